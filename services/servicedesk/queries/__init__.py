"""Queries of the service desk: rows shaped for the caller and limited to the caller's scope."""

from services.servicedesk.queries.contact import (
    count_contact_messages,
    get_contact_message,
    list_contact_messages,
    message_of,
)
from services.servicedesk.queries.requests import (
    count_service_requests,
    detail,
    get_service_request,
    list_service_requests,
    request_of,
)

__all__ = [
    "count_contact_messages", "count_service_requests", "detail", "get_contact_message", "get_service_request",
    "list_contact_messages", "list_service_requests", "message_of", "request_of",
]  # fmt: skip
