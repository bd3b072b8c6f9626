"""Removal of accounts: what identity has stored about a person goes at once, the copies of names in batches
(`personal_data.py`), and what other services have stored when they receive the event."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select, update

from services.chassis.contract import Caller, NotFound
from services.chassis.contract.personal_data_operations import MAX_OTHER_IDS
from services.chassis.messaging.erasure import start_erasure
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.columns import new_id
from services.chassis.persistence.personal_data import BATCH
from services.chassis.persistence.rate_limits import reset_after_success
from services.identity import queries
from services.identity.commands.accounts import locked_if_unchanged
from services.identity.commands.addresses import erase_addresses, erase_confirmation_addresses
from services.identity.commands.audit import record_audit
from services.identity.commands.data_exports import delete_exports
from services.identity.commands.links import send_notice
from services.identity.commands.staff import expect_staff_administrator
from services.identity.commands.users import expect_administrator
from services.identity.contracts import AuditAction, MailPurpose, UserErased
from services.identity.model import (
    AccessRequest,
    Consent,
    Customer,
    Link,
    LoginSession,
    Membership,
    Person,
    Registration,
)
from services.identity.model.link import THIRD_PERSON_IDS
from services.identity.queries.persons import Addresses


def remove_own_account(
    uow: UnitOfWork,
    caller: Caller,
    password_is_correct: bool,
    verified_hash: str,
    counted_subjects: dict[str, bool],
    row_ids: Sequence[UUID],
    **_: Any,
) -> None:
    """The removal is confirmed by mail to the former address. Raises WrongPassword, LastAdministrator."""
    person = locked_if_unchanged(uow, caller, verified_hash if password_is_correct else None)
    reset_after_success(uow, counted_subjects)
    customers = _administered(uow, person)
    _erase(uow, caller, person, row_ids)
    send_notice(uow, MailPurpose.ACCOUNT_REMOVED, person.email, person.language)
    for customer in customers:
        expect_administrator(uow, customer)


def erase_user(
    uow: UnitOfWork, caller: Caller, person_id: UUID | None, email: str, row_ids: Sequence[UUID]
) -> dict[str, Any]:
    """Raises NotFound, LastStaffAdministrator."""
    person = uow.get(Person, person_id) if person_id else queries.persons.person_of(uow, email)
    if person is None:
        return {"person_id": _erase_without_account(uow, caller, email, row_ids), "customers": []}
    if person.administers_staff:
        staff = queries.staff.staff_one_after_another(uow)
        expect_staff_administrator([one for one in staff if one.id != person.id])
    customers = _administered(uow, person)
    _erase(uow, caller, person, row_ids)
    uow.session.flush()
    without = [one.name for one in customers if not queries.users.has_administrator(uow, one.id)]
    return {"person_id": person.id, "customers": sorted(without)}


def remove_account(uow: UnitOfWork, caller: Caller, person_id: UUID) -> None:
    """Remove the account once more, because the database was restored from a backup that has it."""
    person = uow.get(Person, person_id)
    if person is not None:
        _erase(uow, caller, person, ())


def _administered(uow: UnitOfWork, person: Person) -> list[Customer]:
    """The customers that the person administers, locked, so that two administrators who leave at the same time are
    serialised and the second is refused."""
    ids = sorted(membership.customer_id for membership in person.memberships if membership.is_administrator)
    query = select(Customer).where(Customer.id.in_(ids)).order_by(Customer.id).with_for_update()
    customers = list(uow.session.scalars(query))
    return [customer for customer in customers if queries.users.has_administrator(uow, customer.id)]


def _erase(uow: UnitOfWork, caller: Caller, person: Person, row_ids: Sequence[UUID]) -> None:
    addresses = queries.persons.addresses_of(uow, person)
    other_ids = [*_ids_of_requests(uow, person), *erase_addresses(uow, addresses, person.id)]
    other_ids += [membership.id for membership in person.memberships]
    _anonymise_mentions(uow, person, other_ids)
    erase_confirmation_addresses(uow, caller, addresses, person.id)
    _record_removal(uow, caller, person)
    for model in (LoginSession, AccessRequest, Consent):
        uow.session.execute(delete(model).where(model.person_id == person.id))
    uow.session.execute(update(LoginSession).where(LoginSession.viewing_id == person.id).values(viewing_id=None))
    delete_exports(uow, person)
    for membership in list(person.memberships):
        person.memberships.remove(membership)
        uow.remove(membership)
    uow.remove(person)
    _publish(uow, person.id, [*other_ids, *row_ids])


def _erase_without_account(uow: UnitOfWork, caller: Caller, email: str, row_ids: Sequence[UUID]) -> UUID:
    """Erase what is stored with an address without an account. Raises NotFound if there is nothing."""
    addresses: Addresses = {email: None} if email else {}
    other_ids = erase_addresses(uow, addresses, None)
    was_chosen = erase_confirmation_addresses(uow, caller, addresses, None)
    if not (other_ids or row_ids or was_chosen):
        raise NotFound
    _anonymise_links(uow, other_ids)
    person_id = new_id()
    _publish(uow, person_id, [*other_ids, *row_ids])
    return person_id


def _publish(uow: UnitOfWork, person_id: UUID, other_ids: Sequence[UUID]) -> None:
    """Publish the erasure. More ids than an event may have follow with further events, each as if it were another
    person's."""
    for first in range(0, max(len(other_ids), 1), MAX_OTHER_IDS):
        id, some_ids = new_id() if first else person_id, other_ids[first : first + MAX_OTHER_IDS]
        uow.announce(UserErased, person_id=id, at=uow.now, other_ids=some_ids)
        start_erasure(uow, id, uow.now, some_ids)


