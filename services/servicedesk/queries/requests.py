"""Queries on service requests in the caller's scope."""

from typing import Any

from sqlalchemy import ColumnElement, select

from services.chassis.contract import Caller, Kind, NotFound
from services.chassis.contract.extended import Extended
from services.chassis.contract.reference_numbers import normalise
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.paging import capped_count
from services.chassis.persistence.scope import visible
from services.identity.contracts import Right, StaffRight
from services.servicedesk.contracts import RequestStatus
from services.servicedesk.contracts.requests import MAX_SIGHTINGS
from services.servicedesk.model import OPEN, Customer, ServiceRequest
from services.servicedesk.model.request import PREFIX
from services.servicedesk.model.visit import can_be_rescheduled
from services.servicedesk.queries.timeline import steps_of


def get_service_request(uow: UnitOfWork, caller: Caller, reference_number: str) -> Extended:
    """Raises NotFound."""
    return detail(uow, caller, request_of(uow, caller, reference_number))


def count_service_requests(uow: UnitOfWork, caller: Caller) -> dict[str, int]:
    """Requests in scope by status, counted in one statement; each count stops at 1,000."""
    conditions = {
        "received": ServiceRequest.status == RequestStatus.RECEIVED,
        "accepted": ServiceRequest.status.in_((RequestStatus.ACCEPTED, RequestStatus.IN_PROGRESS)),
        "scheduled": ServiceRequest.status == RequestStatus.SCHEDULED,
        "waiting": ServiceRequest.status.in_((RequestStatus.WAITING_FOR_PARTS, RequestStatus.WAITING_FOR_CUSTOMER)),
        "resolved": ServiceRequest.status == RequestStatus.RESOLVED,
        "needs_answer": ServiceRequest.needs_answer & ServiceRequest.status.in_(OPEN),
        "open": ServiceRequest.status.in_(OPEN),
    }
    visible_ids = select(ServiceRequest.id).where(in_scope(caller))
    counts = (capped_count(visible_ids.where(condition)).label(name) for name, condition in conditions.items())
    row = uow.session.execute(select(*counts)).one()
    return {name: getattr(row, name) for name in conditions}


def count_own_service_requests(uow: UnitOfWork, caller: Caller) -> dict[str, int]:
    own = ServiceRequest.requester_id == caller.user_id
    open_ids = select(ServiceRequest.id).where(own, ServiceRequest.status.in_(OPEN))
    return {"open": uow.session.scalar(select(capped_count(open_ids))) or 0}


def request_of(uow: UnitOfWork, caller: Caller, reference_number: str) -> ServiceRequest:
    """The request with this reference number. Raises NotFound, also when it is out of scope."""
    number = normalise(reference_number, PREFIX)
    request = uow.session.scalar(
        select(ServiceRequest).where(ServiceRequest.reference_number == number, in_scope(caller))
    )
    if request is None:
        raise NotFound
    return request


def detail(uow: UnitOfWork, caller: Caller, request: ServiceRequest, **fields: Any) -> Extended:
    """The request as the contracts' `RequestDetail`, with the actions that the caller may take, and further fields."""
    customer = uow.get(Customer, request.customer_id)
    actions = _allowed_actions(caller, request, uow)
    messages = [
        Extended(message, author_id=None if message.by_staff else message.author_id) for message in request.messages
    ]
    return row_of(
        request,
        customer.name if customer else "",
        reopen_until=request.reopen_until(uow.zone),
        timeline=steps_of(request.timeline),
        messages=messages,
        sightings=_sightings(request),
        **actions,
        **fields,
    )


def _sightings(request: ServiceRequest) -> list[dict[str, Any]]:
    """The newest ones as the contracts' `GuestSighting`."""
    newest = request.sightings[-MAX_SIGHTINGS:]
    return [{"id": sighting.id, "at": sighting.at} | (sighting.guest or {}) for sighting in newest]


def _allowed_actions(caller: Caller, request: ServiceRequest, uow: UnitOfWork) -> dict[str, bool]:
    """The `may_…` fields of `RequestDetail`."""
    can_act = not caller.impersonated_by
    by_dealer = can_act and caller.is_staff and caller.has_right(StaffRight.HANDLE_SERVICE)
    by_customer = can_act and caller.kind is Kind.USER and caller.has_right(Right.REQUEST_SERVICE)
    waiting = (RequestStatus.WAITING_FOR_PARTS, RequestStatus.WAITING_FOR_CUSTOMER)
    resolved = request.status is RequestStatus.RESOLVED
    return {
        "may_accept": by_dealer and request.status is RequestStatus.RECEIVED,
        "may_schedule": by_dealer and request.may_become(RequestStatus.SCHEDULED),
        "may_reschedule_visit": by_dealer and can_be_rescheduled(request, uow.now),
        "may_start": by_dealer and request.may_become(RequestStatus.IN_PROGRESS),
        "may_wait": by_dealer and any(request.may_become(status) for status in waiting),
        "may_resolve": by_dealer and request.may_become(RequestStatus.RESOLVED),
        "may_close": by_customer and resolved,
        "may_reopen": by_customer and resolved and not request.is_past_reopening(uow.now, uow.zone),
        "may_cancel": (by_dealer or by_customer) and request.may_be_cancelled_by(caller),
        "may_write": (by_dealer or by_customer) and request.status in OPEN,
    }


def in_scope(caller: Caller) -> ColumnElement[bool]:
    return visible(caller, resource=ServiceRequest.machine_id, customer=ServiceRequest.customer_id)


def row_of(request: ServiceRequest, customer_name: str, **fields: Any) -> Extended:
    return Extended(request, customer_name=customer_name, **fields)
