"""Queries on persons: by address, as mail recipients, and the caller's account."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from services.chassis.contract import Caller, NotAllowed, NotFound, NotLoggedIn
from services.chassis.contract.clock_times import add_period
from services.chassis.contract.contact_details import canonical_email
from services.chassis.contract.extended import Extended
from services.chassis.contract.network_address import canonical_address, network_of
from services.chassis.persistence import UnitOfWork
from services.identity.contracts import AuditAction, MailPurpose
from services.identity.model import AuditEntry, Customer, Link, LoginSession, Membership, Person, Registration
from services.identity.model.link import LINK_LIFETIMES
from services.identity.queries.sessions import customers_of
from services.identity.queries.users import is_administrator

Addresses = dict[str, dt.datetime | None]
"""The time until which each address was the person's; None for one that still is."""
ADDRESS_LINKS = (MailPurpose.CONFIRM_EMAIL, MailPurpose.ADDRESS_IN_USE)
"""Mails sent to a new address. Which of them was sent is not visible to the user who entered it."""


def person_of(uow: UnitOfWork, email: str) -> Person | None:
    return uow.session.scalar(select(Person).where(Person.email == email))


def addresses_of(uow: UnitOfWork, person: Person) -> Addresses:
    """The present address, and those that the person had before they were changed."""
    changes = (AuditAction.EMAIL_CHANGED, AuditAction.EMAIL_CHANGE_UNDONE)
    query = select(AuditEntry.details, AuditEntry.at).where(
        AuditEntry.subject_id == person.id, AuditEntry.action.in_(changes)
    )
    changed = uow.session.execute(query.order_by(AuditEntry.at))
    former: Addresses = {str(row.details["old_email"]): row.at for row in changed if row.details.get("old_email")}
    return former | {person.email: None}


def own(uow: UnitOfWork, caller: Caller) -> Person:
    """The calling person. Raises NotLoggedIn, and NotAllowed under impersonation."""
    if caller.impersonated_by:
        raise NotAllowed
    person = uow.get(Person, caller.user_id) if caller.user_id else None
    if person is None:
        raise NotLoggedIn
    return person


def other_ids_of(uow: UnitOfWork, person_id: UUID) -> list[UUID]:
    """The ids of the registrations by which services knew the person before there was an account."""
    return list(uow.session.scalars(select(Registration.id).where(Registration.person_id == person_id)))


def get_account(uow: UnitOfWork, caller: Caller) -> dict[str, Any]:
    return account_detail(uow, own(uow, caller))


def account_detail(uow: UnitOfWork, person: Person) -> dict[str, Any]:
    """The account as the contracts' `AccountDetail`. `new_email` is pending for as long as its link is valid, also when
    the address is in use and got no link."""
    pending = select(Link.email).where(
        Link.person_id == person.id,
        Link.purpose.in_(ADDRESS_LINKS),
        Link.ended_at.is_(None),
        Link.prepared_at > add_period(uow.now, -LINK_LIFETIMES[MailPurpose.CONFIRM_EMAIL], uow.zone),
    )
    names = ("name", "email", "telephone", "function", "language")
    return {name: getattr(person, name) for name in names} | {"new_email": uow.session.scalar(pending) or ""}


def check_own_removal(uow: UnitOfWork, caller: Caller) -> dict[str, list[str]]:
    """Raises NotLoggedIn, NotAllowed."""
    person = own(uow, caller)
    other, other_person = aliased(Membership), aliased(Person)
    somebody_else = exists().where(
        other.customer_id == Membership.customer_id,
        other.person_id != person.id,
        other_person.id == other.person_id,
        *is_administrator(other, other_person),
    )
    query = select(Customer.name).join(Membership, Membership.customer_id == Customer.id)
    query = query.join(Person, Person.id == Membership.person_id).where(Person.id == person.id, ~somebody_else)
    names = uow.session.scalars(query.where(*is_administrator(Membership, Person)).order_by(Customer.name))
    return {"last_administrator_of": list(names)}


def get_mail_recipient(uow: UnitOfWork, caller: Caller, person_id: UUID, customer_id: UUID | None) -> Extended:
    """Raises NotFound, with `customer_id` also for anybody but its active users."""
    person = uow.get(Person, person_id)
    if person is None or (customer_id and customer_id not in {one.id for one in customers_of(uow, person)}):
        raise NotFound
    membership = person.membership(customer_id) if customer_id else None
    return Extended(
        person,
        all_machines=membership.all_machines if membership else False,
        group_ids=membership.scope_ids if membership else [],
    )


def check_known_address(uow: UnitOfWork, caller: Caller, email: str, client_address: str) -> dict[str, bool]:
    """`email` is canonicalised as at login. Network addresses are compared by `network_of`: IPv6 by /64."""
    person_id = uow.session.scalar(select(Person.id).where(Person.email == canonical_email(email)))
    address = canonical_address(client_address)
    return {"known": person_id is not None and has_logged_in_from(uow, person_id, address)}


def has_logged_in_from(uow: UnitOfWork, person_id: UUID, client_address: str) -> bool:
    """Whether the person logged in from this network address (`network_of`) in one of the stored sessions."""
    own = LoginSession.person_id == person_id
    if ":" not in client_address:
        query = select(LoginSession.id).where(own, LoginSession.client_address == client_address)
        return uow.session.scalar(query.limit(1)) is not None
    addresses = uow.session.scalars(select(LoginSession.client_address).where(own).distinct())
    return network_of(client_address) in {network_of(address) for address in addresses}
