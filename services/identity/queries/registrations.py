"""Queries on registrations, limited to those that the caller may answer."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, not_, or_, select
from sqlalchemy.orm import aliased

from services.chassis.contract import Caller, NotFound
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.paging import SortKey, page
from services.identity.contracts import Doubt, RegistrationStatus, StaffRight
from services.identity.model import Customer, Membership, Person, Registration
from services.identity.model.person import PersonStatus
from services.identity.queries.users import MAX_ADMINISTRATORS, administered, administrators_of, is_administrator

"""Maximum number of persons who get a mail about a request."""


def list_registrations(
    uow: UnitOfWork, caller: Caller, answered: bool, after: str, before: str, limit: int
) -> dict[str, Any]:
    query = _select_with_details().where(_may_answer(caller))
    if answered:
        final = (RegistrationStatus.APPROVED, RegistrationStatus.REFUSED, RegistrationStatus.EXPIRED)
        query = query.where(Registration.status.in_(final))
    else:
        query = query.where(Registration.status == RegistrationStatus.OPEN)
    key = SortKey((Registration.requested_at, answered), (Registration.id, answered))
    rows, info = page(uow.session, query, key, after=after, before=before, limit=limit)
    return {"rows": [_row(uow, row) for row in rows], "page": info}


def waiting_registrations(caller: Caller) -> Select[UUID]:
    return select(Registration.id).where(_may_answer(caller), Registration.status == RegistrationStatus.OPEN)


def first_registrations(uow: UnitOfWork, caller: Caller, limit: int) -> list[dict[str, Any]]:
    """Open registrations that the caller may answer, oldest first."""
    query = _select_with_details().where(_may_answer(caller), Registration.status == RegistrationStatus.OPEN)
    query = query.order_by(Registration.requested_at, Registration.id).limit(limit)
    return [_row(uow, row) for row in uow.session.execute(query)]


def get_registration(uow: UnitOfWork, caller: Caller, registration_id: UUID) -> dict[str, Any]:
    return registration_detail(uow, registration_of(uow, caller, registration_id))


def registration_of(
    uow: UnitOfWork, caller: Caller, registration_id: UUID, *, unknown_only: bool = False
) -> Registration:
    """Raises NotFound, also when the caller may not answer the registration or, with `unknown_only`, when it has a
    customer."""
    query = select(Registration).where(Registration.id == registration_id, _may_answer(caller))
    if unknown_only:
        query = query.where(Registration.customer_id.is_(None))
    registration = uow.session.scalar(query)
    if registration is None or registration.status is RegistrationStatus.UNCONFIRMED:
        raise NotFound
    return registration


def open_registration(uow: UnitOfWork, customer_number: str, email: str) -> Registration | None:
    """The open registration with this number and address."""
    query = select(Registration).where(Registration.customer_number == customer_number, Registration.email == email)
    return uow.session.scalar(query.where(Registration.status == RegistrationStatus.OPEN))


def registration_detail(uow: UnitOfWork, registration: Registration) -> dict[str, Any]:
    uow.session.flush()
    return _row(uow, uow.session.execute(_select_with_details().where(Registration.id == registration.id)).one())


def handlers_of(uow: UnitOfWork, registration: Registration) -> list[Person]:
    """Those who may answer the registration: the customer's administrators, else staff with `handle_registrations`."""
    return handlers_at(uow, registration.customer_id if registration.admitted else None)


def handlers_at(uow: UnitOfWork, customer_id: UUID | None) -> list[Person]:
    """The customer's administrators by name, at most 50; without any, staff with `handle_registrations`."""
    if customer_id and (administrators := administrators_of(uow, customer_id)):
        return administrators
    active = select(Person).where(Person.is_staff, Person.status == PersonStatus.ACTIVE, Person.password_hash != "")
    active = active.order_by(Person.sort_name, Person.id)
    right = StaffRight.HANDLE_REGISTRATIONS
    return [person for person in uow.session.scalars(active) if right in person.staff_rights][:MAX_ADMINISTRATORS]


def get_self_registration(uow: UnitOfWork, caller: Caller, customer_id: UUID | None) -> dict[str, Any]:
    return self_registration_of(administered(uow, caller, customer_id))


def self_registration_of(customer: Customer) -> dict[str, Any]:
    return {"policy": customer.self_registration, "domains": customer.email_domains}


def _select_with_details() -> Select[*tuple[Any, ...]]:
    """Select registrations with the data of their rows."""
    account = aliased(Person)
    return select(
        Registration,
        Customer.name.label("customer_name"),
        _has_administrator().label("has_administrator"),
        exists().where(account.email == Registration.email, account.password_hash != "").label("has_account"),
    ).outerjoin(Customer, Customer.id == Registration.customer_id)


def _row(uow: UnitOfWork, row: Any) -> dict[str, Any]:
    registration: Registration = row.Registration
    names = (
        "id", "customer_number", "customer_id", "name", "email", "telephone", "language", "status", "requested_at",
        "answered_at", "answered_by", "reason",
    )  # fmt: skip
    return {name: getattr(registration, name) for name in names} | {
        "customer_name": row.customer_name or "",
        "expires_at": registration.expires_at(uow.zone),
        "doubt": _doubt_about(registration, row.has_administrator),
        "has_account": row.has_account,
    }


def _doubt_about(registration: Registration, has_administrator: bool) -> Doubt | None:
    if registration.customer_id is None:
        return Doubt.UNKNOWN_NUMBER
    if not registration.admitted:
        return Doubt.NOT_ADMITTED
    return None if has_administrator else Doubt.NO_ADMINISTRATOR


def _may_answer(caller: Caller) -> ColumnElement[bool]:
    """SQL condition: for administrators those of their customer that it accepts; for staff those that no administrator
    can answer and those that staff answered."""
    if caller.is_staff:
        return or_(not_(Registration.admitted), not_(_has_administrator()), Registration.by_staff)
    return and_(Registration.customer_id == caller.customer_id, Registration.admitted)


def _has_administrator() -> ColumnElement[bool]:
    member, person = aliased(Membership), aliased(Person)
    at_customer = member.customer_id == Registration.customer_id
    return exists().where(at_customer, person.id == member.person_id, *is_administrator(member, person))
