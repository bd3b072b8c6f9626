"""One look into a service's database for all that it does by itself: what waits to be done now."""

from sqlalchemy import bindparam, exists, select

from services.chassis.service import inbox, jobs
from services.chassis.service.columns import UtcDateTime
from services.chassis.service.relay import may_leave
from services.chassis.service.runtime import Runtime

RELAY, RETRIES, JOBS = "relay", "retries", "jobs"
NOW = bindparam("now", type_=UtcDateTime())
LOOK = select(
    exists().where(may_leave(NOW)).label(RELAY),
    exists().where(inbox.is_due(NOW)).label(RETRIES),
    exists().where(jobs.is_due(NOW)).label(JOBS),
)
"""Made once: each service asks it every second, and making it takes longer than its answer."""


def what_waits(runtime: Runtime) -> set[str]:
    """The loops that have something to do. In one statement, which takes no lock."""
    with runtime.database.read() as session:
        row = session.execute(LOOK, {"now": runtime.clock.now()}).one()
    return {name for name in (RELAY, RETRIES, JOBS) if getattr(row, name)}
