"""Notify's mapped classes: mails."""

from services.notify.model.base import Base
from services.notify.model.mail import Mail, Priority

__all__ = ["Base", "Mail", "Priority"]
