"""What others may know of the service desk: service requests."""

from services.servicedesk.contracts.requests import (
    AcceptServiceRequest,
    CancelServiceRequest,
    Category,
    CountServiceRequests,
    FileServiceRequest,
    FindServiceRequest,
    ListServiceRequests,
    RequestMovedOn,
    RequestStatus,
    ServiceRequestAccepted,
    ServiceRequestCancelled,
    ServiceRequestReceived,
    Urgency,
)

__all__ = [
    "AcceptServiceRequest", "CancelServiceRequest", "Category", "CountServiceRequests", "FileServiceRequest",
    "FindServiceRequest", "ListServiceRequests", "RequestMovedOn", "RequestStatus", "ServiceRequestAccepted",
    "ServiceRequestCancelled", "ServiceRequestReceived", "Urgency",
]  # fmt: skip
