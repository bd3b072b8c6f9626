"""What the bus gave up of a service's events: each becomes a dead row of its inbox, where an operator finds it."""

import hashlib
from collections.abc import Mapping

from services.chassis import observability
from services.chassis.bus import DeadLetteredMessage
from services.chassis.bus.envelope import Envelope, Undecodable
from services.chassis.contract import Event
from services.chassis.persistence.clock import Clock
from services.chassis.persistence.database import Database
from services.chassis.persistence.dialects import insert_new
from services.chassis.persistence.tables import inbox

REASONS = {"delivery_limit": "it was given out too often; each time its consumer died or could keep nothing"}
log = observability.log()


class BrokerDeadLetters:
    """Keeps those of one service. `events` tells which type of event a subscription's queue holds."""

    def __init__(self, database: Database, clock: Clock, events: Mapping[str, type[Event]]) -> None:
        self._database, self._clock, self._events = database, clock, events

    def keep(self, found: DeadLetteredMessage) -> None:
        """Commit the row, then tell the bus: whoever is killed in between meets the row when it comes again.

        One that is known by now (it had its effect, waits here, was dropped) adds nothing.
        """
        id, persons = self._read(found)
        values = {
            "subscription": _storable(found.queue)[:160],
            "event_id": id,
            "status": "dead",
            "body": _storable(found.body.decode(errors="replace")),
            "error": f"{found.reason}: {REASONS.get(found.reason, 'the broker gave it up')}",
            "persons": list(map(_storable, persons)),
            "received_at": self._clock.now(),
            "attempts": 0,
        }
        with self._database.write("keeping what the bus gave up") as session:
            is_new = insert_new(session, inbox, values)
        if is_new:
            observability.DEAD.labels(found.queue if found.queue in self._events else "").inc()
            log.warning("event given up by the bus", subscription=found.queue, event_id=id, reason=found.reason)
        found.settle(True)

    def _read(self, found: DeadLetteredMessage) -> tuple[str, list[str]]:
        """The event's id (where it has none: one that the same bytes always get), and whom it is about."""
        try:
            envelope = Envelope.from_bytes(found.body)
        except Undecodable:
            return hashlib.sha256(found.body).hexdigest(), []
        observability.set_correlation_id(envelope.correlation_id)
        event = self._events.get(found.queue)
        return str(envelope.id), event.persons(envelope.data) if event else []


def _storable(text: str) -> str:
    """PostgreSQL holds no null characters."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")
