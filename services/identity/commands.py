"""What changes in identity: one function per use case, each within one transaction."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from services.chassis.contract import Caller
from services.chassis.service import Work
from services.identity import queries
from services.identity.contracts import (
    AddressTaken,
    CustomerStatus,
    Right,
    StaffRight,
    UnknownCustomer,
    UnknownGroup,
    WrongCredentials,
)
from services.identity.contracts.languages import Language
from services.identity.model import Customer, Group, LoginSession, Person
from services.identity.model.session import hash_of


def record_customer(
    work: Work, caller: Caller, customer_number: str, name: str, status: CustomerStatus, address: dict[str, str]
) -> Customer:
    """Add the customer of this number, or bring it up to date."""
    customer = queries.customer_of(work, customer_number) or work.keep(Customer.of_number(customer_number))
    customer.describe(name, status, address)
    return customer


def record_user(
    work: Work,
    caller: Caller,
    customer_number: str,
    email: str,
    name: str,
    telephone: str,
    language: Language,
    password_hash: str,
    rights: Sequence[Right],
    all_machines: bool,
    group_ids: Sequence[UUID],
    **_: Any,
) -> Person:
    """Add a user to a customer, or bring the one there up to date, whose password stays.

    Raises UnknownCustomer, UnknownGroup for a group that is not this customer's, and AddressTaken for the address of
    a member of staff: who may manage customers must not thereby get at staff's accounts.
    """
    customer = queries.customer_of(work, customer_number)
    if customer is None:
        raise UnknownCustomer(customer_number=customer_number)
    _expect_groups(work, customer.id, group_ids)
    person = queries.person_of(work, email)
    if person is None:
        person = work.keep(Person.of_email(email))
        person.set_password(password_hash)
    elif person.is_staff:
        raise AddressTaken
    person.introduce(name, telephone, language)
    person.join(customer.id, rights, all_machines=all_machines, groups=group_ids)
    return person


def record_staff(
    work: Work,
    caller: Caller,
    email: str,
    name: str,
    language: Language,
    password_hash: str,
    rights: Sequence[StaffRight],
    **_: Any,
) -> Person:
    """Add a member of staff, or bring the rights up to date."""
    person = queries.person_of(work, email) or work.keep(Person.of_email(email))
    person.introduce(name, "", language)
    person.set_password(password_hash)
    person.serve_as_staff(rights)
    return person


def log_in(work: Work, caller: Caller, person_id: UUID | None, new_hash: str | None, **_: Any) -> dict[str, Any]:
    """Begin a session for the person whose password was right.

    A user of several customers begins at the one that was first in the alphabet. Raises WrongCredentials.
    """
    person = work.get(Person, person_id) if person_id else None
    if person is None or not person.may_log_in:
        raise WrongCredentials
    customer = queries.first_customer(work, person)
    if customer is None and not person.is_staff:
        raise WrongCredentials
    if new_hash:
        person.set_password(new_hash)
    session, token = LoginSession.begin(person.id, customer.id if customer else None, work.now)
    work.keep(session)
    return queries.session_detail(person, customer, session) | {"token": token}


def log_out(work: Work, caller: Caller, token: str) -> None:
    """End the session of this token, if there is one."""
    session = work.session.scalar(select(LoginSession).where(LoginSession.token_hash == hash_of(token)))
    if session is not None:
        session.end(work.now)


def _expect_groups(work: Work, customer_id: UUID, group_ids: Sequence[UUID]) -> None:
    of_customer = select(func.count()).where(
        Group.id.in_(group_ids), Group.customer_id == customer_id, Group.gone.is_(False)
    )
    if work.session.scalar(of_customer) != len(set(group_ids)):
        raise UnknownGroup
