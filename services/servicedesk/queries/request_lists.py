"""Lists of service requests in the caller's scope, and their downloads."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, select
from sqlalchemy.orm import raiseload

from services.chassis.contract import Caller
from services.chassis.contract.paging import MAX_ROWS
from services.chassis.contract.periods import whole_period
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.paging import SortKey, is_queue, page
from services.chassis.persistence.periods import within
from services.chassis.persistence.reference_numbers import matches
from services.servicedesk.contracts import RequestStatus, Urgency
from services.servicedesk.model import OPEN, Customer, ServiceRequest
from services.servicedesk.model.request import PREFIX
from services.servicedesk.queries.requests import in_scope, row_of

NEWEST_FIRST = SortKey((ServiceRequest.received_at, True), (ServiceRequest.id, True))
_WAITS = case(
    (ServiceRequest.status == RequestStatus.RESOLVED, 3),
    (ServiceRequest.urgency == Urgency.DOWN, 0),
    (ServiceRequest.urgency == Urgency.HIGH, 1),
    else_=2,
)
QUEUE = SortKey((_WAITS, False), (ServiceRequest.received_at, False), (ServiceRequest.id, False))
"""What the dealer has to handle: machines that do not print first, then urgent requests, then the oldest; resolved
requests, which wait for the customer, last."""


def list_service_requests(
    uow: UnitOfWork,
    caller: Caller,
    machine_id: UUID | None,
    customer_id: UUID | None,
    statuses: Sequence[RequestStatus],
    open_only: bool,
    needs_answer: bool,
    by_guests: bool,
    text: str,
    from_day: dt.date | None,
    to_day: dt.date | None,
    max_days: int,
    after: str,
    before: str,
    limit: int,
) -> dict[str, Any]:
    """Requests in scope, newest first; for staff, open ones as a queue. Raises PeriodTooLong."""
    period = whole_period(from_day, to_day, max_days)
    query: Select[*tuple[Any, ...]] = (
        select(ServiceRequest, Customer.name.label("customer_name"))
        .outerjoin(Customer, Customer.id == ServiceRequest.customer_id)
        .where(in_scope(caller), within(ServiceRequest.received_at, period, uow.zone))
        .options(
            raiseload(ServiceRequest.timeline), raiseload(ServiceRequest.messages), raiseload(ServiceRequest.sightings)
        )
    )
    if machine_id:
        query = query.where(ServiceRequest.machine_id == machine_id)
    if customer_id:
        query = query.where(ServiceRequest.customer_id == customer_id)
    if statuses:
        query = query.where(ServiceRequest.status.in_(statuses))
    if open_only:
        query = query.where(ServiceRequest.status.in_(OPEN))
    if needs_answer:
        query = query.where(ServiceRequest.needs_answer)
    if by_guests:
        query = query.where(ServiceRequest.by_guest | (ServiceRequest.sighting_count > 0))
    if text:
        query = query.where(_matches_text(text))
    queue = is_queue(caller, statuses, OPEN, only_open=open_only or needs_answer)
    rows, info = page(uow.session, query, QUEUE if queue else NEWEST_FIRST, after=after, before=before, limit=limit)
    found = [row_of(row.ServiceRequest, row.customer_name or "") for row in rows]
    return {"rows": found, "page": info, "is_queue": queue, "period": period}


def export_service_requests(uow: UnitOfWork, caller: Caller, **filters: Any) -> dict[str, Any]:
    """The first page of `list_service_requests`, with as many requests as a page may have. Raises PeriodTooLong."""
    return list_service_requests(uow, caller, **filters, after="", before="", limit=MAX_ROWS)


def _matches_text(text: str) -> ColumnElement[bool]:
    return (
        matches(ServiceRequest.reference_number, text, PREFIX)
        | ServiceRequest.equipment_number.istartswith(text, autoescape=True)
        | ServiceRequest.serial_number.istartswith(text, autoescape=True)
        | ServiceRequest.own_reference.icontains(text, autoescape=True)
        | ServiceRequest.description.icontains(text, autoescape=True)
    )
