"""Names of the background loops, and how a transaction marks those to wake on its commit."""

from collections.abc import Collection

from sqlalchemy.orm import Session

RELAY, RETRIES, JOBS, RETENTION = "relay", "retries", "jobs", "retention"
JOBS_AT_ONCE = 3
_WANTED = "wanted"


def wake_on_commit(loop: str, session: Session) -> None:
    """What this transaction writes is for a loop to look after, which is woken when it is committed."""
    session.info.setdefault(_WANTED, set()).add(loop)


def loops_to_wake(session: Session) -> Collection[str]:
    """The loops that it leaves something to do."""
    found: set[str] = session.info.get(_WANTED, set())
    return found
