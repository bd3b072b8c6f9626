"""Slots for CPU-bound functions: half the cores. A call waits for a slot until its deadline (`fair_queue.py`)."""

import contextlib
import os
from collections.abc import Iterator

from eventlet import Timeout
from eventlet.event import Event

from services.chassis.contract import DeadlinePassed
from services.chassis.runtime.fair_queue import FairQueue, WaitingCall

WAITING_PER_SLOT = 100
"""Waiting calls per slot. More than some 25 are not all served within a call's usual timeout of five seconds, but a new
one may be (`fair_queue.py`)."""


class QueueFull(Exception):
    """Too many calls wait already."""


class CpuSlots:
    """Used by green threads of one OS thread. Without `can_wait`, a call finds a free slot or is refused."""

    def __init__(self, *, can_wait: bool) -> None:
        self.slots = max(1, (os.cpu_count() or 1) // 2)
        self.queue = FairQueue(WAITING_PER_SLOT * self.slots if can_wait else 0)
        self._free = self.slots
        self._events: dict[WaitingCall, Event] = {}
        self._granted: set[WaitingCall] = set()

    @property
    def limit(self) -> int:
        """Calls that may run or wait at the same time."""
        return self.slots + self.queue.limit

    @property
    def in_use(self) -> int:
        """Calls that run or wait."""
        return self.slots - self._free + len(self.queue)

    @contextlib.contextmanager
    def slot(self, shares: tuple[str, ...], seconds: float | None, *, is_known: bool) -> Iterator[None]:
        """Occupy a slot, for which the call waits at most so many seconds. Raises QueueFull and DeadlinePassed."""
        self._acquire(shares, seconds, is_known)
        try:
            yield
        finally:
            self._release()

    def _acquire(self, shares: tuple[str, ...], seconds: float | None, is_known: bool) -> None:
        if self._free:
            self._free -= 1
            self.queue.count_turn(shares, is_known=is_known)
            return
        call, displaced = self.queue.join(shares, is_known=is_known)
        if displaced is call:
            raise QueueFull
        if displaced is not None:
            self._events.pop(displaced).send_exception(QueueFull())
        event = self._events[call] = Event()
        try:
            with Timeout(seconds, DeadlinePassed()):
                event.wait()
        except BaseException:
            if self._events.pop(call, None) is not None:
                self.queue.leave(call)
            elif call in self._granted:  # at the moment of the timeout
                self._release()
            raise
        finally:
            self._granted.discard(call)

    def _release(self) -> None:
        call = self.queue.next()
        if call is None:
            self._free += 1
        else:
            self._granted.add(call)
            self._events.pop(call).send()
