"""What changes at the service desk: one function per use case, each within one transaction."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller
from services.chassis.service import Work
from services.chassis.service.scope import visible
from services.fleet.contracts import MachineNotFound
from services.servicedesk import queries
from services.servicedesk.model import Machine, ServiceRequest


def file_service_request(work: Work, caller: Caller, machine_id: UUID, **told: Any) -> dict[str, Any]:
    """File a request for a machine. Raises MachineNotFound for one that does not exist or is out of scope."""
    in_scope = visible(caller, resource=Machine.id, customer=Machine.customer_id)
    machine = work.session.scalar(select(Machine).where(Machine.id == machine_id, Machine.gone.is_(False), in_scope))
    if machine is None:
        raise MachineNotFound
    request = work.keep(ServiceRequest.file(caller, machine, work.now, **told))
    return queries.detail(work, caller, request)


def accept_service_request(work: Work, caller: Caller, reference_number: str) -> dict[str, Any]:
    """Raises NotFound, RequestMovedOn."""
    request = queries.request_of(work, caller, reference_number)
    request.accept(caller, work.now)
    return queries.detail(work, caller, request)


def cancel_service_request(work: Work, caller: Caller, reference_number: str) -> dict[str, Any]:
    """Raises NotFound, RequestMovedOn."""
    request = queries.request_of(work, caller, reference_number)
    request.cancel(caller, work.now)
    return queries.detail(work, caller, request)
