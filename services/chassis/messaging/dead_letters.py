"""Dead letters: events of the inbox and jobs that failed; listed, replayed and dropped by operators."""

import json
import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, func, select, update
from structlog.contextvars import bind_contextvars

from services.chassis.contract import Caller, NotFound
from services.chassis.contract.builtin_operations import FailedMessageKind, FailedMessageStatus
from services.chassis.contract.caller import OPERATE
from services.chassis.persistence.dialects import changed_rows
from services.chassis.persistence.loops import JOBS, RETRIES, wake_on_commit
from services.chassis.persistence.tables import inbox, jobs, outbox
from services.chassis.persistence.unit_of_work import UnitOfWork

DROPPED = "dropped"
"""Inbox status of an event that an operator dropped. The row stays, so that a redelivery has no effect."""
UNDONE = [str(status) for status in FailedMessageStatus]
KIND_OF_ERROR = re.compile(r"[A-Za-z_]\w{0,79}(?=:| \{|$)", re.ASCII)
"""The exception name or error code at the start of an error."""


def list_dead_letters(uow: UnitOfWork, caller: Caller, status: FailedMessageStatus, limit: int) -> dict[str, Any]:
    """Events, then jobs, each oldest first. For callers without the right `OPERATE`, errors are cut to their code."""
    events = select(inbox).where(inbox.c.status == status).order_by(inbox.c.received_at, inbox.c.event_id)
    failed_jobs = select(jobs).where(*_undone(status)).order_by(jobs.c.due_at, jobs.c.key)
    rows = [_event(row) for row in uow.session.execute(events.limit(limit + 1))]
    rows += [_job(row) for row in uow.session.execute(failed_jobs.limit(limit + 1))]
    return {
        "rows": rows[:limit] if caller.has_right(OPERATE) else list(map(_without_content, rows[:limit])),
        "more": len(rows) > limit,
    }


def get_dead_letter(uow: UnitOfWork, caller: Caller, id: str) -> dict[str, Any]:
    """For callers without the right `OPERATE`, `body` is empty and the error is cut to its code. Raises NotFound."""
    if row := uow.session.execute(_events(id).limit(1)).first():
        found = _event(row) | {"body": row.body or ""}
    elif row := uow.session.execute(_jobs(id)).first():
        found = _job(row) | {"body": json.dumps(row.request)}
    else:
        raise NotFound
    return found if caller.has_right(OPERATE) else _without_content(found) | {"body": ""}


def _without_content(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its error cut to the code: the rest may contain personal data."""
    return row | {"error": code_of(row["error"])}


def code_of(error: str | None) -> str | None:
    """The exception name or error code of a stored error, without the rest, which may contain personal data."""
    kind = KIND_OF_ERROR.match(error) if error else None
    return kind.group() if kind else error and ""


def replay_dead_letter(uow: UnitOfWork, caller: Caller, id: str) -> None:
    """Make it due now with its attempts reset; an attempt in progress keeps its lease. Raises NotFound."""
    if not replay_dead_letters(uow, caller, [id], everything=False)["count"]:
        raise NotFound


def replay_dead_letters(uow: UnitOfWork, _caller: Caller, ids: Sequence[str], everything: bool) -> dict[str, Any]:
    """As `replay_dead_letter` for each id that exists; with `everything` for all dead ones. Returns the number."""
    bind_contextvars(dead_letters="all" if everything else " ".join(ids))
    tokens = [token for token in map(_token, ids) if token]
    events: tuple[Any, ...] = (inbox.c.event_id.in_(ids), inbox.c.status.in_(UNDONE))
    failed_jobs: tuple[Any, ...] = (jobs.c.token.in_(tokens), *_tried())
    if everything:
        events, failed_jobs = (inbox.c.status == FailedMessageStatus.DEAD,), (jobs.c.dead,)
    event_values = {"status": str(FailedMessageStatus.RETRY), "attempts": 0, "next_at": uow.now}
    job_values = {"dead": False, "attempts": 0, "due_at": uow.now}
    for loop in (RETRIES, JOBS):
        wake_on_commit(loop, uow.session)
    count = changed_rows(uow.session, update(inbox).where(*events).values(event_values))
    return {"count": count + changed_rows(uow.session, update(jobs).where(*failed_jobs).values(job_values))}


def drop_dead_letter(uow: UnitOfWork, _caller: Caller, id: str) -> None:
    """Drop the event (its row stays without content) or delete the job. Raises NotFound."""
    bind_contextvars(dead_letters=id)
    dropped = {"status": DROPPED, "body": None, "next_at": None, "leased_until": None}
    changed = changed_rows(uow.session, update(inbox).where(*_is_event(id)).values(dropped))
    if token := _token(id):
        changed += changed_rows(uow.session, delete(jobs).where(jobs.c.token == token, *_tried()))
    if not changed:
        raise NotFound


def count_backlog(uow: UnitOfWork, _caller: Caller) -> dict[str, Any]:
    unsent = select(func.count(), func.min(outbox.c.recorded_at)).where(outbox.c.sent_at.is_(None))
    count, since = uow.session.execute(unsent).one()
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
    """Jobs that have failed at least once; a job that is merely not due is no dead letter."""
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
