"""Queries on mails."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, true

from services.chassis.contract import Caller, NotFound
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.paging import SortKey, capped_count, page
from services.chassis.persistence.reference_numbers import matches
from services.identity.contracts import StaffRight
from services.notify.contracts import MailStatus
from services.notify.mails import READABLE_BY_ALL_STAFF
from services.notify.model import Mail, Priority

BATCH = 500
PREFIXES = ("SO", "SR", "CM")
"""Of the reference numbers of orders, service requests and contact messages."""


def next_due_mail(uow: UnitOfWork) -> Mail | None:
    """The mail to send next: of the due ones that with the first priority, then turn. Locked; other processes skip
    it."""
    due = (Mail.status == MailStatus.QUEUED) & (Mail.due_at <= uow.now)
    order = (Mail.priority, Mail.turn, Mail.queued_at, Mail.id)
    return uow.session.scalar(select(Mail).where(due).order_by(*order).limit(1).with_for_update(skip_locked=True))


def is_due(uow: UnitOfWork, mail_id: UUID) -> bool:
    mail = uow.get(Mail, mail_id)
    return mail is not None and mail.status is MailStatus.QUEUED and mail.due_at <= uow.now


def next_turn(uow: UnitOfWork, priority: Priority, source_id: UUID) -> int:
    """The turn of a source's next mail: after its waiting mails, and not before the first turn that anybody waits for,
    so that who sends rarely is not ahead of all who wait."""
    waiting = (Mail.status == MailStatus.QUEUED) & (Mail.priority == priority)
    last = select(func.max(Mail.turn)).where(waiting, Mail.source_id == source_id).scalar_subquery()
    first = select(func.min(Mail.turn)).where(waiting).scalar_subquery()
    own_last, first_waiting = uow.session.execute(select(last, first)).one()
    return max(0 if own_last is None else own_last + 1, first_waiting or 0)


def concerns(ids: Sequence[UUID]) -> ColumnElement[bool]:
    """SQL condition for mails to one of these persons, or about one."""
    return or_(*(column.in_(ids) for column in (Mail.recipient_id, Mail.source_id, Mail.concerns_id)))


def mails_concerning(uow: UnitOfWork, ids: Sequence[UUID], *, waiting: bool) -> list[Mail]:
    """Those that wait to be sent, or those that do not, at most BATCH."""
    is_waiting = Mail.status == MailStatus.QUEUED if waiting else Mail.status != MailStatus.QUEUED
    return list(uow.session.scalars(select(Mail).where(concerns(ids), is_waiting).limit(BATCH)))


def readable(caller: Caller) -> ColumnElement[bool]:
    """SQL condition for the mails that a member of staff may read: with `manage_customers` all, else those about orders
    and service requests."""
    return true() if caller.has_right(StaffRight.MANAGE_CUSTOMERS) else Mail.template.in_(READABLE_BY_ALL_STAFF)


def mail_of(uow: UnitOfWork, caller: Caller, mail_id: UUID) -> Mail:
    """Raises NotFound, also for a mail that the caller may not read."""
    mail = uow.session.scalar(select(Mail).where(Mail.id == mail_id, readable(caller)))
    if mail is None:
        raise NotFound
    return mail


def list_mails(
    uow: UnitOfWork,
    caller: Caller,
    statuses: Sequence[MailStatus],
    text: str,
    recipient_ids: Sequence[UUID],
    after: str,
    before: str,
    limit: int,
) -> tuple[list[Mail], dict[str, Any]]:
    """Mails, newest first, and the `page` of the response. `text`: a reference number or a part of it, or a recipient,
    whose ids are `recipient_ids`."""
    query = select(Mail).where(readable(caller))
    if statuses:
        query = query.where(Mail.status.in_(statuses))
    if text:
        by_number = (matches(Mail.reference_number, text, prefix) for prefix in PREFIXES)
        query = query.where(or_(Mail.recipient_id.in_(recipient_ids), *by_number))
    key = SortKey((Mail.queued_at, True), (Mail.id, True))
    rows, info = page(uow.session, query, key, after=after, before=before, limit=limit)
    return [row.Mail for row in rows], info


def as_prepared(uow: UnitOfWork, caller: Caller, found: Any, **_request: Any) -> Any:
    """The response, which the `prepare` step has composed from other services' data."""
    return found


def count_undeliverable_mails(uow: UnitOfWork, caller: Caller) -> dict[str, int]:
    given_up = select(Mail.id).where(Mail.status == MailStatus.UNDELIVERABLE, readable(caller))
    return {"undeliverable": uow.session.scalar(select(capped_count(given_up))) or 0}


def count_mails(uow: UnitOfWork, caller: Caller, event_ids: Sequence[UUID]) -> dict[str, Any]:
    """Number of mails per event."""
    query = select(Mail.event_id, func.count()).where(Mail.event_id.in_(event_ids)).group_by(Mail.event_id)
    return {"rows": [{"event_id": id, "mails": count} for id, count in uow.session.execute(query)]}
