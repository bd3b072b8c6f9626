"""Taking what RabbitMQ gave up of a service's events: given out again and again, until no consumer was left to try."""

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
"""Where RabbitMQ tells from which queue it took a message, and why."""
AT_ONCE = 5
log = observability.log()


class DeadLetters:
    """Runs from its making until `stop`, over a connection of its own: what it may not do keeps no event waiting."""

    def __init__(self, address: Address, service: str, on_dead_letter: Callable[[DeadLetteredMessage], None]) -> None:
        self._service, self._on_dead_letter, self._pauses = service, on_dead_letter, DelayedRequeue()
        self._consumer = Consumer(address, f"dead letters of {service}", AT_ONCE, self._setup)

    @property
    def is_consuming(self) -> bool:
        """Whether they reach this process at this moment."""
        return self._consumer.is_consuming

    def stop(self) -> None:
        """Take no more. What is in hand is settled before this returns."""
        self._consumer.cancel()
        self._pauses.end()
        self._consumer.stop()

    def _setup(self, link: Connection) -> dict[str, Handler]:
        return {topology.declare_dead_letters(link.channel(), self._service): self._take}

    def _take(self, delivery: Delivery) -> None:
        headers = delivery.headers
        queue, reason = (headers.get(name) for name in (QUEUE, REASON))
        found = DeadLetteredMessage(
            queue=queue if isinstance(queue, str) else topology.dead_letters_of(self._service),
            reason=reason if isinstance(reason, str) else "unknown",
            body=delivery.body,
            settle=functools.partial(self._pauses.settle, delivery),
        )
        try:
            self._on_dead_letter(found)
        except Exception:
            log.exception("what the broker gave up could not be kept; it comes again", queue=found.queue)
            found.settle(False)
