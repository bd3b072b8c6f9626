"""One query for all due work of a service's background loops."""

from sqlalchemy import exists, func, select

from services.chassis.messaging import inbox
from services.chassis.messaging.relay import NOW, is_due
from services.chassis.persistence import jobs, tables
from services.chassis.persistence.loops import JOBS, JOBS_AT_ONCE, RELAY, RETRIES
from services.chassis.runtime.runtime import Runtime

_DUE = select(tables.jobs.c.token).where(jobs.is_due(NOW))
DUE_WORK = select(
    exists().where(is_due(NOW)).label(RELAY),
    exists().where(inbox.is_due(NOW)).label(RETRIES),
    select(func.count()).select_from(_DUE.limit(JOBS_AT_ONCE).subquery()).scalar_subquery().label(JOBS),
)
"""Built once: each service executes it every second, and building it takes longer than executing it."""


def count_due_work(runtime: Runtime) -> dict[str, int]:
    """Per loop name, how many loops have work to do. One statement, without locks."""
    with runtime.database.read() as session:
        row = session.execute(DUE_WORK, {"now": runtime.clock.now()}).one()
    return {name: int(getattr(row, name)) for name in (RELAY, RETRIES, JOBS)}
