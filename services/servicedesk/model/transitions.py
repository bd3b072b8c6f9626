"""Which status of a service request may follow which, and the time limits of visits and of reopening."""

import datetime as dt

from services.servicedesk.contracts import (
    RequestStatus,
    ServiceRequestWaitingForCustomer,
    ServiceRequestWaitingForParts,
    WaitingFor,
)

LONGEST_VISIT = dt.timedelta(hours=24)
FURTHEST_VISIT = dt.timedelta(days=366)
"""How far ahead a visit can begin: a later date is a typing error."""
REOPENED_WITHIN = dt.timedelta(days=7)
"""How long a resolved request can be reopened; then it is closed."""
Status = RequestStatus
WAITING = {
    WaitingFor.PARTS: (Status.WAITING_FOR_PARTS, ServiceRequestWaitingForParts),
    WaitingFor.CUSTOMER: (Status.WAITING_FOR_CUSTOMER, ServiceRequestWaitingForCustomer),
}
"""The status and the event of each reason to wait."""
_HANDLED = {Status.SCHEDULED, Status.IN_PROGRESS, Status.WAITING_FOR_PARTS, Status.WAITING_FOR_CUSTOMER}
_ENDS = {Status.RESOLVED, Status.CANCELLED}
TRANSITIONS = {
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
"""The statuses that may follow each status.

`scheduled` may follow itself, because a visit can be rescheduled. `accepted` follows `waiting_for_customer` when the
customer writes a message, and `resolved` when the customer reopens the request.
"""
OPEN = tuple(status for status in Status if TRANSITIONS[status])
UNRESOLVED = tuple(status for status in OPEN if status is not Status.RESOLVED)
"""Statuses that another one may follow; so `resolved` is open too."""
