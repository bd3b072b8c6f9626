"""Notify's rules: mails, sent once and kept until sent."""

from services.notify.model.base import Base
from services.notify.model.mail import Mail

__all__ = ["Base", "Mail"]
