"""Consumes a service's dead-lettered events: those that reached the delivery limit of their queue."""

import functools
from collections.abc import Callable

from services.chassis import observability
from services.chassis.bus.amqp import topology
from services.chassis.bus.amqp.address import Address
from services.chassis.bus.amqp.connection import Connection
from services.chassis.bus.amqp.consumer import Consumer, Delivery, Handler
from services.chassis.bus.amqp.delayed_requeue import DelayedRequeue
from services.chassis.bus.transport import DeadLetteredMessage

QUEUE, REASON = "x-first-death-queue", "x-first-death-reason"
"""Headers that RabbitMQ sets on a dead-lettered message: its first queue and the reason."""
AT_ONCE = 5
"""Prefetch."""
log = observability.log()


class DeadLetters:
    """Consumes from construction until `stop`, over a connection of its own: a refused queue does not stop events."""

    def __init__(self, address: Address, service: str, on_dead_letter: Callable[[DeadLetteredMessage], None]) -> None:
        self._service, self._on_dead_letter, self._requeue = service, on_dead_letter, DelayedRequeue()
        self._consumer = Consumer(address, f"dead letters of {service}", AT_ONCE, self._setup)

    @property
    def is_consuming(self) -> bool:
        return self._consumer.is_consuming

    def stop(self) -> None:
        """Stop consuming; returns when all messages in flight are settled."""
        self._consumer.cancel()
        self._requeue.end()
        self._consumer.stop()

    def _setup(self, connection: Connection) -> dict[str, Handler]:
        return {topology.declare_dead_letters(connection.channel(), self._service): self._on_message}

    def _on_message(self, delivery: Delivery) -> None:
        headers = delivery.headers
        queue, reason = (headers.get(name) for name in (QUEUE, REASON))
        message = DeadLetteredMessage(
            queue=queue if isinstance(queue, str) else topology.dead_letters_of(self._service),
            reason=reason if isinstance(reason, str) else "unknown",
            body=delivery.body,
            settle=functools.partial(self._requeue.settle, delivery),
        )
        try:
            self._on_dead_letter(message)
        except Exception:
            log.exception("dead-lettered event not stored; requeued", queue=message.queue)
            message.settle(False)
