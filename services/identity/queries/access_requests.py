"""Requests to see a machine, for those who may answer them: a request of others does not exist."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, not_, or_, select
from sqlalchemy.orm import aliased

from services.chassis.contract import Caller, NotFound
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.paging import SortKey, page
from services.identity.contracts import AccessStatus
from services.identity.model import AccessRequest, Customer, Membership, Person
from services.identity.queries.users import is_administrator


def list_access_requests(
    uow: UnitOfWork, caller: Caller, answered: bool, after: str, before: str, limit: int
) -> dict[str, Any]:
    is_open = AccessRequest.status == AccessStatus.OPEN
    found = _told().where(_may_answer(caller), not_(is_open) if answered else is_open)
    key = SortKey((AccessRequest.asked_at, answered), (AccessRequest.id, answered))
    rows, info = page(uow.session, found, key, after=after, before=before, limit=limit)
    return {"rows": [_row(row) for row in rows], "page": info}


def waiting_access_requests(caller: Caller) -> Select[UUID]:
    return select(AccessRequest.id).where(_may_answer(caller), AccessRequest.status == AccessStatus.OPEN)


def get_access_request(uow: UnitOfWork, caller: Caller, request_id: UUID) -> dict[str, Any]:
    return access_request_detail(uow, access_request_of(uow, caller, request_id))


def access_request_of(uow: UnitOfWork, caller: Caller, request_id: UUID) -> AccessRequest:
    """Raises NotFound, also for one that is not the caller's to answer."""
    found = select(AccessRequest).where(AccessRequest.id == request_id, _may_answer(caller))
    request = uow.session.scalar(found)
    if request is None:
        raise NotFound
    return request


def open_access_request(uow: UnitOfWork, membership: Membership, machine_id: UUID) -> AccessRequest | None:
    mine = select(AccessRequest).where(
        AccessRequest.person_id == membership.person_id,
        AccessRequest.customer_id == membership.customer_id,
        AccessRequest.machine_id == machine_id,
    )
    return uow.session.scalar(mine.where(AccessRequest.status == AccessStatus.OPEN))


def access_request_detail(uow: UnitOfWork, request: AccessRequest) -> dict[str, Any]:
    uow.session.flush()
    return _row(uow.session.execute(_told().where(AccessRequest.id == request.id)).one())


def _told() -> Select[*tuple[Any, ...]]:
    """Requests with the names of who asks and of which customer."""
    return (
        select(AccessRequest, Person.name, Person.email, Customer.name.label("customer_name"))
        .join(Person, Person.id == AccessRequest.person_id)
        .join(Customer, Customer.id == AccessRequest.customer_id)
    )


def _row(row: Any) -> dict[str, Any]:
    shown = (
        "id", "person_id", "customer_id", "machine_id", "equipment_number", "serial_number", "machine_name", "place",
        "status", "asked_at", "answered_at", "answered_by", "reason",
    )  # fmt: skip
    told = {name: getattr(row.AccessRequest, name) for name in shown}
    return told | {"name": row.name, "email": row.email, "customer_name": row.customer_name}


def _may_answer(caller: Caller) -> ColumnElement[bool]:
    """Of people who still are users of the customer: administrators those of their own; staff those of customers
    without one, and what staff answered."""
    asker = aliased(Membership)
    still = exists().where(asker.person_id == AccessRequest.person_id, asker.customer_id == AccessRequest.customer_id)
    if not caller.is_staff:
        return and_(still, AccessRequest.customer_id == caller.customer_id)
    member, person = aliased(Membership), aliased(Person)
    at_customer = member.customer_id == AccessRequest.customer_id
    administered = exists().where(at_customer, person.id == member.person_id, *is_administrator(member, person))
    return and_(still, or_(not_(administered), AccessRequest.by_staff))
