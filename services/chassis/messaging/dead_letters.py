"""Dead letters: events of the inbox and timed work that did not succeed, to be looked at, replayed and dropped."""

import json
import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, func, select, update

from services.chassis import observability
from services.chassis.contract import NotFound
from services.chassis.contract.builtin_operations import FailedMessageKind, FailedMessageStatus
from services.chassis.persistence.dialects import changed_rows
from services.chassis.persistence.loops import JOBS, RETRIES, wake_on_commit
from services.chassis.persistence.tables import inbox, jobs, outbox
from services.chassis.persistence.unit_of_work import UnitOfWork

DROPPED = "dropped"
"""An event that an operator gave up: it stays known, so that it has no effect when it comes again."""
UNDONE = [str(status) for status in FailedMessageStatus]
KIND_OF_ERROR = re.compile(r"[A-Za-z_]\w{0,79}(?=:| \{|$)", re.ASCII)
"""How an error begins that has a kind: the name of an exception or the code of a refusal."""


def list_dead_letters(
    uow: UnitOfWork, status: FailedMessageStatus, limit: int, *, with_content: bool
) -> dict[str, Any]:
    """Events first, then timed work, each the oldest first. `with_content`: with all that the errors tell."""
    events = select(inbox).where(inbox.c.status == status).order_by(inbox.c.received_at, inbox.c.event_id)
    late = select(jobs).where(*_undone(status)).order_by(jobs.c.due_at, jobs.c.key)
    rows = [_event(row) for row in uow.session.execute(events.limit(limit + 1))]
    rows += [_job(row) for row in uow.session.execute(late.limit(limit + 1))]
    return {
        "rows": rows[:limit] if with_content else list(map(_without_content, rows[:limit])),
        "more": len(rows) > limit,
    }


def get_dead_letter(uow: UnitOfWork, id: str, *, with_content: bool) -> dict[str, Any]:
    """`with_content`: with its content and all that the error tells. Raises NotFound."""
    if row := uow.session.execute(_events(id).limit(1)).first():
        found = _event(row) | {"body": row.body or ""}
    elif row := uow.session.execute(_jobs(id)).first():
        found = _job(row) | {"body": json.dumps(row.request)}
    else:
        raise NotFound
    return found if with_content else _without_content(found) | {"body": ""}


def _without_content(letter: dict[str, Any]) -> dict[str, Any]:
    """Without what the text of an error may hold about people."""
    kind = KIND_OF_ERROR.match(letter["error"])
    return letter | {"error": kind.group() if kind else ""}


def replay(uow: UnitOfWork, id: str) -> None:
    """Due now, with all its tries before it; not while a try is under way. Raises NotFound."""
    if not replay_some(uow, [id])["count"]:
        raise NotFound


def replay_some(uow: UnitOfWork, ids: Sequence[str] = (), *, everything: bool = False) -> dict[str, Any]:
    """Likewise, those that are there; with `everything` all that were given up. Tells how many."""
    observability.tell(letters="all" if everything else " ".join(ids))
    tokens = [token for token in map(_token, ids) if token]
    events: tuple[Any, ...] = (inbox.c.event_id.in_(ids), inbox.c.status.in_(UNDONE))
    late: tuple[Any, ...] = (jobs.c.token.in_(tokens), *_tried())
    if everything:
        events, late = (inbox.c.status == FailedMessageStatus.DEAD,), (jobs.c.dead,)
    again = {"status": str(FailedMessageStatus.RETRY), "attempts": 0, "next_at": uow.now}
    anew = {"dead": False, "attempts": 0, "due_at": uow.now}
    for loop in (RETRIES, JOBS):
        wake_on_commit(loop, uow.session)
    count = changed_rows(uow.session, update(inbox).where(*events).values(again))
    return {"count": count + changed_rows(uow.session, update(jobs).where(*late).values(anew))}


def drop(uow: UnitOfWork, id: str) -> None:
    """Raises NotFound."""
    observability.tell(letters=id)
    gone = {"status": DROPPED, "body": None, "next_at": None, "leased_until": None}
    changed = changed_rows(uow.session, update(inbox).where(*_is_event(id)).values(gone))
    if token := _token(id):
        changed += changed_rows(uow.session, delete(jobs).where(jobs.c.token == token, *_tried()))
    if not changed:
        raise NotFound


def count_backlog(uow: UnitOfWork) -> dict[str, Any]:
    waiting = select(func.count(), func.min(outbox.c.recorded_at)).where(outbox.c.sent_at.is_(None))
    count, since = uow.session.execute(waiting).one()
    return {
        "outbox": count,
        "outbox_since": since,
        "retries": _count(uow, select(func.count()).where(inbox.c.status == FailedMessageStatus.RETRY)),
        "dead": _count(uow, select(func.count()).where(inbox.c.status == FailedMessageStatus.DEAD))
        + _count(uow, select(func.count()).where(jobs.c.dead)),
        "jobs_due": _count(uow, select(func.count()).where(jobs.c.dead.is_(False), jobs.c.due_at <= uow.now)),
    }


def _count(uow: UnitOfWork, statement: Select[Any]) -> int:
    return int(uow.session.scalar(statement) or 0)


def _events(id: str) -> Select[Any]:
    return select(inbox).where(*_is_event(id))


def _is_event(id: str) -> tuple[Any, ...]:
    return inbox.c.event_id == id, inbox.c.status.in_(UNDONE)


def _jobs(id: str) -> Select[Any]:
    token = _token(id) or UUID(int=0)
    return select(jobs).where(jobs.c.token == token, *_tried())


def _tried() -> tuple[Any, ...]:
    """Timed work that is only waiting for its time is none of this."""
    return (jobs.c.attempts > 0,)


def _undone(status: FailedMessageStatus) -> tuple[Any, ...]:
    return (*_tried(), jobs.c.dead.is_(status is FailedMessageStatus.DEAD))


def _token(id: str) -> UUID | None:
    try:
        return UUID(id)
    except ValueError:
        return None


def _event(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.event_id, "kind": FailedMessageKind.EVENT, "name": row.subscription, "status": row.status,
        "attempts": row.attempts, "error": row.error or "", "since": row.received_at,
        "next_at": row.next_at if row.status == FailedMessageStatus.RETRY else None,
    }  # fmt: skip


def _job(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": str(row.token), "kind": FailedMessageKind.JOB, "name": row.command,
        "status": FailedMessageStatus.DEAD if row.dead else FailedMessageStatus.RETRY, "attempts": row.attempts,
        "error": row.error or "", "since": None, "next_at": None if row.dead else row.due_at,
    }  # fmt: skip
