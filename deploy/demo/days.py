"""Dates of the demo, relative to the day on which it is loaded."""

import datetime as dt


def working_day(day: dt.date, back: int) -> dt.date:
    """The date `back` days before `day` (after it if negative), moved in the same direction if it is in a weekend."""
    result = day - dt.timedelta(days=back)
    step = dt.timedelta(days=1 if back < 0 else -1)
    while result.weekday() > 4:
        result += step
    return result


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """In UTC."""
    return dt.datetime.combine(day, dt.time(hour, minute), dt.UTC)
