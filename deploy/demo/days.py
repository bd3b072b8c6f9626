"""Dates of the demo, relative to the day on which it is loaded."""

import datetime as dt


def working_day_before(day: dt.date, count: int) -> dt.date:
    """The date `count` days before `day`; the Friday before it if it is in a weekend."""
    return _outside_weekend(day - dt.timedelta(days=count), dt.timedelta(days=-1))


def working_day_after(day: dt.date, count: int) -> dt.date:
    """The date `count` days after `day`; the Monday after it if it is in a weekend."""
    return _outside_weekend(day + dt.timedelta(days=count), dt.timedelta(days=1))


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """In UTC."""
    return dt.datetime.combine(day, dt.time(hour, minute), dt.UTC)


def _outside_weekend(day: dt.date, step: dt.timedelta) -> dt.date:
    while day.weekday() > 4:
        day += step
    return day
