"""One look into a service's database for all that it does by itself: what waits to be done now."""

from sqlalchemy import exists, select

from services.chassis.service import inbox, jobs
from services.chassis.service.relay import may_leave
from services.chassis.service.runtime import Runtime

RELAY, RETRIES, JOBS = "relay", "retries", "jobs"


def what_waits(runtime: Runtime) -> set[str]:
    """The loops that have something to do. In one statement, which takes no lock."""
    now = runtime.clock.now()
    looked = select(
        exists().where(may_leave(now)).label(RELAY),
        exists().where(inbox.is_due(now)).label(RETRIES),
        exists().where(jobs.is_due(now)).label(JOBS),
    )
    with runtime.database.read() as session:
        row = session.execute(looked).one()
    return {name for name in (RELAY, RETRIES, JOBS) if getattr(row, name)}
