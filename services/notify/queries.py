"""What is read from notify."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from services.chassis.contract import Caller
from services.chassis.service import Work
from services.chassis.service.paging import Key, page
from services.notify.contracts import MailStatus
from services.notify.model import Mail


def list_mails(
    work: Work, caller: Caller, statuses: Sequence[MailStatus], after: str, before: str, limit: int
) -> dict[str, Any]:
    """Mails, newest first."""
    found = select(Mail)
    if statuses:
        found = found.where(Mail.status.in_(statuses))
    key = Key((Mail.queued_at, True), (Mail.id, True))
    rows, info = page(work.session, found, key, after=after, before=before, limit=limit)
    return {"rows": [row.Mail for row in rows], "page": info}
