"""Commands of the service desk: one function per use case, one transaction each."""

from services.servicedesk.commands import articles, contact, guests, pictures, requests, shipped_articles

__all__ = ["articles", "contact", "guests", "pictures", "requests", "shipped_articles"]
