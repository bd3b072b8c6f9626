"""What is known about the machine of a guest's pass."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import raiseload

from services.chassis.contract import Caller, NotFound
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.guest_records import expect_unused
from services.chassis.persistence.scope import visible
from services.fleet.contracts import MachineNotFound
from services.servicedesk.contracts import RequestStatus
from services.servicedesk.contracts.guests import MAX_OPEN_REQUESTS
from services.servicedesk.model import UNRESOLVED, Machine, ServiceRequest, UsedPass
from services.servicedesk.queries.requests import in_scope


def get_guest_request_form(uow: UnitOfWork, caller: Caller) -> dict[str, Any]:
    """Raises MachineNotFound, GuestPassUsed."""
    expect_unused(uow, UsedPass, caller)
    machine_of_pass(uow, caller)
    newest_first = (ServiceRequest.received_at.desc(), ServiceRequest.id.desc())
    query = (
        select(ServiceRequest).where(in_scope(caller), ServiceRequest.status.in_(UNRESOLVED)).options(raiseload("*"))
    )
    rows = uow.session.scalars(query.order_by(*newest_first).limit(MAX_OPEN_REQUESTS))
    return {"open_requests": [_known(request) for request in rows]}


def machine_of_pass(uow: UnitOfWork, caller: Caller) -> Machine:
    """Raises MachineNotFound, also when the machine has left the customer of the pass."""
    is_visible = visible(caller, resource=Machine.id, customer=Machine.customer_id)
    machine = uow.session.scalar(select(Machine).where(Machine.deleted.is_(False), is_visible))
    if machine is None:
        raise MachineNotFound
    return machine


def request_of_pass(uow: UnitOfWork, caller: Caller, request_id: UUID) -> ServiceRequest:
    """A request for the machine of the pass. Raises NotFound."""
    request = uow.session.scalar(select(ServiceRequest).where(ServiceRequest.id == request_id, in_scope(caller)))
    if request is None:
        raise NotFound
    return request


def planned_visit(request: ServiceRequest) -> dict[str, Any] | None:
    """The visit, if it is still planned."""
    return request.visit if request.status is RequestStatus.SCHEDULED else None


def _known(request: ServiceRequest) -> dict[str, Any]:
    return {
        "request_id": request.id,
        "category": request.category,
        "status": request.status,
        "received_at": request.received_at,
        "visit": planned_visit(request),
    }
