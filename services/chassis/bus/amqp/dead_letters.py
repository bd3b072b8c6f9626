"""Taking what RabbitMQ gave up of a service's events: given out again and again, until no consumer was left to try."""

import functools
from collections.abc import Callable

from services.chassis import observe
from services.chassis.bus.amqp import topology
from services.chassis.bus.amqp.address import Address
from services.chassis.bus.amqp.connection import Link
from services.chassis.bus.amqp.consumer import Consumer, Delivery, Handler
from services.chassis.bus.amqp.pauses import Pauses
from services.chassis.bus.transport import GivenUp

QUEUE, REASON = "x-first-death-queue", "x-first-death-reason"
"""Where RabbitMQ tells from which queue it took a message, and why."""
AT_ONCE = 5
log = observe.log()


class DeadLetters:
    """Runs from its making until `stop`, over a connection of its own: what it may not do keeps no event waiting."""

    def __init__(self, address: Address, service: str, on_given_up: Callable[[GivenUp], None]) -> None:
        self._service, self._on_given_up, self._pauses = service, on_given_up, Pauses()
        self._consumer = Consumer(address, f"dead letters of {service}", AT_ONCE, self._setup)

    @property
    def taking(self) -> bool:
        """Whether they reach this process at this moment."""
        return self._consumer.taking

    def stop(self) -> None:
        """Take no more. What is in hand is settled before this returns."""
        self._consumer.cancel()
        self._pauses.end()
        self._consumer.stop()

    def _setup(self, link: Link) -> dict[str, Handler]:
        return {topology.declare_dead_letters(link.channel(), self._service): self._take}

    def _take(self, delivery: Delivery) -> None:
        headers = delivery.headers
        queue, reason = (headers.get(name) for name in (QUEUE, REASON))
        found = GivenUp(
            queue=queue if isinstance(queue, str) else topology.dead_letters_of(self._service),
            reason=reason if isinstance(reason, str) else "unknown",
            body=delivery.body,
            settle=functools.partial(self._pauses.settle, delivery),
        )
        try:
            self._on_given_up(found)
        except Exception:
            log.exception("what the broker gave up could not be kept; it comes again", queue=found.queue)
            found.settle(False)
