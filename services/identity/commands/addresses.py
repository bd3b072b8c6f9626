"""The e-mail addresses of a person who is erased, and what is stored with these alone.

A former address may belong to somebody else now, so it is the person's only for what was stored until it was changed.
"""

import datetime as dt
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from services.chassis.contract import Caller
from services.chassis.messaging.erasure import blank_responses_to_visitors
from services.chassis.persistence import UnitOfWork
from services.identity.commands.audit import record_audit
from services.identity.commands.confirmation_address import notify_administrators
from services.identity.commands.registrations import cancel_jobs
from services.identity.contracts import AuditAction
from services.identity.model import AuditEntry, Customer, Link, Registration
from services.identity.queries.persons import Addresses


def erase_addresses(uow: UnitOfWork, addresses: Addresses, person_id: UUID | None) -> list[UUID]:
    """Delete the registrations and links of the person, and those of no account with one of these addresses; returns
    their ids. The responses to visitors that have an address are blanked."""
    requested = _is_of(Registration.email, Registration.requested_at, addresses) & Registration.person_id.is_(None)
    if person_id:
        requested |= Registration.person_id == person_id
    registrations = list(uow.session.scalars(select(Registration).where(requested)))
    registered: Addresses = {one.email: one.answered_at or uow.now for one in registrations}
    addresses = registered | addresses
    for registration in registrations:
        cancel_jobs(uow, registration)
        uow.remove(registration)
    sent = _is_of(Link.email, Link.prepared_at, addresses) & Link.person_id.is_(None)
    if person_id:
        sent |= Link.person_id == person_id
    links = list(uow.session.scalars(select(Link.id).where(sent)))
    uow.session.execute(delete(Link).where(Link.id.in_(links)))
    blank_responses_to_visitors(uow.session, uow.service, addresses)
    return [registration.id for registration in registrations] + links


def erase_confirmation_addresses(uow: UnitOfWork, caller: Caller, addresses: Addresses, person_id: UUID | None) -> bool:
    """Remove these addresses from customers that have them as their confirmation address, with an entry in the
    customers' audit log and a mail to their administrators other than the person, and from earlier entries. Returns
    whether there were any."""
    changed = list(uow.session.scalars(_changes_to_or_from(addresses)))
    were_set = {(entry.customer_id, entry.details["new_email"]) for entry in changed}
    for entry in changed:
        entry.clear_details()
    query = select(Customer).where(Customer.confirmation_email.in_(addresses)).order_by(Customer.id)
    customers = [
        customer
        for customer in uow.session.scalars(query.with_for_update(key_share=True))
        if addresses[email := customer.confirmation_email] is None or (customer.id, email) in were_set
    ]
    for customer in customers:
        customer.remove_confirmation_address()
        record_audit(uow, caller, AuditAction.CONFIRMATION_ADDRESS_CHANGED, None, customer.id)
        notify_administrators(uow, customer, person_id)
    return bool(changed or customers)


def _changes_to_or_from(addresses: Addresses) -> Select[AuditEntry]:
    old, new = (AuditEntry.details[key].as_string() for key in ("old_email", "new_email"))
    concerned = or_(*(_is_of(column, AuditEntry.at, addresses) for column in (old, new)))
    return select(AuditEntry).where(AuditEntry.action == AuditAction.CONFIRMATION_ADDRESS_CHANGED, concerned)


def _is_of(
    email: ColumnElement[str] | InstrumentedAttribute[str],
    at: InstrumentedAttribute[dt.datetime],
    addresses: Addresses,
) -> ColumnElement[bool]:
    """SQL condition: one of the addresses, at a time when it was the person's."""
    had = [(email == one) & (at <= until) if until else email == one for one, until in addresses.items()]
    return or_(false(), *had)
