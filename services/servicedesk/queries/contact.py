"""Queries on contact messages, for their sender and for staff."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, false, select, true

from services.chassis.contract import Caller, Kind, NotFound
from services.chassis.contract.reference_numbers import normalise
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.paging import SortKey, capped_count, is_queue, page
from services.servicedesk.contracts import ContactStatus, ContactSubject
from services.servicedesk.model import ContactMessage
from services.servicedesk.model.contact import CONTACT_PREFIX


def list_contact_messages(
    uow: UnitOfWork,
    caller: Caller,
    statuses: Sequence[ContactStatus],
    suspected: bool,
    subjects: Sequence[ContactSubject],
    after: str,
    before: str,
    limit: int,
) -> dict[str, Any]:
    """Visible messages, newest first; for staff, those that are not handled oldest first, as a queue."""
    query = select(ContactMessage).where(_visible(caller), ContactMessage.is_suspected.is_(suspected))
    if statuses:
        query = query.where(ContactMessage.status.in_(statuses))
    if subjects:
        query = query.where(ContactMessage.subject.in_(subjects))
    newest_first = not is_queue(caller, statuses, [ContactStatus.RECEIVED], only_open=False)
    key = SortKey((ContactMessage.received_at, newest_first), (ContactMessage.id, newest_first))
    rows, info = page(uow.session, query, key, after=after, before=before, limit=limit)
    return {"rows": [row.ContactMessage for row in rows], "page": info}


def count_contact_messages(uow: UnitOfWork, caller: Caller) -> dict[str, int]:
    waiting = select(ContactMessage.id).where(_visible(caller), ContactMessage.status == ContactStatus.RECEIVED)
    received = waiting.where(ContactMessage.is_suspected.is_(False))
    suspected = waiting.where(ContactMessage.is_suspected)
    counts = select(capped_count(received).label("received"), capped_count(suspected).label("suspected"))
    return dict(uow.session.execute(counts).one()._mapping)


def get_contact_message(uow: UnitOfWork, caller: Caller, reference_number: str) -> ContactMessage:
    return message_of(uow, caller, reference_number)


def message_of(uow: UnitOfWork, caller: Caller, reference_number: str) -> ContactMessage:
    """The message with this reference number. Raises NotFound, also for a message of another user."""
    number = normalise(reference_number, CONTACT_PREFIX)
    message = uow.session.scalar(
        select(ContactMessage).where(ContactMessage.reference_number == number, _visible(caller))
    )
    if message is None:
        raise NotFound
    return message


def _visible(caller: Caller) -> ColumnElement[bool]:
    """SQL condition: staff and services see all messages, a user those that the user sent for this customer, an
    impersonator none."""
    if caller.is_staff or caller.kind is Kind.SERVICE:
        return true()
    if caller.impersonated_by or caller.user_id is None:
        return false()
    return (ContactMessage.sender_id == caller.user_id) & (ContactMessage.customer_id == caller.customer_id)
