"""Commands on access requests for machines out of scope."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller, NotFound
from services.chassis.contract.extended import Extended
from services.chassis.persistence import UnitOfWork
from services.identity import queries
from services.identity.commands.audit import answerer, id_of, record_audit
from services.identity.commands.links import send_notices
from services.identity.contracts import AlreadyVisible, AuditAction, MailPurpose, UnknownGroup
from services.identity.model import AccessRequest, Membership, Person


def request_machine_access(uow: UnitOfWork, caller: Caller, number: str, machine: dict[str, Any]) -> dict[str, Any]:
    """Raises AlreadyVisible. Locks the membership, so that a double click creates one request."""
    person = queries.persons.own(uow, caller)
    query = select(Membership).where(Membership.person_id == person.id, Membership.customer_id == caller.customer_id)
    membership = uow.session.scalar(query.with_for_update())
    if membership is None:
        raise NotFound
    if membership.all_machines or not set(membership.scope_ids).isdisjoint(machine["visible_to"]):
        raise AlreadyVisible
    request = queries.access_requests.open_access_request(uow, membership, machine["machine_id"])
    if request is None:
        request = uow.add(AccessRequest.ask(membership.customer_id, person.id, number, machine, uow.now))
        handlers = queries.registrations.handlers_at(uow, membership.customer_id)
        about = {"request_id": str(request.id), "requester_name": person.name, "requester_email": person.email}
        send_notices(uow, MailPurpose.ACCESS_REQUESTED, handlers, **about, machine=_machine_name(request))
    return {"id": request.id, "status": request.status, "requested_at": request.requested_at}


def grant_access(
    uow: UnitOfWork, caller: Caller, request_id: UUID, group_id: UUID | None, groups: list[UUID], **_: Any
) -> Extended:
    """Raises NotFound, AccessAnswered, ScopeFull, and UnknownGroup for a group that does not contain the machine."""
    request = queries.access_requests.access_request_of(uow, caller, request_id)
    person, membership = _requester(uow, request)
    request.grant(answerer(uow, caller), uow.now, staff=caller.is_staff)
    if group_id and group_id not in groups:
        raise UnknownGroup
    if group_id:
        queries.users.expect_groups(uow, request.customer_id, [group_id])
    membership.extend_scope(group_id=group_id, machine_id=None if group_id else request.machine_id)
    details: dict[str, Any] = {"machine": _machine_name(request)}
    if group_id:
        details["groups"] = sorted(queries.users.names_of_groups(uow, [group_id]).values())
    record_audit(uow, caller, AuditAction.ACCESS_GRANTED, person, request.customer_id, **details)
    about = {"machine_id": str(request.machine_id), "machine": _machine_name(request)}
    send_notices(uow, MailPurpose.ACCESS_GRANTED, [person], **about)
    return queries.users.user_detail(uow, person, membership)


def refuse_access(uow: UnitOfWork, caller: Caller, request_id: UUID, reason: str) -> dict[str, Any]:
    """Raises NotFound, AccessAnswered."""
    request = queries.access_requests.access_request_of(uow, caller, request_id)
    person, _ = _requester(uow, request)
    request.refuse(answerer(uow, caller), reason, uow.now, staff=caller.is_staff)
    record_audit(uow, caller, AuditAction.ACCESS_REFUSED, person, request.customer_id, machine=_machine_name(request))
    about = {"machine": request.number, "reason": reason, "by_id": id_of(caller)}
    send_notices(uow, MailPurpose.ACCESS_REFUSED, [person], **about)
    return queries.access_requests.access_request_detail(uow, request)


def _requester(uow: UnitOfWork, request: AccessRequest) -> tuple[Person, Membership]:
    """Raises NotFound when the requester is no longer a user of the customer."""
    person = uow.get(Person, request.person_id)
    membership = person.membership(request.customer_id) if person else None
    if person is None or membership is None:
        raise NotFound
    return person, membership


def _machine_name(request: AccessRequest) -> str:
    number = request.equipment_number or request.serial_number
    return " · ".join(filter(None, (request.machine_name, number, request.place)))
