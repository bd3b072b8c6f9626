"""What the events of a service request have in common."""

from typing import Any
from uuid import UUID


def event_data(request: Any, *, by_staff: bool, author_id: UUID | None, note: str = "") -> dict[str, Any]:
    """Data of every event about this `ServiceRequest`, as it is now."""
    return {
        "request_id": request.id,
        "reference_number": request.reference_number,
        "customer_id": request.customer_id,
        "machine": request.machine,
        "category": request.category,
        "urgency": request.urgency,
        "requester_id": request.requester_id,
        "author_id": author_id,
        "by_guest": request.by_guest,
        "by_staff": by_staff,
        "note": note,
        "visit": request.visit,
        "visit_called_off": False,
        "at": request.changed_at,
    }
