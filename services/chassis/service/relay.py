"""The relay: brings what commands left in the outbox onto the bus, and marks what the bus has taken over.

Leased, committed, published, marked: a process that dies anywhere in between leaves rows that are sent again.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, bindparam, cast, or_, select, update

from services.chassis import observe, points
from services.chassis.bus import Outgoing
from services.chassis.points import Point
from services.chassis.service.columns import UtcDateTime
from services.chassis.service.runtime import Runtime
from services.chassis.service.tables import outbox

BATCH = 250
LEASE = dt.timedelta(seconds=15)


def may_leave(now: Any) -> ColumnElement[bool]:
    """Of events: not sent, and in nobody's hand."""
    free = or_(outbox.c.leased_until.is_(None), outbox.c.leased_until < now)
    return and_(outbox.c.sent_at.is_(None), free)


NOW, UNTIL = bindparam("now", type_=UtcDateTime()), bindparam("until", type_=UtcDateTime())
_WAITING = select(outbox.c.id).where(may_leave(NOW)).order_by(outbox.c.attempts, outbox.c.id).limit(BATCH)
TAKE = (
    update(outbox)
    .where(outbox.c.id.in_(select(_WAITING.with_for_update(skip_locked=True).cte("waiting").c.id)))
    .values(leased_until=UNTIL)
    .returning(outbox.c.id, outbox.c.type, cast(outbox.c.body, Text).label("body"))
)
"""Leases a batch. An event leaves as it was written down: nobody reads its body on the way."""
_THESE = update(outbox).where(outbox.c.id.in_(bindparam("ids", expanding=True))).values(leased_until=None)
SENT, LEFT = _THESE.values(sent_at=NOW), _THESE.values(attempts=outbox.c.attempts + 1)


class Relay:
    """Moves the outbox of one service. Any number of them share the work."""

    def __init__(self, runtime: Runtime, has_listener: Callable[[str], bool]) -> None:
        self._runtime, self._has_listener = runtime, has_listener

    def run_once(self) -> tuple[int, int]:
        """Publish one batch: how many were leased, and how many of them the bus confirmed."""
        rows = self._lease()
        if not rows:
            return 0, 0
        points.passed(Point.EVENTS_LEASED)
        confirmed = self._runtime.transport.publish([self._outgoing(row) for row in rows])
        points.passed(Point.EVENTS_CONFIRMED)
        self._mark(rows, confirmed)
        points.passed(Point.EVENTS_MARKED)
        observe.PUBLISHED.labels(self._runtime.service).inc(len(confirmed))
        return len(rows), len(confirmed)

    def _lease(self) -> list[Any]:
        now = self._runtime.clock.now()
        taken = self._runtime.database.note("lease of events", TAKE, {"now": now, "until": now + LEASE})
        return sorted(taken, key=lambda row: row.id)

    def _outgoing(self, row: Any) -> Outgoing:
        return Outgoing(
            id=str(row.id),
            exchange=f"{self._runtime.service}.events",
            type=row.type,
            body=row.body.encode(),
            mandatory=self._has_listener(row.type),
        )

    def _mark(self, rows: list[Any], confirmed: set[str]) -> None:
        database = self._runtime.database
        if sent := [row.id for row in rows if str(row.id) in confirmed]:
            database.note("mark of events", SENT, {"ids": sent, "now": self._runtime.clock.now()})
        if left := [row.id for row in rows if str(row.id) not in confirmed]:
            database.note("mark of events", LEFT, {"ids": left})


def waiting_events(runtime: Runtime) -> bool:
    """Whether any event has not been taken over by the bus."""
    with runtime.database.read() as session:
        return session.scalar(select(outbox.c.id).where(outbox.c.sent_at.is_(None)).limit(1)) is not None
