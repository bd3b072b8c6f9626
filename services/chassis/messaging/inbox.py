"""The inbox: an event's effect and its inbox row are one transaction, so that each event has one effect.

If the effect fails, the event is stored as `retry` and retried after growing pauses, then as `dead`
(docs/architecture.md#events). Both are rows in the service's database, whatever the transport.
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

from services.chassis import faultpoints, observability
from services.chassis.bus import Subscription
from services.chassis.bus.envelope import Envelope, Undecodable
from services.chassis.contract import Event
from services.chassis.contract.characters import storable
from services.chassis.faultpoints import FaultPoint
from services.chassis.messaging.erasure import blanked_message
from services.chassis.messaging.incoming_event import IncomingEvent, NotYet
from services.chassis.persistence.clock import Clock
from services.chassis.persistence.database import Database
from services.chassis.persistence.dialects import changed_rows, insert_new
from services.chassis.persistence.tables import inbox
from services.chassis.persistence.unit_of_work import UnitOfWork

MAX_FAILURES = 10
MAX_NOT_YET = 2000
LEASE = dt.timedelta(seconds=30)
LONGEST_PAUSE = dt.timedelta(hours=1)
log = observability.log()


class RetryableEvent(NamedTuple):
    """An inbox row with status `retry`."""

    subscription: str
    event_id: str
    body: str
    attempts: int


class Inbox:
    """Processes the events of one subscription, each once."""

    def __init__(
        self, service: str, database: Database, clock: Clock, subscription: Subscription, event: type[Event]
    ) -> None:
        self._service, self._database, self._clock = service, database, clock
        self._name, self._event = subscription.queue, event

    def receive(
        self, body: bytes, effect: Callable[[UnitOfWork, IncomingEvent], Any], retry: RetryableEvent | None = None
    ) -> bool:
        """Run `effect` unless this event was processed before. True if the effect, a retry row or a dead row is
        committed; `retry` is the row of an event that failed before."""
        try:
            envelope = Envelope.from_bytes(body)
        except Undecodable as error:
            return self._store_for_retry(body, retry.event_id if retry else _id_of(body), [], retry, error, dead=True)
        observability.start_log_context(envelope.correlation_id)
        persons, started_at, outcome = self._event.persons(envelope.data), time.perf_counter(), "ok"
        faultpoints.hit(FaultPoint.EVENT_RECEIVED, str(envelope.id))
        try:
            blanked = blanked_message(self._database, self._event, body)
        except Exception:  # the message is returned to the bus
            log.exception("erasures unknown; event requeued", subscription=self._name)
            return False
        if blanked is not body:
            body, envelope = blanked, Envelope.from_bytes(blanked)
        try:
            event = self._load(envelope)
            with self._database.write(self._name) as session:
                if not self._mark_done(session, envelope, event, retry):
                    return True
                uow = UnitOfWork(session, self._service, self._clock)
                effect(uow, event)
                uow.flush_events()
                faultpoints.hit(FaultPoint.EVENT_BEFORE_COMMIT, str(envelope.id))
        except Exception as error:
            outcome = "waits" if isinstance(error, NotYet) else "failed"
            undecodable = isinstance(error, Undecodable | ValidationError)
            return self._store_for_retry(body, str(envelope.id), persons, retry, error, dead=undecodable)
        finally:
            observability.EVENTS.labels(self._name, outcome).observe(time.perf_counter() - started_at)
        faultpoints.hit(FaultPoint.EVENT_AFTER_COMMIT, str(envelope.id))
        observability.observe_event_lag(self._name, (self._clock.now() - envelope.time).total_seconds())
        log.info("event", subscription=self._name, event_id=str(envelope.id))
        return True

    def _load(self, envelope: Envelope) -> IncomingEvent:
        """Raises Undecodable or ValidationError."""
        try:
            data = {} if envelope.deleted else self._event.received.load(envelope.data)
        except (RecursionError, ArithmeticError) as error:
            raise Undecodable(f"{type(error).__name__}: {error}") from error
        subject = _subject(envelope)
        return IncomingEvent(
            envelope.id, envelope.type, subject, envelope.version, envelope.time, envelope.deleted, dict(data)
        )

    def _mark_done(
        self, session: Session, envelope: Envelope, event: IncomingEvent, retry: RetryableEvent | None
    ) -> bool:
        done = {"status": "done", "next_at": None, "leased_until": None, "body": None, "error": None}
        if retry:
            row = _row(self._name, retry.event_id, "retry")
            return changed_rows(session, update(inbox).where(row).values(done)) > 0
        values = {
            "subscription": self._name,
            "event_id": str(envelope.id),
            "persons": self._event.persons(envelope.data),
            "received_at": self._clock.now(),
            "attempts": 0,
        }
        return insert_new(session, inbox, values | done)

    def _store_for_retry(
        self,
        body: bytes,
        event_id: str,
        persons: list[str],
        retry: RetryableEvent | None,
        error: Exception,
        *,
        dead: bool = False,
    ) -> bool:
        postponed = isinstance(error, NotYet)
        attempts = (retry.attempts if retry else 0) + 1
        dead = dead or attempts >= (MAX_NOT_YET if postponed else MAX_FAILURES)
        (observability.DEAD if dead else observability.RETRIES).labels(self._name).inc()
        if not postponed:
            log.warning("event failed", subscription=self._name, event_id=event_id, dead=dead, exc_info=error)
        now = self._clock.now()
        values = {
            "status": "dead" if dead else "retry",
            "attempts": attempts,
            "next_at": now + _pause(attempts, postponed),
            "leased_until": None,
            "body": storable(body.decode(errors="replace")),
            "error": "" if postponed else storable(f"{type(error).__name__}: {error}".partition("\n")[0][:2000]),
        }
        new_values = {"subscription": self._name, "event_id": event_id, "persons": persons, "received_at": now}
        try:
            with self._database.write("store event for a retry") as session:
                if retry:
                    session.execute(update(inbox).where(_row(self._name, event_id, "retry")).values(values))
                else:
                    insert_new(session, inbox, new_values | values)
        except Exception:
            log.exception("event not stored for a retry; requeued", subscription=self._name)
            return False
        faultpoints.hit(FaultPoint.EVENT_STORED_FOR_RETRY, event_id)
        return True


def lease(database: Database, now: dt.datetime, limit: int) -> list[RetryableEvent]:
    """Lease due retries; other processes skip them until the lease ends."""
    with database.write("lease retries") as session:
        due = select(inbox).where(is_due(now)).order_by(inbox.c.next_at).limit(limit)
        due = due.with_for_update(skip_locked=True)
        events = [
            RetryableEvent(row.subscription, row.event_id, row.body, row.attempts) for row in session.execute(due)
        ]
        for event in events:
            row = _row(event.subscription, event.event_id, "retry")
            session.execute(update(inbox).where(row).values(leased_until=now + LEASE))
        return events


def is_due(now: Any) -> ColumnElement[bool]:
    not_leased = or_(inbox.c.leased_until.is_(None), inbox.c.leased_until < now)
    return and_(inbox.c.status == "retry", inbox.c.next_at <= now, not_leased)


def mark_dead(database: Database, event: RetryableEvent, error: str) -> None:
    """Stop retrying; an operator replays or drops it."""
    log.warning("event marked dead", subscription=event.subscription, event_id=event.event_id, error=error)
    row = _row(event.subscription, event.event_id, "retry")
    dead = update(inbox).where(row).values(status="dead", error=error, leased_until=None)
    database.execute_autocommit("mark event dead", dead)


def _row(subscription: str, event_id: str, status: str) -> Any:
    return (inbox.c.subscription == subscription) & (inbox.c.event_id == event_id) & (inbox.c.status == status)


def _pause(attempts: int, postponed: bool) -> dt.timedelta:
    if postponed:
        return dt.timedelta(seconds=(1, 2, 5)[min(attempts, 3) - 1])
    return min(dt.timedelta(seconds=2**attempts), LONGEST_PAUSE)


def _subject(envelope: Envelope) -> UUID:
    try:
        return UUID(envelope.subject)
    except ValueError as error:
        raise Undecodable(f"subject {envelope.subject!r}") from error


def _id_of(body: bytes) -> str:
    """Id for a body that cannot be decoded: its SHA-256, so that a redelivery has the same."""
    return hashlib.sha256(body).hexdigest()
