"""Queries on sessions."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from services.chassis.contract import Caller, NotAllowed, NotLoggedIn
from services.chassis.contract.extended import Extended
from services.chassis.persistence import UnitOfWork
from services.identity.contracts import CustomerStatus
from services.identity.model import Customer, LoginSession, Membership, Person
from services.identity.model.session import TOUCHED_EVERY, hash_of

MAX_SHOWN = 200


def session_of(uow: UnitOfWork, token: str) -> LoginSession | None:
    return uow.session.scalar(select(LoginSession).where(LoginSession.token_hash == hash_of(token)))


def customers_of(uow: UnitOfWork, person: Person) -> list[Customer]:
    """The active customers whose active user the person is, by name; none for staff."""
    ids = [membership.customer_id for membership in person.memberships if membership.is_active]
    if person.is_staff or not ids:
        return []
    query = select(Customer).where(Customer.id.in_(ids), Customer.status == CustomerStatus.ACTIVE)
    return list(uow.session.scalars(query.order_by(Customer.sort_name, Customer.id)))


def inviting(uow: UnitOfWork, person: Person) -> Customer | None:
    """An active customer with a pending invitation of the person."""
    ids = [membership.customer_id for membership in person.memberships if membership.is_invited]
    query = select(Customer).where(Customer.id.in_(ids), Customer.status == CustomerStatus.ACTIVE)
    return uow.session.scalars(query.order_by(Customer.sort_name, Customer.id)).first()


def last_customer(uow: UnitOfWork, person: Person) -> Customer | None:
    """The customer of the session that was used last, else the first of `customers_of`; None for staff."""
    customers = {customer.id: customer for customer in customers_of(uow, person)}
    if len(customers) > 1:
        query = select(LoginSession.customer_id).where(LoginSession.person_id == person.id)
        query = query.where(LoginSession.customer_id.in_(customers))
        last = uow.session.scalar(query.order_by(LoginSession.seen_at.desc(), LoginSession.id.desc()).limit(1))
        if last:
            return customers[last]
    return next(iter(customers.values()), None)


def get_session(uow: UnitOfWork, caller: Caller, token: str) -> dict[str, Any]:
    """Raises NotLoggedIn when the session has ended or the person may no longer log in."""
    with_memberships = joinedload(Person.memberships).joinedload(Membership.grants)
    result = uow.session.execute(
        select(LoginSession, Person)
        .join(Person, Person.id == LoginSession.person_id)
        .where(LoginSession.token_hash == hash_of(token), LoginSession.ended_at.is_(None))
        .where(LoginSession.expires_at > uow.now, LoginSession.idle_until > uow.now)
        .options(with_memberships)
    )
    row = result.unique().one_or_none()
    if row is None:
        raise NotLoggedIn
    session, person = row
    if not person.may_log_in:
        raise NotLoggedIn
    if person.is_staff:
        return session_detail(uow, person, None, session)
    customers = customers_of(uow, person)
    customer = next((item for item in customers if item.id == session.customer_id), None)
    if customer is None:
        raise NotLoggedIn
    if session.viewing_id is not None:
        return _impersonation(uow, person, customer, session)
    return session_detail(uow, person, customer, session, customers)


def _impersonation(uow: UnitOfWork, person: Person, customer: Customer, session: LoginSession) -> dict[str, Any]:
    """The session as seen under impersonation.

    Raises NotLoggedIn unless the person is still an administrator and the other one still an active user.
    """
    administrator, viewed = person.membership(customer.id), uow.get(Person, session.viewing_id)
    viewed_membership = viewed.membership(customer.id) if viewed else None
    if (
        administrator is None
        or not administrator.is_administrator
        or viewed is None
        or viewed_membership is None
        or not viewed_membership.is_active
    ):
        raise NotLoggedIn
    return session_detail(uow, viewed, customer, session, [customer]) | {"impersonated_by": person.name}


def session_detail(
    uow: UnitOfWork,
    person: Person,
    customer: Customer | None,
    session: LoginSession,
    customers: list[Customer] | None = None,
) -> dict[str, Any]:
    membership = person.membership(customer.id) if customer else None
    return {
        "session_id": session.id,
        "person_id": person.id,
        "staff": person.is_staff,
        "name": person.name,
        "email": person.email,
        "telephone": person.telephone,
        "language": person.language,
        "customer": customer,
        "customers": customers_of(uow, person) if customers is None else customers,
        "rights": membership.rights if membership else person.staff_rights,
        "all_machines": membership.all_machines if membership else person.is_staff,
        "group_ids": membership.scope_ids if membership else [],
        "expires_at": session.expires_at,
        "impersonated_by": "",
        "to_touch": session.seen_at + TOUCHED_EVERY <= uow.now,
    }


def list_sessions(uow: UnitOfWork, caller: Caller, token: str) -> dict[str, Any]:
    """The caller's active sessions. Raises NotAllowed under impersonation."""
    if caller.impersonated_by:
        raise NotAllowed
    query = select(LoginSession).where(
        LoginSession.person_id == caller.user_id,
        LoginSession.ended_at.is_(None),
        LoginSession.expires_at > uow.now,
        LoginSession.idle_until > uow.now,
    )
    newest = query.order_by(LoginSession.seen_at.desc(), LoginSession.id.desc()).limit(MAX_SHOWN)
    return {"rows": [_row(session, token) for session in uow.session.scalars(newest)]}


def _row(session: LoginSession, token: str) -> Extended:
    return Extended(session, current=session.token_hash == hash_of(token))
