"""Taking the events that a service has subscribed to."""

import functools
import json
import threading
from collections.abc import Callable, Sequence

from services.chassis import observe
from services.chassis.bus.amqp import topology
from services.chassis.bus.amqp.address import Address
from services.chassis.bus.amqp.connection import Link
from services.chassis.bus.amqp.consumer import Consumer, Delivery, Handler
from services.chassis.bus.transport import EventMessage, Subscription

log = observe.log()
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0
TIMES = "x-delivery-count"
"""Where a quorum queue tells how often a message was given out before."""


class Subscriptions:
    """Runs from its making until `stop`. Each queue gives at most `prefetch` events that are not yet settled."""

    def __init__(
        self,
        address: Address,
        subscriptions: Sequence[Subscription],
        on_event: Callable[[EventMessage], None],
        prefetch: int,
    ) -> None:
        self._subscriptions, self._on_event = subscriptions, on_event
        self._pausing: dict[Delivery, threading.Timer] = {}
        self._stopping = False
        name = subscriptions[0].service if subscriptions else "nobody"
        self._consumer = Consumer(address, f"events of {name}", prefetch, self._setup)

    @property
    def taking(self) -> bool:
        """Whether events reach this process at this moment."""
        return self._consumer.taking

    def stop(self) -> None:
        """Take no more. What is in hand is settled before this returns; what pauses goes back at once."""
        self._consumer.cancel()
        self._stopping = True
        for delivery in list(self._pausing):
            self._again(delivery)
        self._consumer.stop()

    def _setup(self, link: Link) -> dict[str, Handler]:
        channel = link.channel()
        return {
            topology.declare_subscription(channel, one): functools.partial(self._take, one)
            for one in self._subscriptions
        }

    def _take(self, subscription: Subscription, delivery: Delivery) -> None:
        try:
            json.loads(delivery.body)
        except ValueError:
            delivery.refuse("it is not JSON", queue=subscription.queue)
            return
        settle = functools.partial(self._settle, delivery)
        try:
            self._on_event(EventMessage(subscription, delivery.body, settle, delivery.headers))
        except Exception:
            log.exception("event not handed over", queue=subscription.queue)
            settle(False)

    def _settle(self, delivery: Delivery, kept: bool) -> None:
        if kept:
            delivery.acknowledge()
            return
        times = delivery.headers.get(TIMES)
        pause = min(FIRST_PAUSE * 2 ** min(times if isinstance(times, int) else 0, 10), LONGEST_PAUSE)
        timer = threading.Timer(pause, self._again, [delivery])
        timer.daemon = True
        self._pausing[delivery] = timer
        timer.start()
        if self._stopping:
            self._again(delivery)

    def _again(self, delivery: Delivery) -> None:
        if timer := self._pausing.pop(delivery, None):
            timer.cancel()
            delivery.requeue()
