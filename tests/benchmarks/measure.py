"""Measuring: functions that are compared take turns in one run, so that other load on the machine affects all."""

import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Self


def print_progress(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@dataclass
class Times:
    """The times of one function in milliseconds."""

    name: str
    milliseconds: list[float] = field(default_factory=list)

    def measure(self, function: Callable[[], object]) -> None:
        started_at = time.perf_counter()
        function()
        self.milliseconds.append((time.perf_counter() - started_at) * 1000)

    @property
    def median(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.milliseconds, n=20)[-1]

    @property
    def spread(self) -> str:
        """From the 5th to the 95th percentile."""
        cuts = statistics.quantiles(self.milliseconds, n=20)
        return f"{cuts[0]:.1f}–{cuts[-1]:.1f}"


@dataclass
class Rates:
    """Executions per second of one function, one value per round.

    `settled`: seconds after each turn until the work that it caused was finished.
    """

    name: str
    measured: list[float] = field(default_factory=list)
    settled: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.measured)

    def ratio_to(self, other: "Rates") -> float:
        """The median of the ratios of each round, because the speed of the machine varies between rounds."""
        return statistics.median(own / others for own, others in zip(self.measured, other.measured, strict=True))

    @property
    def spread(self) -> str:
        return f"{min(self.measured):,.0f}–{max(self.measured):,.0f}"


def in_turns(kinds: dict[str, Callable[[], object]], rounds: int, *, warm_up: int = 0) -> list[Times]:
    """Call each function once per round, each round beginning with another one. The first `warm_up` rounds are not
    measured."""
    times = [Times(name) for name in kinds]
    functions = list(kinds.values())
    for number in range(-warm_up, rounds):
        for place in range(len(functions)):
            chosen = (place + number) % len(functions)
            if number < 0:
                functions[chosen]()
            else:
                times[chosen].measure(functions[chosen])
    return times


def rates_in_turns(
    kinds: dict[str, Sequence[Callable[[], object]]],
    rounds: int,
    *,
    seconds: float = 1.0,
    settle: Callable[[], object] = lambda: None,
) -> list[Rates]:
    """In each round, each kind has a turn of `seconds`, in which its functions are repeated, each in its own thread.

    One further round before them is not measured. `settle` returns when the work that a turn caused is finished; it is
    not part of the rate.
    """
    rates = [Rates(name) for name in kinds]
    for number in range(-1, rounds):
        for rate, functions in zip(rates, kinds.values(), strict=True):
            measured = _rate(functions, seconds)
            ended = time.perf_counter()
            settle()
            if number >= 0:
                rate.measured.append(measured)
                rate.settled.append(time.perf_counter() - ended)
    return rates


def _rate(functions: Sequence[Callable[[], object]], seconds: float) -> float:
    done, errors, started_at = [0] * len(functions), list[Exception](), time.perf_counter()
    end = started_at + seconds

    def repeat(place: int) -> None:
        try:
            while time.perf_counter() < end:
                functions[place]()
                done[place] += 1
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=repeat, args=(place,)) for place in range(len(functions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return sum(done) / (time.perf_counter() - started_at)


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound on a measured value, and whether it holds."""

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
    """Tables of times and rates, and bounds. `counts` are values that were counted, not timed."""

    title: str
    what: str
    bounds: Sequence[Bound]
    rows: Sequence[Times] = ()
    rates: Sequence[Rates] = ()
    counts: Sequence[tuple[str, str]] = ()

    @property
    def holds(self) -> bool:
        return all(bound.holds for bound in self.bounds)

    def lines(self) -> Iterator[str]:
        yield from (f"## {self.title}", "", self.what, "")
        if self.rows:
            yield from ("| | runs | median ms | p95 ms | 5–95 % ms |", "|---|---|---|---|---|")
            yield from (
                f"| {r.name} | {len(r.milliseconds):,} | {r.median:.1f} | {r.p95:.1f} | {r.spread} |" for r in self.rows
            )
            yield ""
        if self.rates:
            yield from ("| | rounds | median per second | min–max |", "|---|---|---|---|")
            yield from (f"| {r.name} | {len(r.measured)} | {r.median:,.0f} | {r.spread} |" for r in self.rates)
            yield ""
        if self.counts:
            yield from ("| | |", "|---|---|")
            yield from (f"| {name} | {value} |" for name, value in self.counts)
            yield ""
        for bound in self.bounds:
            yield from (f"{'Target met' if bound.holds else 'TARGET MISSED'}: {bound.sentence}", "")
