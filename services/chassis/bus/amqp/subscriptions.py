"""Consumes the events that a service has subscribed to."""

import functools
from collections.abc import Callable, Sequence

from services.chassis import observability
from services.chassis.bus import topology
from services.chassis.bus.address import Address
from services.chassis.bus.amqp import declaring
from services.chassis.bus.amqp.connection import Connection
from services.chassis.bus.amqp.consumer import Consumer, Delivery, Handler
from services.chassis.bus.amqp.settlement import Settlement
from services.chassis.bus.transport import EventMessage, Subscription

log = observability.log()


class Subscriptions:
    """Consumes from construction until `stop`. Each queue delivers at most `prefetch` unsettled events.

    Up to half of them are acknowledged as one batch (`ack_batcher.py`); if the process dies before that, they are
    redelivered. An event is decoded from the body alone; of the headers only the number of deliveries is used.
    """

    def __init__(
        self,
        address: Address,
        subscriptions: Sequence[Subscription],
        on_event: Callable[[EventMessage], None],
        prefetch: int,
    ) -> None:
        self._subscriptions, self._on_event, self._settlement = subscriptions, on_event, Settlement()
        name = subscriptions[0].service if subscriptions else "nobody"
        self._consumer = Consumer(address, f"events of {name}", prefetch, self._setup, batch_size=max(1, prefetch // 2))

    @property
    def is_consuming(self) -> bool:
        return self._consumer.is_consuming

    def stop(self) -> None:
        """Stop consuming; returns when all events in flight are settled. Delayed requeues happen at once."""
        self._consumer.cancel()
        self._settlement.end()
        self._consumer.stop()

    def _setup(self, connection: Connection) -> dict[str, Handler]:
        queues = [topology.event_queue(subscription) for subscription in self._subscriptions]
        names = declaring.declare_and_keep(connection, queues)
        return {
            name: functools.partial(self._on_message, subscription)
            for name, subscription in zip(names, self._subscriptions, strict=True)
        }

    def _on_message(self, subscription: Subscription, delivery: Delivery) -> None:
        settle = functools.partial(self._settlement.settle, delivery)
        try:
            self._on_event(EventMessage(subscription, delivery.body, settle, delivery.headers))
        except Exception:
            log.exception("event handler failed", queue=subscription.queue)
            settle(False)
