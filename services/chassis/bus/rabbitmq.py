"""The bus over RabbitMQ. Implements `transport.py`; the wire format is nameko's.

Works with threads and, after `eventlet.monkey_patch()`, with green threads.
"""

import contextlib
import os
import time
import weakref
from collections.abc import Callable, Sequence
from typing import Any

from services.chassis import observability
from services.chassis.bus import broker, topology, transaction_guard
from services.chassis.bus.address import Address
from services.chassis.bus.amqp import declaring
from services.chassis.bus.amqp.call_sender import CallSender
from services.chassis.bus.amqp.connection import ConnectionLost
from services.chassis.bus.amqp.publisher import Publisher
from services.chassis.bus.amqp.server import Server
from services.chassis.bus.amqp.subscriptions import Subscriptions
from services.chassis.bus.dead_letters import DeadLetters
from services.chassis.bus.pending_reply import PendingReply
from services.chassis.bus.transport import CallMessage, DeadLetteredMessage, EventMessage, OutgoingEvent, Subscription

__all__ = ["AmqpTransport"]

DECLARE_SECONDS = 30.0
"""How long `declare` waits for a broker that is still starting."""
log = observability.log()


class AmqpTransport:
    """Access to RabbitMQ as one broker user.

    Calls and published events have one connection each, opened on first use and reopened when it is lost or after a
    fork. Every consumer has a connection of its own.
    """

    def __init__(self, url: str) -> None:
        """`url` is `amqp://user:password@host:5672/vhost` or `amqps://…` (else ValueError). Does not connect."""
        self._address = Address.of(url)
        self._create_connections()
        _transports.add(self)

    def _create_connections(self) -> None:
        self._calls, self._publisher = CallSender(self._address), Publisher(self._address)

    def send(self, service: str, operation: str, body: bytes, headers: dict[str, Any], timeout: float) -> PendingReply:
        transaction_guard.refuse_within_transaction(f"call of {service}.{operation}")
        return self._calls.send(service, operation, body, headers, timeout)

    def publish(self, events: Sequence[OutgoingEvent]) -> set[str]:
        transaction_guard.refuse_within_transaction("publish")
        return self._publisher.publish(events)

    def declare(self, subscriptions: Sequence[Subscription]) -> None:
        """Wait for a broker that is still starting; raises ConnectionError after DECLARE_SECONDS."""

        end = time.monotonic() + DECLARE_SECONDS
        while True:
            try:
                with broker.connect(self._address, "queues") as connection:
                    declaring.declare(connection, [topology.event_queue(one) for one in subscriptions])
                return
            except broker.ERRORS as error:
                if time.monotonic() > end:
                    raise ConnectionLost(f"{self._address.host}: {error}") from error
                log.warning("queues not declared yet", reason=str(error))
                time.sleep(1)

    def has_consumers(self, subscriptions: Sequence[Subscription]) -> bool:
        """Opens a connection for this check and closes it."""
        try:
            with broker.connect(self._address, "queue check") as connection:
                channel = connection.channel()
                queues = [topology.event_queue(subscription)(channel) for subscription in subscriptions]
                return all(queue.queue_declare(passive=True).consumer_count > 0 for queue in queues)
        except broker.ERRORS:
            return False

    def serve(self, service: str, on_call: Callable[[CallMessage], None], prefetch: int) -> Server:
        """Return once calls are consumed, or after START_SECONDS while connecting continues in a thread."""
        return Server(self._address, service, on_call, prefetch)

    def consume_events(
        self, subscriptions: Sequence[Subscription], on_event: Callable[[EventMessage], None], prefetch: int
    ) -> Subscriptions:
        """As `serve`. Each queue delivers at most `prefetch` unsettled events."""
        return Subscriptions(self._address, subscriptions, on_event, prefetch)

    def consume_dead_letters(self, service: str, on_dead_letter: Callable[[DeadLetteredMessage], None]) -> DeadLetters:
        return DeadLetters(self._address, service, on_dead_letter)

    def close(self) -> None:
        """Pending calls get NoAnswer. Consumers are not stopped: call their `stop`."""
        self._calls.close()
        self._publisher.close()

    def _after_fork(self) -> None:
        calls, publisher = self._calls, self._publisher
        self._create_connections()
        calls.leave_to_parent()
        publisher.leave_to_parent()


_transports: weakref.WeakSet[AmqpTransport] = weakref.WeakSet()


def _reconnect_in_child() -> None:
    for transport in list(_transports):
        with contextlib.suppress(OSError):
            transport._after_fork()


os.register_at_fork(after_in_child=_reconnect_in_child)
