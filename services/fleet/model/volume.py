"""Pages per month, from meter readings (docs/features.md#machines)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple


class Counted(NamedTuple):
    """What the counters said at a moment. `mono` and `colour` are None where they are not told apart."""

    at: dt.datetime
    total: int
    mono: int | None
    colour: int | None


@dataclass(frozen=True, slots=True)
class Volume:
    """Pages of the month that begins on this day; `complete` when readings cover all of it."""

    month: dt.date
    total: int
    mono: int | None
    colour: int | None
    complete: bool


def month_starts(now: dt.datetime, months: int, zone: dt.tzinfo) -> list[dt.datetime]:
    """The beginnings, in the dealer's zone, of so many months up to the present one, and of the next."""
    today = now.astimezone(zone)
    numbers = range(today.year * 12 + today.month - months, today.year * 12 + today.month + 1)
    return [dt.datetime(number // 12, number % 12 + 1, 1, tzinfo=zone) for number in numbers]


def volumes(starts: Sequence[dt.datetime], readings: Sequence[Counted]) -> list[Volume]:
    """The months between `starts` that `readings` (oldest first, accepted) tell of.

    Pages between two readings count evenly for the time between them. A counter that stands lower than before,
    because an older reading came in later, counts nothing.
    """
    if len(readings) < 2:
        return []
    found = []
    for begin, end in pairwise(starts):
        since, until = max(begin, readings[0].at), min(end, readings[-1].at)
        if since < until:
            found.append(_between(begin, since, until, readings, complete=(since, until) == (begin, end)))
    return found


def _between(
    begin: dt.datetime, since: dt.datetime, until: dt.datetime, readings: Sequence[Counted], *, complete: bool
) -> Volume:
    before, after = _standing(since, readings), _standing(until, readings)
    mono, colour = (
        None if later is None or earlier is None else max(later - earlier, 0)
        for earlier, later in zip(before[1:], after[1:], strict=True)
    )
    total = max((after[0] or 0) - (before[0] or 0), 0)
    return Volume(begin.date(), total, mono, colour, complete)


def _standing(at: dt.datetime, readings: Sequence[Counted]) -> tuple[int | None, int | None, int | None]:
    """Where the counters stood at a moment between the first reading and the last."""
    before = max((reading for reading in readings if reading.at <= at), key=lambda reading: reading.at)
    after = min((reading for reading in readings if reading.at >= at), key=lambda reading: reading.at)
    span = (after.at - before.at).total_seconds()
    part = (at - before.at).total_seconds() / span if span else 0.0
    total, mono, colour = (_part(a, b, part) for a, b in zip(before[1:], after[1:], strict=True))
    return total, mono, colour


def _part(before: int | None, after: int | None, part: float) -> int | None:
    return None if before is None or after is None else before + round((after - before) * part)
