"""What others may know of the service desk: service requests."""

from services.servicedesk.contracts.events import (
    ServiceRequestAccepted,
    ServiceRequestCancelled,
    ServiceRequestReceived,
)
from services.servicedesk.contracts.operations import (
    AcceptServiceRequest,
    CancelServiceRequest,
    CountServiceRequests,
    FileServiceRequest,
    FindServiceRequest,
    ListServiceRequests,
)
from services.servicedesk.contracts.requests import Category, RequestMovedOn, RequestStatus, Urgency

__all__ = [
    "AcceptServiceRequest", "CancelServiceRequest", "Category", "CountServiceRequests", "FileServiceRequest",
    "FindServiceRequest", "ListServiceRequests", "RequestMovedOn", "RequestStatus", "ServiceRequestAccepted",
    "ServiceRequestCancelled", "ServiceRequestReceived", "Urgency",
]  # fmt: skip
