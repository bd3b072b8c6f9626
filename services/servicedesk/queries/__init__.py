"""Queries of the service desk: rows shaped for the caller and limited to the caller's scope."""

from services.servicedesk.queries import (
    article_drafts,
    articles,
    contact,
    guest_status,
    guests,
    pictures,
    request_lists,
    requests,
)

__all__ = ["article_drafts", "articles", "contact", "guest_status", "guests", "pictures", "request_lists", "requests"]
