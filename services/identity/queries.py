"""What is read from identity: rows shaped for the caller."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller, NotFound, NotLoggedIn
from services.chassis.service import Work, feed
from services.chassis.service.paging import Key, page
from services.identity.contracts import CustomerStatus
from services.identity.model import Customer, LoginSession, Person
from services.identity.model.session import hash_of


def customer_of(work: Work, customer_number: str) -> Customer | None:
    return work.session.scalar(select(Customer).where(Customer.customer_number == customer_number))


def person_of(work: Work, email: str) -> Person | None:
    return work.session.scalar(select(Person).where(Person.email == email))


def first_customer(work: Work, person: Person) -> Customer | None:
    """The active customer of a user that comes first by name; None for staff."""
    ids = [] if person.is_staff else [membership.customer_id for membership in person.memberships]
    active = select(Customer).where(Customer.id.in_(ids), Customer.status == CustomerStatus.ACTIVE)
    return work.session.scalar(active.order_by(Customer.name).limit(1))


def list_customers(work: Work, caller: Caller, text: str, after: str, before: str, limit: int) -> dict[str, Any]:
    """Customers by name; `text` is in the name or begins the number."""
    found = select(Customer)
    if text:
        by_number = Customer.customer_number.istartswith(text, autoescape=True)
        found = found.where(Customer.name.icontains(text, autoescape=True) | by_number)
    key = Key((Customer.name, False), (Customer.id, False))
    rows, info = page(work.session, found, key, after=after, before=before, limit=limit)
    return {"rows": [row.Customer for row in rows], "page": info}


def find_session(work: Work, caller: Caller, token: str) -> dict[str, Any]:
    """Who is behind a token. Raises NotLoggedIn for a session that is over, and for who may no longer log in."""
    found = work.session.execute(
        select(LoginSession, Person, Customer)
        .join(Person, Person.id == LoginSession.person_id)
        .outerjoin(Customer, Customer.id == LoginSession.customer_id)
        .where(LoginSession.token_hash == hash_of(token), LoginSession.ended_at.is_(None))
        .where(LoginSession.expires_at > work.now)
    ).one_or_none()
    if found is None:
        raise NotLoggedIn
    session, person, customer = found
    gone = customer is None and not person.is_staff
    disabled = customer is not None and customer.status is not CustomerStatus.ACTIVE
    if gone or disabled or not person.may_log_in:
        raise NotLoggedIn
    return session_detail(person, customer, session)


def session_detail(person: Person, customer: Customer | None, session: LoginSession) -> dict[str, Any]:
    """The person as logged in at this customer."""
    membership = person.membership(customer.id) if customer else None
    return {
        "person_id": person.id,
        "staff": person.is_staff,
        "name": person.name,
        "email": person.email,
        "telephone": person.telephone,
        "language": person.language,
        "customer": customer,
        "rights": membership.rights if membership else person.staff_rights,
        "all_machines": membership.all_machines if membership else person.is_staff,
        "group_ids": membership.group_ids if membership else [],
        "expires_at": session.expires_at,
    }


def find_reader(work: Work, caller: Caller, person_id: UUID) -> Person:
    """Raises NotFound."""
    person = work.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def feed_customers(work: Work, caller: Caller, after: UUID | None, limit: int) -> dict[str, Any]:
    return feed.page_of(work, Customer, after, limit)
