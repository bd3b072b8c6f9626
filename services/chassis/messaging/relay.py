"""The relay: publishes the events of the outbox and marks those that the bus confirmed.

Lease, commit, publish, mark: if a process dies in between, the rows are published again.
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
    """Not sent and not leased."""
    not_leased = or_(outbox.c.leased_until.is_(None), outbox.c.leased_until < now)
    return and_(outbox.c.sent_at.is_(None), not_leased)


NOW, LEASED_UNTIL = bindparam("now", type_=UtcDateTime()), bindparam("lease_end", type_=UtcDateTime())
_DUE = select(outbox.c.id).where(is_due(NOW)).order_by(outbox.c.attempts, outbox.c.id).limit(BATCH)
LEASE_DUE = (
    update(outbox)
    .where(outbox.c.id.in_(select(_DUE.with_for_update(skip_locked=True).cte("waiting").c.id)))
    .values(leased_until=LEASED_UNTIL)
    .returning(outbox.c.id, outbox.c.type, cast(outbox.c.body, Text).label("body"))
)
"""Leases a batch. The stored JSON is sent as text, without parsing it (docs/decisions/0011-speed.md)."""
_RELEASE = update(outbox).where(outbox.c.id.in_(bindparam("ids", expanding=True))).values(leased_until=None)
MARK_SENT, MARK_UNSENT = _RELEASE.values(sent_at=NOW), _RELEASE.values(attempts=outbox.c.attempts + 1)


class Relay:
    """Publishes the outbox of one service. Any number of relays share the work.

    `publish` is the transport's; `has_listener(type)`: whether a service of this installation subscribes to the type.
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
        """Publish one batch; returns the numbers of leased and confirmed events."""
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
        rows = self._database.execute_autocommit("lease events", LEASE_DUE, {"now": now, "lease_end": now + LEASE})
        return sorted(rows, key=lambda row: row.id)

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
            self._database.execute_autocommit("mark events", MARK_SENT, {"ids": sent, "now": self._clock.now()})
        if unconfirmed := [row.id for row in rows if str(row.id) not in confirmed]:
            self._database.execute_autocommit("mark events", MARK_UNSENT, {"ids": unconfirmed})


def has_unsent_events(database: Database) -> bool:
    with database.read() as session:
        return session.scalar(select(outbox.c.id).where(outbox.c.sent_at.is_(None)).limit(1)) is not None
