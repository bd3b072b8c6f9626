"""Settling what a channel gave. Acknowledgements may leave together: for each that comes alone, RabbitMQ writes to its
queue, and gives out one message more."""

import math
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from amqp import spec

from services.chassis.bus.amqp.write_coalescer import WriteCoalescer

Gone = Callable[[], None]


class AckBatcher:
    """Knows what the channel gave and what became of it. Each message is settled once; safe for many threads."""

    def __init__(self, departures: WriteCoalescer, channel: Any, together: int) -> None:
        """So many acknowledgements leave as one. Fewer do when nothing else is in hand, or with something `before`."""
        self._departures, self._channel, self._together = departures, channel, together
        self._turn, self._in_hand, self._ready = threading.Lock(), set[int](), dict[int, Gone]()

    def came(self, tag: int) -> None:
        """RabbitMQ gave this message."""
        with self._turn:
            self._in_hand.add(tag)

    def acknowledge(self, tag: int, gone: Gone, before: Sequence[Any] = ()) -> None:
        """It is done. `gone` is called when that has left, or cannot any more; `before` leaves in one piece with it."""
        with self._turn:
            self._in_hand.discard(tag)
            self._ready[tag] = gone
            self._let_go(before)
        self._departures.leave(others=bool(self._in_hand))

    def reject(self, tag: int, gone: Gone, *, requeue: bool) -> None:
        """It goes back to its queue, or for good to the dead letters."""
        with self._turn:
            self._in_hand.discard(tag)
            self._departures.put([(self._channel, spec.Basic.Reject, "Lb", (tag, requeue), None)], gone)
            self._let_go()
        self._departures.leave(others=bool(self._in_hand))

    def _let_go(self, before: Sequence[Any] = ()) -> None:
        """In the turn, so that none overtakes one that speaks for it: RabbitMQ would not know it any more."""
        if not self._ready or (self._in_hand and not before and len(self._ready) < self._together):
            return
        ready, self._ready = self._ready, {}
        written = [(self._channel, spec.Basic.Ack, "Lb", one, None) for one in self._written(ready)]

        def gone() -> None:
            for each in ready.values():
                each()

        self._departures.put([*before, *written], gone)

    def _written(self, ready: dict[int, Gone]) -> Iterator[tuple[int, bool]]:
        """One for all up to a message where none before it is in hand; each of the others for itself."""
        first_in_hand = min(self._in_hand, default=math.inf) if len(ready) > 1 else 0
        if early := [tag for tag in ready if tag < first_in_hand]:
            yield max(early), True
        yield from ((tag, False) for tag in ready if tag > first_in_hand)
