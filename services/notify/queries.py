"""Queries of notify."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from services.chassis.contract import Caller
from services.chassis.contract.extended import Extended
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.paging import SortKey, page
from services.notify.contracts import MailStatus
from services.notify.model import Mail
from services.notify.rendering import subject_of


def list_mails(
    uow: UnitOfWork, caller: Caller, statuses: Sequence[MailStatus], after: str, before: str, limit: int
) -> dict[str, Any]:
    """Mails, newest first."""
    query = select(Mail)
    if statuses:
        query = query.where(Mail.status.in_(statuses))
    key = SortKey((Mail.queued_at, True), (Mail.id, True))
    rows, info = page(uow.session, query, key, after=after, before=before, limit=limit)
    mails = [row.Mail for row in rows]
    return {
        "rows": [Extended(mail, subject=subject_of(mail.template, mail.about, caller.language)) for mail in mails],
        "page": info,
    }


def count_mails(uow: UnitOfWork, caller: Caller, event_ids: Sequence[UUID]) -> dict[str, Any]:
    """Number of mails per event."""
    query = select(Mail.event_id, func.count()).where(Mail.event_id.in_(event_ids)).group_by(Mail.event_id)
    return {"rows": [{"event_id": id, "mails": count} for id, count in uow.session.execute(query)]}


def list_mailbox(uow: UnitOfWork, caller: Caller, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The demo's mails, as read by `prepare.list_mailbox`."""
    return {"rows": rows}


def read_mailbox(uow: UnitOfWork, caller: Caller, mail_id: UUID, mail: dict[str, Any]) -> dict[str, Any]:
    """A mail of the demo, as read by `prepare.read_mailbox`."""
    return mail
