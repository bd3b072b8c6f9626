"""Measuring: kinds of work that are compared take turns in one run, so that what else the machine does meets all."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


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


def in_turns(kinds: dict[str, Callable[[], object]], rounds: int) -> list[Times]:
    """Each kind once a round, another one first each time."""
    times = [Times(name) for name in kinds]
    works = list(kinds.values())
    for number in range(rounds):
        for place in range(len(works)):
            chosen = (place + number) % len(works)
            times[chosen].take(works[chosen])
    return times


@dataclass(frozen=True, slots=True)
class Result:
    """A table, and the sentence that says whether what was promised holds."""

    title: str
    what: str
    rows: list[Times]
    verdict: str
    holds: bool

    def lines(self) -> Iterator[str]:
        yield f"## {self.title}"
        yield ""
        yield self.what
        yield ""
        yield "| | tries | median ms | p95 ms | 5–95 % ms |"
        yield "|---|---|---|---|---|"
        for row in self.rows:
            yield f"| {row.name} | {len(row.taken):,} | {row.median:.1f} | {row.p95:.1f} | {row.spread} |"
        yield ""
        yield f"{'Holds' if self.holds else 'DOES NOT HOLD'}: {self.verdict}"
        yield ""
