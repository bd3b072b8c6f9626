"""Contact messages, for who wrote them and for staff."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, false, func, select, true

from services.chassis.contract import Caller, NotFound
from services.chassis.contract.paging import COUNT_LIMIT
from services.chassis.service import Work
from services.chassis.service.paging import Key, page
from services.chassis.service.reference import tidy
from services.servicedesk.contracts import ContactStatus, ContactSubject
from services.servicedesk.model import ContactMessage
from services.servicedesk.model.contact import CONTACT_PREFIX


def list_contact_messages(
    work: Work,
    caller: Caller,
    statuses: Sequence[ContactStatus],
    subjects: Sequence[ContactSubject],
    after: str,
    before: str,
    limit: int,
) -> dict[str, Any]:
    """Messages, newest first."""
    found = select(ContactMessage).where(_seen(caller))
    if statuses:
        found = found.where(ContactMessage.status.in_(statuses))
    if subjects:
        found = found.where(ContactMessage.subject.in_(subjects))
    key = Key((ContactMessage.received_at, True), (ContactMessage.id, True))
    rows, info = page(work.session, found, key, after=after, before=before, limit=limit)
    return {"rows": [row.ContactMessage for row in rows], "page": info}


def count_contact_messages(work: Work, caller: Caller) -> dict[str, int]:
    waiting = select(ContactMessage.id).where(_seen(caller), ContactMessage.status == ContactStatus.RECEIVED)
    some = waiting.limit(COUNT_LIMIT).subquery()
    return {"received": work.session.scalar(select(func.count()).select_from(some)) or 0}


def find_contact_message(work: Work, caller: Caller, reference_number: str) -> ContactMessage:
    return message_of(work, caller, reference_number)


def message_of(work: Work, caller: Caller, reference_number: str) -> ContactMessage:
    """The message of this number. Raises NotFound, also for one that somebody else wrote."""
    number = tidy(reference_number, CONTACT_PREFIX)
    message = work.session.scalar(
        select(ContactMessage).where(ContactMessage.reference_number == number, _seen(caller))
    )
    if message is None:
        raise NotFound
    return message


def _seen(caller: Caller) -> ColumnElement[bool]:
    """Staff see all, a user what he wrote at this customer. Who only looks along does not read what others wrote."""
    if caller.is_staff:
        return true()
    if caller.viewed_by or caller.user_id is None:
        return false()
    return (ContactMessage.sender_id == caller.user_id) & (ContactMessage.customer_id == caller.customer_id)
