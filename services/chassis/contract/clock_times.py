"""Clock times on the days on which clocks change: one hour is skipped in spring, one is repeated in autumn."""

import datetime as dt


class SkippedTime(ValueError):
    """A clock time that does not exist on that day, because clocks are put forward."""


class RepeatedTime(ValueError):
    """A clock time that occurs twice on that day, because clocks are put back."""


def in_zone(clock_time: dt.datetime, zone: dt.tzinfo, season: str = "") -> dt.datetime:
    """The aware time of a naive one. Raises SkippedTime, and RepeatedTime unless `season` (`summer` or `winter`) says
    which of the two is meant."""
    first = clock_time.replace(tzinfo=zone, fold=0)
    if first.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != clock_time.replace(fold=0):
        raise SkippedTime
    if not season_of_repeated(first):
        return first
    for aware in (first, first.replace(fold=1)):
        if season_of_repeated(aware) == season:
            return aware
    raise RepeatedTime


def season_of_repeated(at: dt.datetime) -> str:
    """`summer` or `winter` for an aware time whose clock time is repeated that day, because clocks are put back; empty
    for any other."""
    if at.replace(fold=0).utcoffset() == at.replace(fold=1).utcoffset():
        return ""
    return "summer" if at.dst() else "winter"


def add_period(at: dt.datetime, period: dt.timedelta, zone: dt.tzinfo) -> dt.datetime:
    """The end, in UTC, of a period that begins at an aware time; of a negative one, its beginning. Whole days end at
    the same clock time in the zone, also when clocks change in between; anything else is elapsed time."""
    if period % dt.timedelta(days=1):
        return at + period
    return (at.astimezone(zone) + period).astimezone(dt.UTC)
