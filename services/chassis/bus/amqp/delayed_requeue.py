"""Messages that could not be kept go back to their queue, each after a pause that grows with its tries."""

import threading

from services.chassis.bus.amqp.consumer import Delivery

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0
TIMES = "x-delivery-count"
"""Where a quorum queue tells how often a message was given out before."""


class DelayedRequeue:
    """Holds what pauses."""

    def __init__(self) -> None:
        self._pausing: dict[Delivery, threading.Timer] = {}
        self._over = False

    def settle(self, delivery: Delivery, kept: bool) -> None:
        """Acknowledge it, or give it back after a pause."""
        if kept:
            delivery.acknowledge()
            return
        times = delivery.headers.get(TIMES)
        pause = min(FIRST_PAUSE * 2 ** min(times if isinstance(times, int) else 0, 10), LONGEST_PAUSE)
        timer = threading.Timer(pause, self._give_back, [delivery])
        timer.daemon = True
        self._pausing[delivery] = timer
        timer.start()
        if self._over:
            self._give_back(delivery)

    def end(self) -> None:
        """What pauses goes back at once, and so does what is still settled."""
        self._over = True
        for delivery in list(self._pausing):
            self._give_back(delivery)

    def _give_back(self, delivery: Delivery) -> None:
        if timer := self._pausing.pop(delivery, None):
            timer.cancel()
            delivery.requeue()
