"""Notify's mapped classes: mails and news items."""

from services.notify.model.base import Base
from services.notify.model.mail import Mail, Priority
from services.notify.model.news import NewsItem

__all__ = ["Base", "Mail", "NewsItem", "Priority"]
