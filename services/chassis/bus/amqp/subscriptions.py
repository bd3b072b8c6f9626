"""Taking the events that a service has subscribed to."""

import functools
from collections.abc import Callable, Sequence

from services.chassis import observability
from services.chassis.bus.amqp import topology
from services.chassis.bus.amqp.address import Address
from services.chassis.bus.amqp.connection import Connection
from services.chassis.bus.amqp.consumer import Consumer, Delivery, Handler
from services.chassis.bus.amqp.delayed_requeue import DelayedRequeue
from services.chassis.bus.transport import EventMessage, Subscription

log = observability.log()


class Subscriptions:
    """Runs from its making until `stop`. Each queue gives at most `prefetch` events that are not yet settled. Half of
    them are settled as one while more are in hand: those that a death catches before come again.

    The body alone says what happened: whatever else a message carries is not looked at.
    """

    def __init__(
        self,
        address: Address,
        subscriptions: Sequence[Subscription],
        on_event: Callable[[EventMessage], None],
        prefetch: int,
    ) -> None:
        self._subscriptions, self._on_event, self._pauses = subscriptions, on_event, DelayedRequeue()
        name = subscriptions[0].service if subscriptions else "nobody"
        self._consumer = Consumer(address, f"events of {name}", prefetch, self._setup, together=max(1, prefetch // 2))

    @property
    def is_consuming(self) -> bool:
        """Whether events reach this process at this moment, from every queue."""
        return self._consumer.is_consuming

    def stop(self) -> None:
        """Take no more. What is in hand is settled before this returns; what pauses goes back at once."""
        self._consumer.cancel()
        self._pauses.end()
        self._consumer.stop()

    def _setup(self, link: Connection) -> dict[str, Handler]:
        channel = link.channel()
        return {
            topology.declare_subscription(channel, one): functools.partial(self._take, one)
            for one in self._subscriptions
        }

    def _take(self, subscription: Subscription, delivery: Delivery) -> None:
        settle = functools.partial(self._pauses.settle, delivery)
        try:
            self._on_event(EventMessage(subscription, delivery.body, settle, delivery.headers))
        except Exception:
            log.exception("event not handed over", queue=subscription.queue)
            settle(False)
