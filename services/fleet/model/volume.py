"""Pages per month, from meter readings (docs/features.md#machines)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple


class Counted(NamedTuple):
    """Counters at a moment. `mono` and `colour` are None when the device does not count them separately."""

    at: dt.datetime
    total: int
    mono: int | None
    colour: int | None


@dataclass(frozen=True, slots=True)
class Volume:
    """Pages of the month that begins on `month`; `complete` if readings cover the whole month."""

    month: dt.date
    total: int
    mono: int | None
    colour: int | None
    complete: bool


def month_starts(now: dt.datetime, months: int, zone: dt.tzinfo) -> list[dt.datetime]:
    """The starts, in the dealer's zone, of the last `months` months including the present one, and of the next
    month."""
    today = now.astimezone(zone)
    numbers = range(today.year * 12 + today.month - months, today.year * 12 + today.month + 1)
    return [dt.datetime(number // 12, number % 12 + 1, 1, tzinfo=zone) for number in numbers]


def volumes(starts: Sequence[dt.datetime], readings: Sequence[Counted]) -> list[Volume]:
    """The volumes of the months between `starts` for which there are readings (accepted, oldest first).

    Pages between two readings are spread evenly over the time between them. A counter lower than before, because an
    older reading arrived later, adds nothing.
    """
    if len(readings) < 2:
        return []
    result = []
    for begin, end in pairwise(starts):
        since, until = max(begin, readings[0].at), min(end, readings[-1].at)
        if since < until:
            result.append(_between(begin, since, until, readings, complete=(since, until) == (begin, end)))
    return result


def _between(
    begin: dt.datetime, since: dt.datetime, until: dt.datetime, readings: Sequence[Counted], *, complete: bool
) -> Volume:
    before, after = _counters_at(since, readings), _counters_at(until, readings)
    mono, colour = (
        None if later is None or earlier is None else max(later - earlier, 0)
        for earlier, later in zip(before[1:], after[1:], strict=True)
    )
    total = max((after[0] or 0) - (before[0] or 0), 0)
    return Volume(begin.date(), total, mono, colour, complete)


def _counters_at(at: dt.datetime, readings: Sequence[Counted]) -> tuple[int | None, int | None, int | None]:
    """Counters at a moment between the first and the last reading, interpolated."""
    before = max((reading for reading in readings if reading.at <= at), key=lambda reading: reading.at)
    after = min((reading for reading in readings if reading.at >= at), key=lambda reading: reading.at)
    span = (after.at - before.at).total_seconds()
    fraction = (at - before.at).total_seconds() / span if span else 0.0
    total, mono, colour = (_interpolate(a, b, fraction) for a, b in zip(before[1:], after[1:], strict=True))
    return total, mono, colour


def _interpolate(before: int | None, after: int | None, fraction: float) -> int | None:
    return None if before is None or after is None else before + round((after - before) * fraction)
