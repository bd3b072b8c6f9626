"""Asking to see a machine, and what the administrator says to it."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller, NotFound
from services.chassis.service import Work
from services.identity import queries
from services.identity.commands.audit import name_of, note
from services.identity.commands.links import tell
from services.identity.contracts import AlreadyVisible, AuditAction, LinkPurpose, UnknownGroup
from services.identity.model import AccessRequest, Membership, Person


def ask_machine_access(work: Work, caller: Caller, number: str, machine: dict[str, Any]) -> dict[str, Any]:
    """Raises AlreadyVisible. One after the other for a user, so that a double click asks once."""
    person = queries.own(work, caller)
    mine = select(Membership).where(Membership.person_id == person.id, Membership.customer_id == caller.customer_id)
    membership = work.session.scalar(mine.with_for_update())
    if membership is None:
        raise NotFound
    if membership.all_machines or not set(membership.scope_ids).isdisjoint(machine["visible_to"]):
        raise AlreadyVisible
    request = queries.open_access_request(work, membership, machine["machine_id"])
    if request is None:
        request = work.keep(AccessRequest.ask(membership.customer_id, person.id, number, machine, work.now))
        handlers = queries.handlers_at(work, membership.customer_id)
        about = {"request_id": str(request.id), "asker_name": person.name, "asker_email": person.email}
        tell(work, LinkPurpose.ACCESS_ASKED, handlers, **about, machine=_named(request))
    return {"id": request.id, "status": request.status, "asked_at": request.asked_at}


def grant_access(
    work: Work, caller: Caller, request_id: UUID, group_id: UUID | None, groups: list[UUID], **_: Any
) -> dict[str, Any]:
    """Raises NotFound, AccessAnswered, ScopeFull, and UnknownGroup for a group in which the machine is not."""
    request = queries.access_request_of(work, caller, request_id)
    person, membership = _asker(work, request)
    request.grant(name_of(work, caller), work.now, staff=caller.is_staff)
    if group_id and group_id not in groups:
        raise UnknownGroup
    if group_id:
        queries.expect_groups(work, request.customer_id, [group_id])
    membership.see_also(group_id=group_id, machine_id=None if group_id else request.machine_id)
    told: dict[str, Any] = {"machine": _named(request)}
    if group_id:
        told["groups"] = sorted(queries.names_of_groups(work, [group_id]).values())
    note(work, caller, AuditAction.ACCESS_GRANTED, person, request.customer_id, **told)
    about = {"machine_id": str(request.machine_id), "machine": _named(request)}
    tell(work, LinkPurpose.ACCESS_GRANTED, [person], **about)
    return queries.user_detail(work, person, membership)


def refuse_access(work: Work, caller: Caller, request_id: UUID, reason: str) -> dict[str, Any]:
    """Raises NotFound, AccessAnswered."""
    request = queries.access_request_of(work, caller, request_id)
    person, _ = _asker(work, request)
    request.refuse(name_of(work, caller), reason, work.now, staff=caller.is_staff)
    note(work, caller, AuditAction.ACCESS_REFUSED, person, request.customer_id, machine=_named(request))
    tell(work, LinkPurpose.ACCESS_REFUSED, [person], machine=request.number, reason=reason)
    return queries.access_request_detail(work, request)


def _asker(work: Work, request: AccessRequest) -> tuple[Person, Membership]:
    """Raises NotFound for who is no user of the customer any more."""
    person = work.get(Person, request.person_id)
    membership = person.membership(request.customer_id) if person else None
    if person is None or membership is None:
        raise NotFound
    return person, membership


def _named(request: AccessRequest) -> str:
    number = request.equipment_number or request.serial_number
    return " · ".join(filter(None, (request.machine_name, number, request.place)))
