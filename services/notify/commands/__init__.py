"""Commands of notify: one function per use case, one transaction each."""

from services.notify.commands import mails, news

__all__ = ["mails", "news"]
