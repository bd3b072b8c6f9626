"""Commands on service requests."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select

from services.chassis.contract import Caller
from services.chassis.contract.extended import Extended
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.scope import visible
from services.fleet.contracts import MachineNotFound
from services.servicedesk import queries
from services.servicedesk.contracts import CloseUnanswered, WaitingFor
from services.servicedesk.model import Customer, Machine, ServiceRequest


def file_service_request(uow: UnitOfWork, caller: Caller, machine_id: UUID, **form: Any) -> Extended:
    """Raises MachineNotFound when the machine does not exist or is out of scope."""
    # one statement loads machine and customer: `detail` then runs no query, and the request is flushed once
    row = uow.session.execute(_machine_in_scope(caller), {"machine_id": machine_id}).one_or_none()
    if row is None:
        raise MachineNotFound
    request = uow.add(ServiceRequest.file(caller, row.Machine, row.Customer, uow.now, **form))
    return queries.requests.detail(uow, caller, request)


def import_service_request(
    uow: UnitOfWork, caller: Caller, machine_id: UUID, requester_id: UUID, **fields: Any
) -> dict[str, Any]:
    """Raises MachineNotFound, InvalidRequestTransition."""
    machine = uow.get(Machine, machine_id)
    if machine is None or machine.deleted:
        raise MachineNotFound
    request = uow.add(ServiceRequest.imported(machine, requester_id, **fields))
    _schedule_close(uow, request)
    return {"reference_number": request.reference_number}


def accept_service_request(uow: UnitOfWork, caller: Caller, reference_number: str) -> Extended:
    """Raises NotFound, InvalidRequestTransition."""
    request = queries.requests.request_of(uow, caller, reference_number)
    request.accept(uow.now)
    return queries.requests.detail(uow, caller, request)


def schedule_visit(uow: UnitOfWork, caller: Caller, reference_number: str, **visit: Any) -> Extended:
    """Raises NotFound, InvalidRequestTransition, VisitChanged, ImpossibleVisit."""
    request = queries.requests.request_of(uow, caller, reference_number)
    result = request.schedule(**visit, at=uow.now)
    return queries.requests.detail(uow, caller, request, result=result)


def start_service_request(uow: UnitOfWork, caller: Caller, reference_number: str) -> Extended:
    """Raises NotFound, InvalidRequestTransition."""
    request = queries.requests.request_of(uow, caller, reference_number)
    request.start(uow.now)
    return queries.requests.detail(uow, caller, request)


def hold_service_request(
    uow: UnitOfWork, caller: Caller, reference_number: str, waiting_for: WaitingFor, note: str
) -> Extended:
    """Raises NotFound, InvalidRequestTransition."""
    request = queries.requests.request_of(uow, caller, reference_number)
    request.wait(waiting_for, note, uow.now)
    return queries.requests.detail(uow, caller, request)


def resolve_service_request(uow: UnitOfWork, caller: Caller, reference_number: str, note: str) -> Extended:
    """Raises NotFound, InvalidRequestTransition."""
    request = queries.requests.request_of(uow, caller, reference_number)
    request.resolve(note, uow.now)
    _schedule_close(uow, request)
    return queries.requests.detail(uow, caller, request)


def close_service_request(uow: UnitOfWork, caller: Caller, reference_number: str) -> Extended:
    """Raises NotFound, InvalidRequestTransition."""
    request = queries.requests.request_of(uow, caller, reference_number)
    request.close(uow.now, by=caller)
    uow.cancel(CloseUnanswered, str(request.id))
    return queries.requests.detail(uow, caller, request)


def reopen_service_request(uow: UnitOfWork, caller: Caller, reference_number: str, note: str) -> Extended:
    """Raises NotFound, InvalidRequestTransition."""
    request = queries.requests.request_of(uow, caller, reference_number)
    request.reopen(caller, note, uow.now, uow.zone)
    uow.cancel(CloseUnanswered, str(request.id))
    return queries.requests.detail(uow, caller, request)


def cancel_service_request(uow: UnitOfWork, caller: Caller, reference_number: str, note: str) -> Extended:
    """Raises NotFound, InvalidRequestTransition."""
    request = queries.requests.request_of(uow, caller, reference_number)
    request.cancel(caller, note, uow.now)
    return queries.requests.detail(uow, caller, request)


def post_message(uow: UnitOfWork, caller: Caller, reference_number: str, text: str) -> Extended:
    """Raises NotFound, InvalidRequestTransition."""
    request = queries.requests.request_of(uow, caller, reference_number)
    request.post(caller, text, uow.now)
    return queries.requests.detail(uow, caller, request)


def close_unanswered(uow: UnitOfWork, caller: Caller, request_id: UUID) -> None:
    """Close the request unless it was reopened. One resolved again since this job was scheduled has a later job."""
    request = uow.get(ServiceRequest, request_id)
    if request is not None and request.is_past_reopening(uow.now, uow.zone):
        request.close(uow.now, by=None)


def _schedule_close(uow: UnitOfWork, request: ServiceRequest) -> None:
    """Close a resolved request when it can no longer be reopened."""
    if closes_at := request.reopen_until(uow.zone):
        uow.schedule(CloseUnanswered, str(request.id), closes_at, request_id=request.id)


@lru_cache(maxsize=300)
def _machine_in_scope(caller: Caller) -> Select[*tuple[Any, ...]]:
    """Select the machine with the bind parameter `machine_id` in the caller's scope, and its customer. Cached, because
    building the statement is slow."""
    in_scope = visible(caller, resource=Machine.id, customer=Machine.customer_id)
    query = select(Machine, Customer).outerjoin(Customer, Customer.id == Machine.customer_id)
    return query.where(Machine.id == bindparam("machine_id"), Machine.deleted.is_(False), in_scope)
