"""Names of the background loops, and the marks with which a transaction wakes them on commit."""

from collections.abc import Collection

from sqlalchemy.orm import Session

RELAY, RETRIES, JOBS, RETENTION = "relay", "retries", "jobs", "retention"
JOBS_AT_ONCE = 3
_KEY = "loops_to_wake"


def wake_on_commit(loop: str, session: Session) -> None:
    """Wake a loop once this transaction is committed."""
    session.info.setdefault(_KEY, set()).add(loop)


def loops_to_wake(session: Session) -> Collection[str]:
    loops: set[str] = session.info.get(_KEY, set())
    return loops
