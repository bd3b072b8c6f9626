"""Contracts of the service desk: service requests and contact messages."""

from services.servicedesk.contracts.contact import (
    AlreadyHandled,
    ContactMessageHandled,
    ContactMessageReceived,
    ContactStatus,
    ContactSubject,
    CountContactMessages,
    GetContactMessage,
    HandleContactMessage,
    ListContactMessages,
    SendContactMessage,
)
from services.servicedesk.contracts.events import (
    MessagePosted,
    ServiceRequestAccepted,
    ServiceRequestCancelled,
    ServiceRequestClosed,
    ServiceRequestReceived,
    ServiceRequestReopened,
    ServiceRequestResolved,
    ServiceRequestStarted,
    ServiceRequestWaitingForCustomer,
    ServiceRequestWaitingForParts,
    VisitScheduled,
)
from services.servicedesk.contracts.handling import (
    AcceptServiceRequest,
    CancelServiceRequest,
    CloseServiceRequest,
    CloseUnanswered,
    HoldServiceRequest,
    PostMessage,
    ReopenServiceRequest,
    ResolveServiceRequest,
    ScheduleVisit,
    StartServiceRequest,
    WaitingFor,
)
from services.servicedesk.contracts.history import ImportContactMessage, ImportServiceRequest
from services.servicedesk.contracts.operations import (
    CountServiceRequests,
    FileServiceRequest,
    GetServiceRequest,
    ListServiceRequests,
)
from services.servicedesk.contracts.requests import (
    Category,
    ImpossibleVisit,
    InvalidRequestTransition,
    RequestStatus,
    Urgency,
)

__all__ = [
    "AcceptServiceRequest", "AlreadyHandled", "CancelServiceRequest", "Category", "CloseServiceRequest",
    "CloseUnanswered", "ContactMessageHandled", "ContactMessageReceived", "ContactStatus", "ContactSubject",
    "CountContactMessages", "CountServiceRequests", "FileServiceRequest", "GetContactMessage", "GetServiceRequest",
    "HandleContactMessage", "HoldServiceRequest", "ImportContactMessage", "ImportServiceRequest", "ImpossibleVisit",
    "InvalidRequestTransition", "ListContactMessages", "ListServiceRequests", "MessagePosted", "PostMessage",
    "ReopenServiceRequest", "RequestStatus", "ResolveServiceRequest", "ScheduleVisit", "SendContactMessage",
    "ServiceRequestAccepted", "ServiceRequestCancelled", "ServiceRequestClosed", "ServiceRequestReceived",
    "ServiceRequestReopened", "ServiceRequestResolved", "ServiceRequestStarted", "ServiceRequestWaitingForCustomer",
    "ServiceRequestWaitingForParts", "StartServiceRequest", "Urgency", "VisitScheduled", "WaitingFor",
]  # fmt: skip