def _ids_of_requests(uow: UnitOfWork, person: Person) -> list[UUID]:
    return list(uow.session.scalars(select(AccessRequest.id).where(AccessRequest.person_id == person.id)))


def _anonymise_mentions(uow: UnitOfWork, person: Person, other_ids: Sequence[UUID]) -> None:
    """Remove the person's name from answers and mails. Older rows have the name without an id: those at the person's
    customers are taken for the person's."""
    customers = [membership.customer_id for membership in person.memberships]
    for model in (AccessRequest, Registration):
        unknown = (model.answered_by == person.name) & model.answered_by_id.is_(None)
        own = unknown & model.customer_id.in_(customers)
        uow.session.execute(update(model).where(own).values(answered_by_id=person.id))
    requester_email, invited_by, by_id = (
        Link.about[key].as_string() for key in ("requester_email", "invited_by", "by_id")
    )
    colleagues = select(Membership.person_id).where(Membership.customer_id.in_(customers))
    invited_by_name = (invited_by == person.name) & by_id.is_(None) & Link.person_id.in_(colleagues)
    _anonymise_links(uow, [person.id, *other_ids], invited_by_name, requester_email == person.email)


def _anonymise_links(uow: UnitOfWork, ids: Sequence[UUID], *or_named: ColumnElement[bool]) -> None:
    """Remove the person from the content of mails to others. Links are kept for a month, so all of them are looked at;
    BATCH of them are in memory at a time."""
    texts = [str(id) for id in ids]
    concerned = [Link.about[key].as_string().in_(texts) for key in THIRD_PERSON_IDS]
    query = select(Link).where(or_(*concerned, *or_named)).order_by(Link.id).limit(BATCH)
    links = uow.session.scalars(query).all()
    while links:
        for link in links:
            link.anonymise()
        uow.session.flush()
        links = uow.session.scalars(query.where(Link.id > links[-1].id)).all()


def _record_removal(uow: UnitOfWork, caller: Caller, person: Person) -> None:
    """Add an entry to the log of each customer: the fact with the person's id. The name goes with all others."""
    customers: list[UUID | None] = [membership.customer_id for membership in person.memberships]
    for customer_id in customers or [None]:
        record_audit(uow, caller, AuditAction.ACCOUNT_REMOVED, person, customer_id)
