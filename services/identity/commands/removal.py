"""Removal of accounts: what identity has stored about a person goes at once, the copies of names in batches
(`personal_data.py`), and what other services have stored when they receive the event."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select, update

from services.chassis.contract import Caller, NotFound
from services.chassis.messaging.erasure import blank_responses_to_visitors, start_erasure
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.columns import new_id
from services.chassis.persistence.rate_limits import reset_after_success
from services.identity import queries
from services.identity.commands.accounts import locked_if_unchanged
from services.identity.commands.audit import record_audit
from services.identity.commands.data_exports import delete_exports
from services.identity.commands.links import send_notice
from services.identity.commands.registrations import cancel_jobs
from services.identity.commands.staff import expect_staff_administrator
from services.identity.commands.users import expect_administrator
from services.identity.contracts import AuditAction, MailPurpose, UserErased
from services.identity.model import (
    AccessRequest,
    AuditEntry,
    Consent,
    Customer,
    Link,
    LoginSession,
    Person,
    Registration,
)
from services.identity.model.link import CONCERNED


def remove_own_account(
    uow: UnitOfWork,
    caller: Caller,
    password_is_correct: bool,
    verified_hash: str,
    counted_subjects: dict[str, bool],
    message_ids: Sequence[UUID],
    **_: Any,
) -> None:
    """The removal is confirmed by mail to the former address. Raises WrongPassword, LastAdministrator."""
    person = locked_if_unchanged(uow, caller, verified_hash if password_is_correct else None)
    reset_after_success(uow, counted_subjects)
    customers = _administered(uow, person)
    _erase(uow, caller, person, message_ids)
    send_notice(uow, MailPurpose.ACCOUNT_REMOVED, person.email, person.language)
    for customer in customers:
        expect_administrator(uow, customer)


def erase_user(
    uow: UnitOfWork, caller: Caller, person_id: UUID | None, email: str, message_ids: Sequence[UUID]
) -> dict[str, Any]:
    """Raises NotFound, LastStaffAdministrator."""
    person = uow.get(Person, person_id) if person_id else queries.persons.person_of(uow, email)
    if person is None:
        return {"person_id": _erase_without_account(uow, email, message_ids), "customers": []}
    if person.administers_staff:
        staff = queries.staff.staff_one_after_another(uow)
        expect_staff_administrator([one for one in staff if one.id != person.id])
    customers = _administered(uow, person)
    _erase(uow, caller, person, message_ids)
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


def _erase(uow: UnitOfWork, caller: Caller, person: Person, message_ids: Sequence[UUID]) -> None:
    addresses = {person.email, *_former_addresses(uow, person)}
    other_ids = [*_ids_of_requests(uow, person), *_erase_addresses(uow, addresses, person.id), *message_ids]
    other_ids += [membership.id for membership in person.memberships]
    _name_nobody(uow, person, other_ids)
    _note(uow, caller, person)
    for model in (LoginSession, AccessRequest, Consent):
        uow.session.execute(delete(model).where(model.person_id == person.id))
    uow.session.execute(update(LoginSession).where(LoginSession.viewing_id == person.id).values(viewing_id=None))
    delete_exports(uow, person)
    for membership in list(person.memberships):
        person.memberships.remove(membership)
        uow.remove(membership)
    uow.remove(person)
    _publish(uow, person.id, other_ids)


def _erase_without_account(uow: UnitOfWork, email: str, message_ids: Sequence[UUID]) -> UUID:
    """Erase registrations of an address without an account. Raises NotFound if there is nothing."""
    other_ids = [*_erase_addresses(uow, {email}, None), *message_ids] if email else []
    if not other_ids:
        raise NotFound
    _blank_links(uow, other_ids)
    person_id = new_id()
    _publish(uow, person_id, other_ids)
    return person_id


def _publish(uow: UnitOfWork, person_id: UUID, other_ids: Sequence[UUID]) -> None:
    uow.announce(UserErased, person_id=person_id, at=uow.now, other_ids=other_ids)
    start_erasure(uow, person_id, uow.now, other_ids)


def _ids_of_requests(uow: UnitOfWork, person: Person) -> list[UUID]:
    return list(uow.session.scalars(select(AccessRequest.id).where(AccessRequest.person_id == person.id)))


def _former_addresses(uow: UnitOfWork, person: Person) -> list[str]:
    """Those that the person had before they were changed."""
    changes = (AuditAction.EMAIL_CHANGED, AuditAction.EMAIL_CHANGE_UNDONE)
    query = select(AuditEntry.details).where(AuditEntry.subject_id == person.id, AuditEntry.action.in_(changes))
    return [str(details.get("old_email", "")) for details in uow.session.scalars(query)]


def _erase_addresses(uow: UnitOfWork, addresses: Collection[str], person_id: UUID | None) -> list[UUID]:
    """Delete registrations and links of the person or, where they have none, of the addresses; returns their ids. The
    responses to visitors that have an address are blanked."""
    requested: ColumnElement[bool] = Registration.email.in_(addresses)
    if person_id:
        requested |= Registration.person_id == person_id
    registrations = list(uow.session.scalars(select(Registration).where(requested)))
    addresses = {*addresses, *(registration.email for registration in registrations)}
    for registration in registrations:
        cancel_jobs(uow, registration)
        uow.remove(registration)
    sent = Link.email.in_(addresses) & Link.person_id.is_(None)
    if person_id:
        sent |= Link.person_id == person_id
    links = list(uow.session.scalars(select(Link.id).where(sent)))
    uow.session.execute(delete(Link).where(Link.id.in_(links)))
    blank_responses_to_visitors(uow.session, uow.service, addresses)
    return [registration.id for registration in registrations] + links


def _name_nobody(uow: UnitOfWork, person: Person, other_ids: Sequence[UUID]) -> None:
    """Take the person's name from answers and mails that say it without an id, as those of earlier versions do, and
    from the mails to others."""
    for model in (AccessRequest, Registration):
        unknown = (model.answered_by == person.name) & model.answered_by_id.is_(None)
        uow.session.execute(update(model).where(unknown).values(answered_by_id=person.id))
    invited_by, requester_email = (Link.about[key].as_string() for key in ("invited_by", "requester_email"))
    _blank_links(uow, [person.id, *other_ids], invited_by == person.name, requester_email == person.email)


def _blank_links(uow: UnitOfWork, ids: Sequence[UUID], *or_named: Any) -> None:
    """Take the person from the content of mails to others. Links are kept for a month, so all of them are looked at."""
    texts = [str(id) for id in ids]
    concerned = [Link.about[key].as_string().in_(texts) for key in CONCERNED]
    for link in uow.session.scalars(select(Link).where(or_(*concerned, *or_named))):
        link.name_nobody()


def _note(uow: UnitOfWork, caller: Caller, person: Person) -> None:
    """Add an entry to the log of each customer: the fact with the person's id. The name goes with all others."""
    customers: list[UUID | None] = [membership.customer_id for membership in person.memberships]
    for customer_id in customers or [None]:
        record_audit(uow, caller, AuditAction.ACCOUNT_REMOVED, person, customer_id)
