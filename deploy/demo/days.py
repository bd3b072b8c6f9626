"""Moments of the demo, counted back from the day on which it is loaded."""

import datetime as dt


def working_day(day: dt.date, back: int) -> dt.date:
    """So many days before a day, or after it for less than none; moved on, the same way, out of a weekend."""
    found = day - dt.timedelta(days=back)
    step = dt.timedelta(days=1 if back < 0 else -1)
    while found.weekday() > 4:
        found += step
    return found


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """In UTC."""
    return dt.datetime.combine(day, dt.time(hour, minute), dt.UTC)
