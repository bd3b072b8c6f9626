"""What guests report, and the links to its status."""

from typing import Any
from uuid import UUID

from services.chassis.contract import Caller, NotFound
from services.chassis.contract.reference_numbers import normalise
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.columns import new_id
from services.chassis.persistence.guest_records import count_confirmation, guest_values, use_pass
from services.chassis.persistence.rate_limits import HourlyLimit
from services.servicedesk import queries
from services.servicedesk.model import Customer, GuestSighting, ServiceRequest, UsedPass
from services.servicedesk.model.request import PREFIX

TO_EMAIL = HourlyLimit("guest requests of an address", number=5)
NO_CONTACT = {"contact_name": "", "telephone": "", "availability": ""}


def file_guest_request(uow: UnitOfWork, caller: Caller, name: str, email: str, **report: Any) -> ServiceRequest:
    """Raises MachineNotFound, GuestPassUsed, TooManyAttempts."""
    count_confirmation(uow, TO_EMAIL, email)
    machine = queries.guests.machine_of_pass(uow, caller)
    guest, customer = guest_values(caller, name, email), uow.get(Customer, machine.customer_id)
    request = uow.add(ServiceRequest.file(caller, machine, customer, uow.now, **report, **NO_CONTACT, **guest))
    use_pass(uow, UsedPass, caller, request.reference_number)
    return request


def add_guest_sighting(uow: UnitOfWork, caller: Caller, request_id: UUID, name: str, email: str) -> ServiceRequest:
    """A guest who filed the request, or has said before to have seen it, changes nothing. Raises NotFound,
    FaultNoLongerOpen, GuestPassUsed, TooManyAttempts."""
    request = queries.guests.request_of_pass(uow, caller, request_id)
    if request.is_new_to_guest(email):
        count_confirmation(uow, TO_EMAIL, email)
        request.add_sighting(GuestSighting(id=new_id(), at=uow.now, **guest_values(caller, name, email)))
    use_pass(uow, UsedPass, caller, request.reference_number)
    return request


def issue_guest_request_link(
    uow: UnitOfWork, caller: Caller, reference_number: str, sighting_id: UUID | None, is_status_allowed: bool
) -> dict[str, str]:
    """`is_status_allowed`: as fleet said just before. Several mails of a request may be sent at once: they wait for one
    another. Raises NotFound."""
    record = queries.guest_status.record_of_number(uow, normalise(reference_number, PREFIX), sighting_id, lock=True)
    if record is None:
        raise NotFound
    return {"token": record.issue_status_token() if is_status_allowed else ""}
