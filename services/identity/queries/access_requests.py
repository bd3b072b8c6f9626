"""Queries on access requests, limited to those that the caller may answer."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select
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
    query = _select_with_names().where(_may_answer(caller), not_(is_open) if answered else is_open)
    key = SortKey((AccessRequest.requested_at, answered), (AccessRequest.id, answered))
    rows, info = page(uow.session, query, key, after=after, before=before, limit=limit)
    return {"rows": [_row(row) for row in rows], "page": info}


def waiting_access_requests(caller: Caller) -> Select[UUID]:
    return select(AccessRequest.id).where(_may_answer(caller), AccessRequest.status == AccessStatus.OPEN)


def first_access_requests(uow: UnitOfWork, caller: Caller, limit: int) -> list[dict[str, Any]]:
    """Open access requests that the caller may answer, oldest first."""
    query = _select_with_names().where(_may_answer(caller), AccessRequest.status == AccessStatus.OPEN)
    query = query.order_by(AccessRequest.requested_at, AccessRequest.id).limit(limit)
    return [_row(row) for row in uow.session.execute(query)]


def get_own_access_request(uow: UnitOfWork, caller: Caller, number: str) -> dict[str, Any]:
    value = number.strip().lower()
    query = select(AccessRequest.id, AccessRequest.status, AccessRequest.requested_at).where(
        AccessRequest.person_id == caller.user_id,
        AccessRequest.customer_id == caller.customer_id,
        AccessRequest.status == AccessStatus.OPEN,
        or_(func.lower(AccessRequest.equipment_number) == value, func.lower(AccessRequest.serial_number) == value),
    )
    row = uow.session.execute(query.order_by(AccessRequest.requested_at).limit(1)).one_or_none() if value else None
    return {"request": row._asdict() if row else None}


def get_access_request(uow: UnitOfWork, caller: Caller, request_id: UUID) -> dict[str, Any]:
    return access_request_detail(uow, access_request_of(uow, caller, request_id))


def access_request_of(uow: UnitOfWork, caller: Caller, request_id: UUID) -> AccessRequest:
    """Raises NotFound, also when the caller may not answer the request."""
    query = select(AccessRequest).where(AccessRequest.id == request_id, _may_answer(caller))
    request = uow.session.scalar(query)
    if request is None:
        raise NotFound
    return request


def open_access_request(uow: UnitOfWork, membership: Membership, machine_id: UUID) -> AccessRequest | None:
    query = select(AccessRequest).where(
        AccessRequest.person_id == membership.person_id,
        AccessRequest.customer_id == membership.customer_id,
        AccessRequest.machine_id == machine_id,
    )
    return uow.session.scalar(query.where(AccessRequest.status == AccessStatus.OPEN))


def access_request_detail(uow: UnitOfWork, request: AccessRequest) -> dict[str, Any]:
    uow.session.flush()
    return _row(uow.session.execute(_select_with_names().where(AccessRequest.id == request.id)).one())


def _select_with_names() -> Select[*tuple[Any, ...]]:
    """Select requests with the names of requester and customer."""
    return (
        select(AccessRequest, Person.name, Person.email, Customer.name.label("customer_name"))
        .join(Person, Person.id == AccessRequest.person_id)
        .join(Customer, Customer.id == AccessRequest.customer_id)
    )


def _row(row: Any) -> dict[str, Any]:
    names = (
        "id", "person_id", "customer_id", "machine_id", "equipment_number", "serial_number", "machine_name", "place",
        "status", "requested_at", "answered_at", "answered_by", "reason",
    )  # fmt: skip
    fields = {name: getattr(row.AccessRequest, name) for name in names}
    return fields | {"name": row.name, "email": row.email, "customer_name": row.customer_name}


def _may_answer(caller: Caller) -> ColumnElement[bool]:
    """SQL condition: requests of present users of the customer; for administrators those of their customer, for staff
    those of customers without an administrator and those that staff answered."""
    requester = aliased(Membership)
    is_user = exists().where(
        requester.person_id == AccessRequest.person_id, requester.customer_id == AccessRequest.customer_id
    )
    if not caller.is_staff:
        return and_(is_user, AccessRequest.customer_id == caller.customer_id)
    member, person = aliased(Membership), aliased(Person)
    at_customer = member.customer_id == AccessRequest.customer_id
    administered = exists().where(at_customer, person.id == member.person_id, *is_administrator(member, person))
    return and_(is_user, or_(not_(administered), AccessRequest.by_staff))
