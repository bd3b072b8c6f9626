"""The status of guests' service requests."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller, ContractError
from services.chassis.contract.guests import StatusLinkExpired, StatusNotFound
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.guest_records import is_status_shown
from services.servicedesk.model import GuestSighting, ServiceRequest
from services.servicedesk.queries.guests import planned_visit
from services.servicedesk.queries.timeline import steps_of


def get_guest_request_status(
    uow: UnitOfWork, caller: Caller, request_id: UUID | None, **_request: Any
) -> dict[str, Any]:
    """`request_id`: that of the token's request, if its status may be shown. Raises StatusLinkExpired."""
    return _shown(uow, request_id, StatusLinkExpired())


def find_guest_request(uow: UnitOfWork, caller: Caller, request_id: UUID | None, **_request: Any) -> dict[str, Any]:
    """`request_id`: that of the request of this number and address, if its status may be shown. Raises
    StatusNotFound."""
    return _shown(uow, request_id, StatusNotFound())


def record_of_number(
    uow: UnitOfWork, reference_number: str, sighting_id: UUID | None, *, lock: bool = False
) -> ServiceRequest | GuestSighting | None:
    """What a guest made of the request with this number: this sighting, or else the request itself."""
    query = select(ServiceRequest).where(ServiceRequest.reference_number == reference_number)
    request = uow.session.scalar(query.with_for_update() if lock else query)
    if request is None:
        return None
    if sighting_id is None:
        return request if request.by_guest else None
    return next((sighting for sighting in request.sightings if sighting.id == sighting_id), None)


def request_of_token(uow: UnitOfWork, id: UUID, secret: str) -> ServiceRequest | None:
    """The request of a status token, which a guest filed or also saw."""
    sighting = uow.get(GuestSighting, id)
    request = uow.get(ServiceRequest, sighting.request_id if sighting else id)
    return request if request is not None and (sighting or request).has_status_secret(secret) else None


def _shown(uow: UnitOfWork, request_id: UUID | None, otherwise: ContractError) -> dict[str, Any]:
    request = uow.get(ServiceRequest, request_id) if request_id else None
    if request is None or not is_status_shown(request.ended_at, uow.now, uow.zone):
        raise otherwise
    names = ("reference_number", "machine", "category", "status", "received_at")
    return {name: getattr(request, name) for name in names} | {
        "visit": planned_visit(request),
        "steps": steps_of(request.timeline),
    }
