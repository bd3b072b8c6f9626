"""Status transitions of service requests and their time limits."""

import datetime as dt

from services.servicedesk.contracts import (
    RequestStatus,
    ServiceRequestWaitingForCustomer,
    ServiceRequestWaitingForParts,
    WaitingFor,
)

LONGEST_VISIT = dt.timedelta(hours=24)
REOPENED_WITHIN = dt.timedelta(days=7)
Status = RequestStatus
WAITING = {
    WaitingFor.PARTS: (Status.WAITING_FOR_PARTS, ServiceRequestWaitingForParts),
    WaitingFor.CUSTOMER: (Status.WAITING_FOR_CUSTOMER, ServiceRequestWaitingForCustomer),
}
_HANDLED = {Status.SCHEDULED, Status.IN_PROGRESS, Status.WAITING_FOR_PARTS, Status.WAITING_FOR_CUSTOMER}
_ENDS = {Status.RESOLVED, Status.CANCELLED}
MOVES = {
    Status.RECEIVED: {Status.ACCEPTED, Status.CANCELLED},
    Status.ACCEPTED: _HANDLED | _ENDS,
    Status.SCHEDULED: _HANDLED | _ENDS,
    Status.IN_PROGRESS: _HANDLED - {Status.IN_PROGRESS} | {Status.RESOLVED},
    Status.WAITING_FOR_PARTS: _HANDLED - {Status.WAITING_FOR_PARTS} | _ENDS,
    Status.WAITING_FOR_CUSTOMER: _HANDLED - {Status.WAITING_FOR_CUSTOMER} | _ENDS | {Status.ACCEPTED},
    Status.RESOLVED: {Status.CLOSED, Status.ACCEPTED},
    Status.CLOSED: set(),
    Status.CANCELLED: set(),
}
"""Allowed transitions. `scheduled` follows itself because a visit can be moved."""
OPEN = tuple(status for status in Status if MOVES[status])
