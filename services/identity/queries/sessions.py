"""Who is behind a session, and which ones a person has."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from services.chassis.contract import Caller, NotAllowed, NotLoggedIn
from services.chassis.persistence import UnitOfWork
from services.identity.contracts import CustomerStatus
from services.identity.model import Customer, LoginSession, Membership, Person
from services.identity.model.session import TOUCHED_EVERY, hash_of

MOST_SHOWN = 200


def session_of(uow: UnitOfWork, token: str) -> LoginSession | None:
    return uow.session.scalar(select(LoginSession).where(LoginSession.token_hash == hash_of(token)))


def customers_of(uow: UnitOfWork, person: Person) -> list[Customer]:
    """The active customers at which somebody is an active user, by name; none for staff."""
    ids = [one.customer_id for one in person.memberships if one.is_active]
    if person.is_staff or not ids:
        return []
    active = select(Customer).where(Customer.id.in_(ids), Customer.status == CustomerStatus.ACTIVE)
    return list(uow.session.scalars(active.order_by(Customer.name, Customer.id)))


def inviting(uow: UnitOfWork, person: Person) -> Customer | None:
    """An active customer that waits for somebody's answer to its invitation."""
    ids = [one.customer_id for one in person.memberships if one.is_invited]
    active = select(Customer).where(Customer.id.in_(ids), Customer.status == CustomerStatus.ACTIVE)
    return uow.session.scalars(active.order_by(Customer.name, Customer.id)).first()


def first_customer(uow: UnitOfWork, person: Person) -> Customer | None:
    """The active customer of a user that comes first by name; None for staff."""
    return next(iter(customers_of(uow, person)), None)


def get_session(uow: UnitOfWork, caller: Caller, token: str) -> dict[str, Any]:
    """Who is behind a token. Raises NotLoggedIn for a session that is over, and for who may no longer log in."""
    in_one = joinedload(Person.memberships).joinedload(Membership.grants)
    answer = uow.session.execute(
        select(LoginSession, Person)
        .join(Person, Person.id == LoginSession.person_id)
        .where(LoginSession.token_hash == hash_of(token), LoginSession.ended_at.is_(None))
        .where(LoginSession.expires_at > uow.now, LoginSession.idle_until > uow.now)
        .options(in_one)
    )
    found = answer.unique().one_or_none()
    if found is None:
        raise NotLoggedIn
    session, person = found
    if not person.may_log_in:
        raise NotLoggedIn
    if person.is_staff:
        return session_detail(uow, person, None, session)
    customers = customers_of(uow, person)
    here = next((one for one in customers if one.id == session.customer_id), None)
    if here is None:
        raise NotLoggedIn
    if session.viewing_id is not None:
        return _viewing(uow, person, here, session)
    return session_detail(uow, person, here, session, customers)


def _viewing(uow: UnitOfWork, person: Person, here: Customer, session: LoginSession) -> dict[str, Any]:
    """As the session's person looks at the portal: as long as he may, and the other one gets in.

    Raises NotLoggedIn otherwise.
    """
    own, viewed = person.membership(here.id), uow.get(Person, session.viewing_id)
    other = viewed.membership(here.id) if viewed else None
    if own is None or not own.is_administrator or viewed is None or other is None or not other.is_active:
        raise NotLoggedIn
    return session_detail(uow, viewed, here, session, [here]) | {"impersonated_by": person.name}


def session_detail(
    uow: UnitOfWork,
    person: Person,
    customer: Customer | None,
    session: LoginSession,
    customers: list[Customer] | None = None,
) -> dict[str, Any]:
    """The person as logged in at this customer."""
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
    """One's own that go on. Who only looks at the portal as somebody does not see where that person is."""
    if caller.impersonated_by:
        raise NotAllowed
    open_ones = select(LoginSession).where(
        LoginSession.person_id == caller.user_id,
        LoginSession.ended_at.is_(None),
        LoginSession.expires_at > uow.now,
        LoginSession.idle_until > uow.now,
    )
    newest = open_ones.order_by(LoginSession.seen_at.desc(), LoginSession.id.desc()).limit(MOST_SHOWN)
    return {"rows": [_row(one, token) for one in uow.session.scalars(newest)]}


def _row(session: LoginSession, token: str) -> dict[str, Any]:
    shown = ("id", "begun_at", "seen_at", "client_address", "device")
    return {name: getattr(session, name) for name in shown} | {"current": session.token_hash == hash_of(token)}
