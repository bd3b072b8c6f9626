"""Lists of a period."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, true


def within(column: Any, period: Mapping[str, Any], zone: dt.tzinfo) -> ColumnElement[bool]:
    """SQL condition: the time in this column falls on a day of the `Period`, in the zone."""
    first, last = period["from_day"], period["to_day"]
    since = column >= _beginning(first, zone) if first else true()
    until = column < _beginning(last + dt.timedelta(days=1), zone) if last else true()
    return and_(since, until)


def _beginning(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    """Midnight, in UTC; where clocks are put forward at midnight, the first moment that exists."""
    return dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)
