"""Asks fleet whether guests may see a status."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller
from services.chassis.contract.contact_details import canonical_email
from services.chassis.contract.reference_numbers import normalise
from services.chassis.persistence.link_tokens import parts_of
from services.chassis.runtime import guest_status
from services.chassis.runtime.prepare_context import PrepareContext
from services.fleet.contracts import FindGuestMachine, GuestAction
from services.servicedesk import queries
from services.servicedesk.model import GuestSighting, ServiceRequest
from services.servicedesk.model.request import PREFIX

Request = dict[str, Any]
NOBODYS = UUID(int=0)


class _Place(NamedTuple):
    """The request of a status, and its machine and customer."""

    request_id: UUID
    machine_id: UUID
    customer_id: UUID


def find_status_by_token(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """`request_id` is None unless the token is valid and guests may see the status."""
    id, secret = parts_of(request["token"])
    with context.read() as uow:
        found = queries.guest_status.request_of_token(uow, id, secret) if id else None
        place = _place_of(found) if found is not None else None
    return {"request_id": place.request_id if place and _is_status_allowed(context, place) else None}


def find_status_by_number(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """`request_id` is None unless number and address belong together and guests may see the status. The same work is
    done in either case. Raises TooManyAttempts."""
    number, email = normalise(request["reference_number"], PREFIX), canonical_email(request["email"])
    counted = guest_status.count_attempt(context, number, request["client_address"])
    columns = (ServiceRequest.id, ServiceRequest.machine_id, ServiceRequest.customer_id)
    also_seen = select(GuestSighting.request_id).where(GuestSighting.guest_email == email)
    is_owner = (ServiceRequest.guest_email == email) | ServiceRequest.id.in_(also_seen)
    query = select(*columns).where(ServiceRequest.reference_number == number, is_owner)
    with context.read() as uow:
        row = uow.session.execute(query).one_or_none()
    place = _Place(*row) if row is not None and email else None
    if not _is_status_allowed(context, place) or place is None:
        return {"request_id": None}
    context.cancel_attempt(counted)
    return {"request_id": place.request_id}


def ask_for_status_link(context: PrepareContext, caller: Caller, request: Request) -> Request:
    number = normalise(request["reference_number"], PREFIX)
    with context.read() as uow:
        found = uow.session.scalar(select(ServiceRequest).where(ServiceRequest.reference_number == number))
        place = _place_of(found) if found is not None else None
    return {"is_status_allowed": _is_status_allowed(context, place)}


def _place_of(request: ServiceRequest) -> _Place:
    return _Place(request.id, request.machine_id, request.customer_id)


def _is_status_allowed(context: PrepareContext, place: _Place | None) -> bool:
    """Whether guests may ask the status at the machine now, and it still belongs to the request's customer. Fleet is
    also asked without a place, so that both take the same time."""
    machine_id = place.machine_id if place else NOBODYS
    found = context.call(FindGuestMachine, machine_id=machine_id, action=GuestAction.ASK_STATUS)
    if place is None or found["machine"] is None or GuestAction.ASK_STATUS not in found["actions"]:
        return False
    return UUID(found["machine"]["customer_id"]) == place.customer_id
