"""The waiting calls of `cpu_slots.py`: bounded, and fair between shares, so that nobody keeps others out by calling
often.

A share is whatever competes, such as a network address or an account. This is fair queueing (Demers, Keshav
and Shenker 1989): each share with waiting calls has one turn per round. Calls of known callers and others
alternate: any number of shares of unknown callers delays a known caller by one call at most. When the queue is full,
the newest call of the share with the most waiting calls has to leave, calls of unknown callers first.

When a call of an unknown caller has waited for CROWDED_SECONDS, the newest one is served first, until none has. First
come, first served, all would get their turns when their callers are about to give up, or too late (adaptive LIFO:
Maurer, "Fail at Scale", ACM Queue 2015).
"""

import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

CROWDED_SECONDS = 3.0
"""Callers usually wait for five seconds, and a served call takes up to a second."""
REMEMBERED_SHARES = 1000
"""Shares whose last turn is remembered; one that is forgotten counts as never served."""


@dataclass(eq=False, slots=True)
class WaitingCall:
    """`round` is the round of its turn, `number` its place among the calls of that round, `at` when it came."""

    shares: tuple[str, ...]
    is_known: bool
    round: float
    number: int
    at: float


class FairQueue:
    """At most `limit` waiting calls. `clock` returns seconds."""

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.limit, self._clock = limit, clock
        self._waiting: list[WaitingCall] = []
        self._last_rounds: OrderedDict[str, float] = OrderedDict()
        self._round, self._number, self._known_had_turn = 0.0, 0, False

    def __len__(self) -> int:
        return len(self._waiting)

    def join(self, shares: tuple[str, ...], *, is_known: bool = False) -> tuple[WaitingCall, WaitingCall | None]:
        """Add a call. Returns it and, if the queue was full, the call that had to leave: another one or itself."""
        self._number += 1
        crowds = self._crowds()
        rounds = [max(self._round, self._last_rounds.get(share, -1.0) + 1) + crowds[share] for share in shares]
        call = WaitingCall(shares, is_known, max(rounds, default=self._round), self._number, self._clock())
        self._waiting.append(call)
        if len(self._waiting) <= self.limit:
            return call, None
        crowds = self._crowds()
        displaced = max(
            self._waiting,
            key=lambda one: (max((crowds[share] for share in one.shares), default=0), not one.is_known, one.number),
        )
        self._waiting.remove(displaced)
        return call, displaced

    def leave(self, call: WaitingCall) -> None:
        """Remove a call that waits no longer."""
        self._waiting.remove(call)

    def next(self) -> WaitingCall | None:
        """Remove and return the call whose turn it is; None if none waits."""
        if not self._waiting:
            return None
        candidates = [call for call in self._waiting if call.is_known is not self._known_had_turn] or self._waiting
        call = min(candidates, key=lambda one: (one.round, one.number))
        if not call.is_known and self._clock() - min(one.at for one in candidates) > CROWDED_SECONDS:
            call = max((one for one in candidates if one.round <= self._round + 1), key=_number_of, default=call)
        self._waiting.remove(call)
        self.count_turn(call.shares, is_known=call.is_known)
        return call

    def count_turn(self, shares: tuple[str, ...], *, is_known: bool = False) -> None:
        """Remember that a call of these shares had its turn, whether or not it waited."""
        self._known_had_turn = is_known
        self._round += 1 / (1 + len(self._waiting))
        for share in shares:
            self._last_rounds[share] = self._round
            self._last_rounds.move_to_end(share)
        while len(self._last_rounds) > REMEMBERED_SHARES:
            self._last_rounds.popitem(last=False)

    def _crowds(self) -> Counter[str]:
        """Waiting calls per share."""
        return Counter(share for waiting in self._waiting for share in waiting.shares)


def _number_of(call: WaitingCall) -> int:
    return call.number
