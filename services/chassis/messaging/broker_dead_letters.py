"""Stores each event that the broker dead-lettered as a dead row of the service's inbox."""

import hashlib
from collections.abc import Mapping

from services.chassis import observability
from services.chassis.bus import DeadLetteredMessage, Unstorable
from services.chassis.bus.envelope import Envelope, Undecodable
from services.chassis.contract import Event
from services.chassis.contract.characters import storable
from services.chassis.messaging.erasure import blanked_message
from services.chassis.persistence import outage
from services.chassis.persistence.clock import Clock
from services.chassis.persistence.database import Database
from services.chassis.persistence.dialects import insert_new
from services.chassis.persistence.tables import inbox

REASONS = {"delivery_limit": "too many deliveries; each ended in a crash of the consumer or a requeue"}
log = observability.log()


class BrokerDeadLetters:
    """Stores dead-lettered events of one service. `events` maps the queue of a subscription to its event type."""

    def __init__(self, database: Database, clock: Clock, events: Mapping[str, type[Event]]) -> None:
        self._database, self._clock, self._events = database, clock, events

    def store(self, message: DeadLetteredMessage) -> None:
        """Commit the row, then settle: if the process is killed in between, the redelivery finds the row.

        An event that already has a row (done, to be retried, dead or dropped) is not stored again. Raises Unstorable if
        the database refuses this row although it is available.
        """
        id, persons = self._read(message)
        body = blanked_message(self._database, self._events.get(message.queue), message.body)
        values = {
            "subscription": storable(message.queue)[:160],
            "event_id": id,
            "status": "dead",
            "body": storable(body.decode(errors="replace")),
            "error": storable(f"{message.reason}: {REASONS.get(message.reason, 'dead-lettered by the broker')}"),
            "persons": persons,
            "received_at": self._clock.now(),
            "attempts": 0,
        }
        try:
            with self._database.write("store dead-lettered event") as session:
                is_new = insert_new(session, inbox, values)
        except Exception as error:
            if outage.to_contract_error("", error) or not self._database.ping():
                raise
            raise Unstorable(id) from error
        if is_new:
            observability.DEAD.labels(message.queue if message.queue in self._events else "").inc()
            log.warning(
                "event dead-lettered by the broker", subscription=message.queue, event_id=id, reason=message.reason
            )
        message.settle(True)

    def _read(self, message: DeadLetteredMessage) -> tuple[str, list[str]]:
        """The event's id (the SHA-256 of the body if it cannot be decoded) and the ids of the persons concerned."""
        try:
            envelope = Envelope.from_bytes(message.body)
        except Undecodable:
            return hashlib.sha256(message.body).hexdigest(), []
        observability.start_log_context(envelope.correlation_id)
        event = self._events.get(message.queue)
        return str(envelope.id), event.persons(envelope.data) if event else []
