"""Jobs: commands that a service runs at a set time, stored in its database until they succeed."""

import datetime as dt
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, and_, bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from services.chassis.contract import Command
from services.chassis.persistence.columns import UtcDateTime, new_id
from services.chassis.persistence.database import Database
from services.chassis.persistence.dialects import upsert
from services.chassis.persistence.loops import JOBS, wake_on_commit
from services.chassis.persistence.tables import jobs

LEASE = dt.timedelta(seconds=150)
MAX_ATTEMPTS = 60
LONGEST_PAUSE = dt.timedelta(hours=1)


class Job(NamedTuple):
    """A job that this process has leased."""

    command: str
    key: str
    request: dict[str, Any]
    token: UUID
    attempts: int


def schedule(session: Session, command: type[Command], key: str, at: dt.datetime, request: dict[str, Any]) -> None:
    """Insert or reschedule a job. A run in progress does not delete the rescheduled job when it ends."""
    values = {
        "request": request,
        "due_at": at,
        "token": new_id(),
        "leased_until": None,
        "attempts": 0,
        "error": None,
        "dead": False,
    }
    with session.no_autoflush:  # an early flush would insert a new aggregate before its version is known
        upsert(session, jobs, {"command": command.name, "key": key}, values)
    wake_on_commit(JOBS, session)


def cancel(session: Session, command: type[Command], key: str) -> None:
    session.execute(delete(jobs).where(jobs.c.command == command.name, jobs.c.key == key))


def is_due(now: Any) -> ColumnElement[bool]:
    return and_(
        jobs.c.due_at <= now, jobs.c.dead.is_(False), or_(jobs.c.leased_until.is_(None), jobs.c.leased_until < now)
    )


NOW, LEASED_UNTIL = bindparam("now", type_=UtcDateTime()), bindparam("lease_end", type_=UtcDateTime())
_DUE = select(jobs.c.token).where(is_due(NOW)).order_by(jobs.c.due_at).limit(bindparam("limit", type_=Integer()))
LEASE_DUE = (
    update(jobs)
    .where(jobs.c.token.in_(select(_DUE.with_for_update(skip_locked=True).cte("due").c.token)))
    .values(leased_until=LEASED_UNTIL)
    .returning(jobs.c.command, jobs.c.key, jobs.c.request, jobs.c.token, jobs.c.attempts)
)
DELETE = delete(jobs).where(jobs.c.token == bindparam("job_token"))


def lease(database: Database, now: dt.datetime, limit: int) -> list[Job]:
    """Lease due jobs; other processes skip them until the lease ends."""
    rows = database.execute_autocommit("lease jobs", LEASE_DUE, {"now": now, "lease_end": now + LEASE, "limit": limit})
    return [Job(*row) for row in rows]


def done(database: Database, job: Job) -> None:
    """Delete the job unless it was rescheduled meanwhile (it has a new token then)."""
    database.execute_autocommit("delete job", DELETE, {"job_token": job.token})


def failed(database: Database, job: Job, now: dt.datetime, error: str) -> None:
    """Retry after 15, 30, 60, … seconds, at most an hour; dead after 60 attempts, which is about two days."""
    pause = min(dt.timedelta(seconds=15) * 2 ** min(job.attempts, 12), LONGEST_PAUSE)
    statement = (
        update(jobs)
        .where(jobs.c.token == job.token)
        .values(
            attempts=job.attempts + 1,
            due_at=now + pause,
            leased_until=None,
            error=error[:2000],
            dead=job.attempts + 1 >= MAX_ATTEMPTS,
        )
    )
    database.execute_autocommit("record failed job", statement)
