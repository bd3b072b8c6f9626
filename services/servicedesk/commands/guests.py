"""What guests report, and the links to its status."""

from typing import Any
from uuid import UUID

from services.chassis.contract import Caller, NotFound
from services.chassis.contract.reference_numbers import normalise
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.columns import new_id
from services.chassis.persistence.guest_records import guest_values, use_pass
from services.servicedesk import queries
from services.servicedesk.model import Customer, GuestSighting, ServiceRequest, UsedPass
from services.servicedesk.model.request import PREFIX

NO_CONTACT = {"contact_name": "", "telephone": "", "availability": ""}


def file_guest_request(uow: UnitOfWork, caller: Caller, name: str, email: str, **report: Any) -> ServiceRequest:
    """Raises MachineNotFound, GuestPassUsed."""
    machine = queries.guests.machine_of_pass(uow, caller)
    guest, customer = guest_values(caller, name, email), uow.get(Customer, machine.customer_id)
    request = uow.add(ServiceRequest.file(caller, machine, customer, uow.now, **report, **NO_CONTACT, **guest))
    use_pass(uow, UsedPass, caller, request.reference_number)
    return request


def add_guest_sighting(uow: UnitOfWork, caller: Caller, request_id: UUID, name: str, email: str) -> ServiceRequest:
    """Raises NotFound, InvalidRequestTransition, GuestPassUsed."""
    request = queries.guests.request_of_pass(uow, caller, request_id)
    guest = guest_values(caller, name, email)
    request.add_sighting(GuestSighting(id=new_id(), at=uow.now, **guest))
    use_pass(uow, UsedPass, caller, request.reference_number)
    return request


def issue_guest_request_link(
    uow: UnitOfWork, caller: Caller, reference_number: str, sighting_id: UUID | None, is_status_allowed: bool
) -> dict[str, str]:
    """`is_status_allowed`: as fleet said just before. Raises NotFound."""
    record = queries.guest_status.record_of_number(uow, normalise(reference_number, PREFIX), sighting_id)
    if record is None:
        raise NotFound
    return {"token": record.issue_status_token() if is_status_allowed else ""}
