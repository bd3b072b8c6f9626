"""The inbox: an event's effect and the note that it came are one transaction, so it counts once.

A failing subscription leaves the event here as `retry`, to be tried with growing pauses, then as `dead`. Both lie in
the service's database, the same on every bus.
"""

import datetime as dt
import hashlib
import time
from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from marshmallow import ValidationError
from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from services.chassis import observe, points
from services.chassis.bus import Subscription
from services.chassis.bus.envelope import Envelope, Undecodable
from services.chassis.contract import Event
from services.chassis.points import Point
from services.chassis.service.dialects import changed_rows, insert_new
from services.chassis.service.received import NotYet, ReceivedEvent
from services.chassis.service.runtime import Runtime
from services.chassis.service.tables import inbox
from services.chassis.service.work import Work

MOST_ERRORS = 10
MOST_WAITS = 2000
LEASE = dt.timedelta(seconds=30)
LONGEST_PAUSE = dt.timedelta(hours=1)
log = observe.log()


class Waiting(NamedTuple):
    """An event that lies in the inbox to be tried again."""

    subscription: str
    event_id: str
    body: str
    attempts: int


class Inbox:
    """Receives the events of one subscription, each once."""

    def __init__(self, runtime: Runtime, subscription: Subscription, event: type[Event]) -> None:
        self._runtime, self._name, self._event = runtime, subscription.queue, event

    def receive(
        self, body: bytes, effect: Callable[[Work, ReceivedEvent], Any], earlier: Waiting | None = None
    ) -> bool:
        """Have the effect, unless this event had it before. True when effect, retry or dead row is committed."""
        try:
            envelope = Envelope.from_bytes(body)
        except Undecodable as error:
            return self._put_aside(body, earlier.event_id if earlier else _id_of(body), [], earlier, error, dead=True)
        observe.correlate(envelope.correlation_id)
        persons, begun, outcome = self._event.persons(envelope.data), time.perf_counter(), "ok"
        points.passed(Point.EVENT_TAKEN, str(envelope.id))
        try:
            event = self._load(envelope)
            with self._runtime.database.write(self._name) as session:
                if not self._note(session, envelope, event, earlier):
                    return True
                work = Work(session, self._runtime.service, self._runtime.clock.now())
                effect(work, event)
                work.finish()
                points.passed(Point.EVENT_BEFORE_COMMIT, str(envelope.id))
        except Exception as error:
            outcome = "waits" if isinstance(error, NotYet) else "failed"
            hopeless = isinstance(error, Undecodable | ValidationError)
            return self._put_aside(body, str(envelope.id), persons, earlier, error, dead=hopeless)
        finally:
            observe.EVENTS.labels(self._name, outcome).observe(time.perf_counter() - begun)
        points.passed(Point.EVENT_AFTER_COMMIT, str(envelope.id))
        observe.arrived(self._name, (self._runtime.clock.now() - envelope.time).total_seconds())
        log.info("event", subscription=self._name, event_id=str(envelope.id))
        return True

    def _load(self, envelope: Envelope) -> ReceivedEvent:
        data = {} if envelope.gone else self._event.received.load(envelope.data)
        subject = _subject(envelope)
        return ReceivedEvent(
            envelope.id, envelope.type, subject, envelope.version, envelope.time, envelope.gone, dict(data)
        )

    def _note(self, session: Session, envelope: Envelope, event: ReceivedEvent, earlier: Waiting | None) -> bool:
        done = {"status": "done", "next_at": None, "leased_until": None, "body": None, "error": None}
        if earlier:
            mine = _row(self._name, earlier.event_id, "retry")
            return changed_rows(session, update(inbox).where(mine).values(done)) > 0
        values = {
            "subscription": self._name,
            "event_id": str(envelope.id),
            "persons": self._event.persons(envelope.data),
            "received_at": self._runtime.clock.now(),
            "attempts": 0,
        }
        return insert_new(session, inbox, values | done)

    def _put_aside(
        self,
        body: bytes,
        event_id: str,
        persons: list[str],
        earlier: Waiting | None,
        error: Exception,
        *,
        dead: bool = False,
    ) -> bool:
        waits = isinstance(error, NotYet)
        attempts = (earlier.attempts if earlier else 0) + 1
        dead = dead or attempts >= (MOST_WAITS if waits else MOST_ERRORS)
        (observe.DEAD if dead else observe.RETRIES).labels(self._name).inc()
        if not waits:
            log.warning("event put aside", subscription=self._name, event_id=event_id, dead=dead, exc_info=error)
        now = self._runtime.clock.now()
        values = {
            "status": "dead" if dead else "retry",
            "attempts": attempts,
            "next_at": now + _pause(attempts, waits),
            "leased_until": None,
            "body": body.decode(errors="replace").replace("\0", "\N{REPLACEMENT CHARACTER}"),
            "error": "" if waits else f"{type(error).__name__}: {error}".partition("\n")[0][:2000],
        }
        fresh = {"subscription": self._name, "event_id": event_id, "persons": persons, "received_at": now}
        try:
            with self._runtime.database.write("putting an event aside") as session:
                if earlier:
                    session.execute(update(inbox).where(_row(self._name, event_id, "retry")).values(values))
                else:
                    insert_new(session, inbox, fresh | values)
        except Exception:
            log.exception("an event could not be put aside; the bus keeps it", subscription=self._name)
            return False
        points.passed(Point.EVENT_PUT_ASIDE, event_id)
        return True


def lease(runtime: Runtime, limit: int) -> list[Waiting]:
    """Take events whose time to be tried again has come; others leave them alone meanwhile."""
    now = runtime.clock.now()
    with runtime.database.write("lease of retries") as session:
        due = select(inbox).where(is_due(now)).order_by(inbox.c.next_at).limit(limit)
        due = due.with_for_update(skip_locked=True)
        taken = [Waiting(row.subscription, row.event_id, row.body, row.attempts) for row in session.execute(due)]
        for one in taken:
            mine = _row(one.subscription, one.event_id, "retry")
            session.execute(update(inbox).where(mine).values(leased_until=now + LEASE))
        return taken


def is_due(now: Any) -> ColumnElement[bool]:
    free = or_(inbox.c.leased_until.is_(None), inbox.c.leased_until < now)
    return and_(inbox.c.status == "retry", inbox.c.next_at <= now, free)


def give_up(runtime: Runtime, waiting: Waiting, error: str) -> None:
    """Nobody here can have the effect any more: an operator decides."""
    log.warning("event given up", subscription=waiting.subscription, event_id=waiting.event_id, error=error)
    mine = _row(waiting.subscription, waiting.event_id, "retry")
    dead = update(inbox).where(mine).values(status="dead", error=error, leased_until=None)
    runtime.database.note("giving an event up", dead)


def _row(subscription: str, event_id: str, status: str) -> Any:
    return (inbox.c.subscription == subscription) & (inbox.c.event_id == event_id) & (inbox.c.status == status)


def _pause(attempts: int, waits: bool) -> dt.timedelta:
    if waits:
        return dt.timedelta(seconds=(1, 2, 5)[min(attempts, 3) - 1])
    return min(dt.timedelta(seconds=2**attempts), LONGEST_PAUSE)


def _subject(envelope: Envelope) -> UUID:
    try:
        return UUID(envelope.subject)
    except ValueError as error:
        raise Undecodable(f"subject {envelope.subject!r}") from error


def _id_of(body: bytes) -> str:
    """A name for something that has none: the same bytes get the same."""
    return hashlib.sha256(body).hexdigest()
