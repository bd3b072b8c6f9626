"""Measuring: kinds of work that are compared take turns in one run, so that what else the machine does meets all."""

import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Self


def tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@dataclass
class Times:
    """What one kind of work took, in milliseconds."""

    name: str
    taken: list[float] = field(default_factory=list)

    def take(self, work: Callable[[], object]) -> None:
        begun = time.perf_counter()
        work()
        self.taken.append((time.perf_counter() - begun) * 1000)

    @property
    def median(self) -> float:
        return statistics.median(self.taken)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.taken, n=20)[-1]

    @property
    def spread(self) -> str:
        """From the fifth to the ninety-fifth of a hundred."""
        cuts = statistics.quantiles(self.taken, n=20)
        return f"{cuts[0]:.1f}–{cuts[-1]:.1f}"


@dataclass
class Rates:
    """How often one kind of work was done in a second, once for each of its turns.

    `settled`: seconds after the end of a turn until what it left behind was done.
    """

    name: str
    measured: list[float] = field(default_factory=list)
    settled: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.measured)

    def beside(self, other: "Rates") -> float:
        """The median of what each turn was beside the other's turn of that round: the machine itself is faster at one
        minute than at another."""
        return statistics.median(mine / its for mine, its in zip(self.measured, other.measured, strict=True))

    @property
    def spread(self) -> str:
        return f"{min(self.measured):,.0f}–{max(self.measured):,.0f}"


def in_turns(kinds: dict[str, Callable[[], object]], rounds: int, *, warm_up: int = 0) -> list[Times]:
    """Each kind once a round, another one first each time. The first `warm_up` rounds don't count."""
    times = [Times(name) for name in kinds]
    works = list(kinds.values())
    for number in range(-warm_up, rounds):
        for place in range(len(works)):
            chosen = (place + number) % len(works)
            if number < 0:
                works[chosen]()
            else:
                times[chosen].take(works[chosen])
    return times


def rates_in_turns(
    kinds: dict[str, Sequence[Callable[[], object]]],
    rounds: int,
    *,
    seconds: float = 1.0,
    settle: Callable[[], object] = lambda: None,
) -> list[Rates]:
    """So many rounds, in which each kind has `seconds`: all its works again and again, each in a thread of its own.

    One round before them doesn't count. `settle` returns when what a turn left behind is done; its time counts for
    nobody.
    """
    rates = [Rates(name) for name in kinds]
    for number in range(-1, rounds):
        for rate, works in zip(rates, kinds.values(), strict=True):
            measured = _rate(works, seconds)
            ended = time.perf_counter()
            settle()
            if number >= 0:
                rate.measured.append(measured)
                rate.settled.append(time.perf_counter() - ended)
    return rates


def _rate(works: Sequence[Callable[[], object]], seconds: float) -> float:
    done, faults, begin = [0] * len(works), list[Exception](), time.perf_counter()
    end = begin + seconds

    def again_and_again(place: int) -> None:
        try:
            while time.perf_counter() < end:
                works[place]()
                done[place] += 1
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=again_and_again, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return sum(done) / (time.perf_counter() - begin)


@dataclass(frozen=True, slots=True)
class Bound:
    """What was promised, and whether it holds."""

    sentence: str
    holds: bool

    @classmethod
    def at_most(cls, what: str, measured: float, limit: float, unit: str = "×", digits: int = 2) -> Self:
        return cls(f"{what}: {measured:,.{digits}f}{unit} (at most {limit:,g}{unit})", measured <= limit)

    @classmethod
    def at_least(cls, what: str, measured: float, limit: float, unit: str = "×", digits: int = 2) -> Self:
        return cls(f"{what}: {measured:,.{digits}f}{unit} (at least {limit:,g}{unit})", measured >= limit)


@dataclass(frozen=True, slots=True)
class Result:
    """Tables, and the sentences that say whether what was promised holds. `figures` are what was counted, not timed."""

    title: str
    what: str
    bounds: Sequence[Bound]
    rows: Sequence[Times] = ()
    rates: Sequence[Rates] = ()
    figures: Sequence[tuple[str, str]] = ()

    @property
    def holds(self) -> bool:
        return all(bound.holds for bound in self.bounds)

    def lines(self) -> Iterator[str]:
        yield from (f"## {self.title}", "", self.what, "")
        if self.rows:
            yield from ("| | runs | median ms | p95 ms | 5–95 % ms |", "|---|---|---|---|---|")
            yield from (
                f"| {r.name} | {len(r.taken):,} | {r.median:.1f} | {r.p95:.1f} | {r.spread} |" for r in self.rows
            )
            yield ""
        if self.rates:
            yield from ("| | rounds | median per second | min–max |", "|---|---|---|---|")
            yield from (f"| {r.name} | {len(r.measured)} | {r.median:,.0f} | {r.spread} |" for r in self.rates)
            yield ""
        if self.figures:
            yield from ("| | |", "|---|---|")
            yield from (f"| {name} | {told} |" for name, told in self.figures)
            yield ""
        for bound in self.bounds:
            yield from (f"{'Target met' if bound.holds else 'TARGET MISSED'}: {bound.sentence}", "")
