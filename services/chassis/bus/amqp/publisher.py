"""The publishing side: batches of events over a connection of their own, confirmed by RabbitMQ."""

import contextlib
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from amqp import spec

from services.chassis import faultpoints, observability
from services.chassis.bus.amqp.address import Address
from services.chassis.bus.amqp.connection import PATIENCE, Connection, ConnectionLost, Sending
from services.chassis.bus.transport import OutgoingEvent
from services.chassis.faultpoints import FaultPoint

log = observability.log()


class Publisher:
    """Publishes one batch at a time; connects when the first one comes, and again when one was not confirmed."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._line: _PublishConnection | None = None
        self._one_batch = threading.Lock()

    def publish(self, events: Sequence[OutgoingEvent]) -> set[str]:
        """The ids of what RabbitMQ has taken over for good; not of what it refused, returned or kept silent about."""
        with self._one_batch:
            try:
                if not self._line or not self._line.link.alive:
                    self._line = _PublishConnection(self._address)
            except ConnectionLost as error:
                log.warning("nothing published", error=str(error))
                return set()
            return self._line.publish(events)

    def close(self) -> None:
        if self._line:
            self._line.link.close()

    def leave_to_parent(self) -> None:
        if self._line:
            self._line.link.leave_to_parent()


class _PublishConnection:
    """One connection's worth of confirms: RabbitMQ counts what is published on a channel."""

    def __init__(self, address: Address) -> None:
        self._count = 0
        self._exchanges: set[str] = set()
        self._unconfirmed: dict[int, str] = {}
        self._refused: set[str] = set()
        self._news = threading.Condition()
        self.link = Connection.open(address, "events out", self._prepare)
        threading.Thread(target=self._read, name="bus: confirms", daemon=True).start()

    def _prepare(self, link: Connection) -> None:
        self._channel = link.channel()
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._confirmed)
        self._channel.events["basic_nack"].add(self._nacked)
        self._channel.events["basic_return"].add(self._returned)

    def publish(self, events: Sequence[OutgoingEvent]) -> set[str]:
        """The whole batch leaves in one piece; its confirms are awaited together."""
        self._refused.clear()
        with contextlib.suppress(ConnectionLost):
            self.link.send_all([sending for event in events for sending in self._sendings(event)])
        faultpoints.hit(FaultPoint.EVENTS_PUBLISHED)
        unknown = self._await_confirms()
        if unknown:
            log.warning("events not confirmed", count=len(unknown))
            self.link.drop()
        return {event.id for event in events} - self._refused - unknown

    def _sendings(self, event: OutgoingEvent) -> Iterator[Sending]:
        """What is sent for an event: its exchange is declared by the first that goes there."""
        if event.exchange not in self._exchanges:
            flags = (False, True, False, False, True)  # passive, durable, auto-delete, internal, no answer
            yield self._channel, spec.Exchange.Declare, "BssbbbbbF", (0, event.exchange, "topic", *flags, {}), None
            self._exchanges.add(event.exchange)
        # Not application/cloudevents+json: kombu and nameko refuse to decode a content type they don't know.
        message = self.link.message(event.body, message_id=event.id, type=event.type, delivery_mode=2)
        with self._news:
            self._count += 1
            self._unconfirmed[self._count] = event.id
        yield self.link.publishing(self._channel, event.exchange, event.type, message, event.mandatory)

    def _await_confirms(self) -> set[str]:
        """Wait as long as there is news every few seconds; returns the ids of which nothing was heard."""
        with self._news:
            while self._unconfirmed and self.link.alive and self._news.wait(PATIENCE):
                pass
            return set(self._unconfirmed.values())

    def _confirmed(self, tag: int, multiple: bool) -> None:
        self._settle(tag, multiple, taken=True)

    def _nacked(self, tag: int, multiple: bool) -> None:
        self._settle(tag, multiple, taken=False)

    def _settle(self, tag: int, multiple: bool, taken: bool) -> None:
        with self._news:
            for one in [one for one in self._unconfirmed if one <= tag] if multiple else [tag]:
                id = self._unconfirmed.pop(one, "")
                if not taken:
                    self._refused.add(id)
            self._news.notify_all()

    def _returned(self, _error: Any, _exchange: str, _key: str, message: Any) -> None:
        self._refused.add(message.properties["message_id"])

    def _read(self) -> None:
        self.link.read()
        with self._news:
            self._news.notify_all()
