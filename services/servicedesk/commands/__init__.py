"""Commands of the service desk: one function per use case, one transaction each."""

from services.servicedesk.commands.contact import (
    handle_contact_message,
    import_contact_message,
    send_contact_message,
)
from services.servicedesk.commands.requests import (
    accept_service_request,
    cancel_service_request,
    close_service_request,
    close_unanswered,
    file_service_request,
    hold_service_request,
    import_service_request,
    post_message,
    reopen_service_request,
    resolve_service_request,
    schedule_visit,
    start_service_request,
)

__all__ = [
    "accept_service_request", "cancel_service_request", "close_service_request", "close_unanswered",
    "file_service_request", "handle_contact_message", "hold_service_request", "import_contact_message",
    "import_service_request", "post_message", "reopen_service_request", "resolve_service_request", "schedule_visit",
    "send_contact_message", "start_service_request",
]  # fmt: skip
