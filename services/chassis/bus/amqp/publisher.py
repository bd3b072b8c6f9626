"""Publishes batches of events with publisher confirms, over a connection of its own.

A batch is written in one system call and its confirms are awaited together (docs/decisions/0011-speed.md).
"""

import contextlib
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from amqp import spec

from services.chassis import faultpoints, observability
from services.chassis.bus.address import Address
from services.chassis.bus.amqp.connection import PATIENCE, Connection, ConnectionLost, Sending
from services.chassis.bus.transport import OutgoingEvent
from services.chassis.faultpoints import FaultPoint

log = observability.log()


class Publisher:
    """Publishes one batch at a time. Connects on the first, and again after a batch was not confirmed."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._line: _PublishConnection | None = None
        self._batch_lock = threading.Lock()

    def publish(self, events: Sequence[OutgoingEvent]) -> set[str]:
        """Publish a batch; return the ids of the events that were confirmed and neither nacked nor returned."""
        with self._batch_lock:
            try:
                if not self._line or not self._line.connection.alive:
                    self._line = _PublishConnection(self._address)
            except ConnectionLost as error:
                log.warning("events not published", error=str(error))
                return set()
            return self._line.publish(events)

    def close(self) -> None:
        if self._line:
            self._line.connection.close()

    def leave_to_parent(self) -> None:
        if self._line:
            self._line.connection.leave_to_parent()


class _PublishConnection:
    """A connection with a channel in confirm mode. RabbitMQ numbers the messages per channel."""

    def __init__(self, address: Address) -> None:
        self._count = 0
        self._exchanges: set[str] = set()
        self._unconfirmed: dict[int, str] = {}
        self._refused: set[str] = set()
        self._changed = threading.Condition()
        self.connection = Connection.open(address, "events out", self._prepare)
        threading.Thread(target=self._read, name="bus: confirms", daemon=True).start()

    def _prepare(self, connection: Connection) -> None:
        self._channel = connection.channel()
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._on_ack)
        self._channel.events["basic_nack"].add(self._on_nack)
        self._channel.events["basic_return"].add(self._on_return)

    def publish(self, events: Sequence[OutgoingEvent]) -> set[str]:
        """Write the batch in one system call and wait for all its confirms."""
        self._refused.clear()
        with contextlib.suppress(ConnectionLost):
            self.connection.send_all([method for event in events for method in self._methods(event)])
        faultpoints.hit(FaultPoint.EVENTS_PUBLISHED)
        unknown = self._await_confirms()
        if unknown:
            log.warning("events not confirmed", count=len(unknown))
            self.connection.drop()
        return {event.id for event in events} - self._refused - unknown

    def _methods(self, event: OutgoingEvent) -> Iterator[Sending]:
        """The methods that publish an event. The first event for an exchange declares it."""
        if event.exchange not in self._exchanges:
            flags = (False, True, False, False, True)  # passive, durable, auto-delete, internal, no answer
            yield self._channel, spec.Exchange.Declare, "BssbbbbbF", (0, event.exchange, "topic", *flags, {}), None
            self._exchanges.add(event.exchange)
        # Not application/cloudevents+json: kombu and nameko refuse to decode a content type they don't know.
        message = self.connection.message(event.body, message_id=event.id, type=event.type, delivery_mode=2)
        with self._changed:
            self._count += 1
            self._unconfirmed[self._count] = event.id
        yield self.connection.publishing(self._channel, event.exchange, event.type, message, event.mandatory)

    def _await_confirms(self) -> set[str]:
        """Wait until no confirm arrives for PATIENCE seconds; return the ids of the unconfirmed events."""
        with self._changed:
            while self._unconfirmed and self.connection.alive and self._changed.wait(PATIENCE):
                pass
            return set(self._unconfirmed.values())

    def _on_ack(self, tag: int, multiple: bool) -> None:
        self._settle(tag, multiple, confirmed=True)

    def _on_nack(self, tag: int, multiple: bool) -> None:
        self._settle(tag, multiple, confirmed=False)

    def _settle(self, tag: int, multiple: bool, confirmed: bool) -> None:
        with self._changed:
            for number in [sent for sent in self._unconfirmed if sent <= tag] if multiple else [tag]:
                id = self._unconfirmed.pop(number, "")
                if not confirmed:
                    self._refused.add(id)
            self._changed.notify_all()

    def _on_return(self, _error: Any, _exchange: str, _key: str, message: Any) -> None:
        self._refused.add(message.properties["message_id"])

    def _read(self) -> None:
        self.connection.read()
        with self._changed:
            self._changed.notify_all()
