"""One look into a service's database for all that it does by itself: what waits to be done now."""

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
"""Made once: each service asks it every second, and making it takes longer than its answer."""


def count_due_work(runtime: Runtime) -> dict[str, int]:
    """How many loops of each kind have something to do. In one statement, which takes no lock."""
    with runtime.database.read() as session:
        row = session.execute(DUE_WORK, {"now": runtime.clock.now()}).one()
    return {name: int(getattr(row, name)) for name in (RELAY, RETRIES, JOBS)}
