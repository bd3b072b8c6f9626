"""Requeues messages whose processing failed, after a pause of 0.2, 0.4, 0.8, … s, at most 30 s.

Without a pause RabbitMQ redelivers at once, and a short outage uses up the delivery limit of the queue.
"""

import threading

from services.chassis.bus.amqp.consumer import Delivery

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0
TIMES = "x-delivery-count"
"""Header of a quorum queue: how often the message was delivered before."""


class Settlement:
    """Acknowledges deliveries, or requeues them after a pause."""

    def __init__(self) -> None:
        self._timers: dict[Delivery, threading.Timer] = {}
        self._ended = False

    def settle(self, delivery: Delivery, processed: bool) -> None:
        """Acknowledge a delivery that was `processed`, or requeue it after the pause."""
        if processed:
            delivery.acknowledge()
            return
        deliveries = delivery.headers.get(TIMES)
        pause = min(FIRST_PAUSE * 2 ** min(deliveries if isinstance(deliveries, int) else 0, 10), LONGEST_PAUSE)
        timer = threading.Timer(pause, self._requeue, [delivery])
        timer.daemon = True
        self._timers[delivery] = timer
        timer.start()
        if self._ended:
            self._requeue(delivery)

    def end(self) -> None:
        """Requeue all waiting deliveries at once, and from now on without a pause."""
        self._ended = True
        for delivery in list(self._timers):
            self._requeue(delivery)

    def _requeue(self, delivery: Delivery) -> None:
        if timer := self._timers.pop(delivery, None):
            timer.cancel()
            delivery.requeue()
