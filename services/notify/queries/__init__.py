"""Queries of notify."""

from services.notify.queries import mails, news

__all__ = ["mails", "news"]
