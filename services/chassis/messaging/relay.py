"""The relay: brings what commands left in the outbox onto the bus, and marks what the bus has taken over.

Leased, committed, published, marked: a process that dies anywhere in between leaves rows that are sent again.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, bindparam, cast, or_, select, update

from services.chassis import faultpoints, observability
from services.chassis.bus import OutgoingEvent
from services.chassis.faultpoints import FaultPoint
from services.chassis.persistence.clock import Clock
from services.chassis.persistence.columns import UtcDateTime
from services.chassis.persistence.database import Database
from services.chassis.persistence.tables import outbox

BATCH = 250
LEASE = dt.timedelta(seconds=15)


def is_due(now: Any) -> ColumnElement[bool]:
    """Of events: not sent, and in nobody's hand."""
    free = or_(outbox.c.leased_until.is_(None), outbox.c.leased_until < now)
    return and_(outbox.c.sent_at.is_(None), free)


NOW, UNTIL = bindparam("now", type_=UtcDateTime()), bindparam("until", type_=UtcDateTime())
_WAITING = select(outbox.c.id).where(is_due(NOW)).order_by(outbox.c.attempts, outbox.c.id).limit(BATCH)
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
    """Publishes the outbox of one service. Any number of relays share the work.

    `publish` is the transport's; `has_listener(type)` says whether a service of this installation subscribes to it.
    """

    def __init__(
        self,
        service: str,
        database: Database,
        clock: Clock,
        publish: Callable[[Sequence[OutgoingEvent]], set[str]],
        has_listener: Callable[[str], bool],
    ) -> None:
        self._service, self._database, self._clock = service, database, clock
        self._publish, self._has_listener = publish, has_listener

    def run_once(self) -> tuple[int, int]:
        """Publish one batch: how many were leased, and how many of them the bus confirmed."""
        rows = self._lease()
        if not rows:
            return 0, 0
        faultpoints.hit(FaultPoint.EVENTS_LEASED)
        confirmed = self._publish([self._outgoing(row) for row in rows])
        faultpoints.hit(FaultPoint.EVENTS_CONFIRMED)
        self._mark(rows, confirmed)
        faultpoints.hit(FaultPoint.EVENTS_MARKED)
        observability.PUBLISHED.labels(self._service).inc(len(confirmed))
        return len(rows), len(confirmed)

    def _lease(self) -> list[Any]:
        now = self._clock.now()
        taken = self._database.execute_autocommit("lease of events", TAKE, {"now": now, "until": now + LEASE})
        return sorted(taken, key=lambda row: row.id)

    def _outgoing(self, row: Any) -> OutgoingEvent:
        return OutgoingEvent(
            id=str(row.id),
            exchange=f"{self._service}.events",
            type=row.type,
            body=row.body.encode(),
            mandatory=self._has_listener(row.type),
        )

    def _mark(self, rows: list[Any], confirmed: set[str]) -> None:
        if sent := [row.id for row in rows if str(row.id) in confirmed]:
            self._database.execute_autocommit("mark of events", SENT, {"ids": sent, "now": self._clock.now()})
        if left := [row.id for row in rows if str(row.id) not in confirmed]:
            self._database.execute_autocommit("mark of events", LEFT, {"ids": left})


def has_unsent_events(database: Database) -> bool:
    """Whether the outbox holds an event that the bus has not confirmed."""
    with database.read() as session:
        return session.scalar(select(outbox.c.id).where(outbox.c.sent_at.is_(None)).limit(1)) is not None
