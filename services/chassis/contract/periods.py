"""Periods of whole days, by which lists are filtered."""

import datetime as dt
from typing import Any

from marshmallow import ValidationError, validates_schema

from services.chassis.contract import fields
from services.chassis.contract.errors import ContractError
from services.chassis.contract.fields import Schema, validation_error

FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST_DAYS = 36_500
"""The highest limit that can be set."""


class PeriodTooLong(ContractError):
    """A list is filtered by a period of more than `count` days. `from_day` and `to_day` (ISO 8601) are the period that
    begins alike and is as long as possible."""

    code = "period_too_long"
    status = 422


class WithinPeriod(Schema):
    """Part of a request for a list: only what falls on these days, both included, which begin and end at midnight in
    the installation's time zone. One day alone begins or ends a period that is as long as the limit allows."""

    from_day = fields.Date(allow_none=True)
    to_day = fields.Date(allow_none=True)

    @validates_schema
    def _expect_a_period(self, given: dict[str, Any], **_options: Any) -> None:
        first, last = given["from_day"], given["to_day"]
        for name, day in (("from_day", first), ("to_day", last)):
            if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise ValidationError({name: validation_error("invalid").messages})
        if first and last and last < first:
            raise ValidationError({"to_day": validation_error("before_first_day").messages})


class Period(Schema):
    """The period of a list: null where it is open. `max_days`: how many days a period may have, 0 if any number."""

    from_day = fields.Date(allow_none=True, required=True)
    to_day = fields.Date(allow_none=True, required=True)
    max_days = fields.Integer(min=0)


EXAMPLE_PERIOD = {"from_day": None, "to_day": None, "max_days": 90}


def whole_period(from_day: dt.date | None, to_day: dt.date | None, max_days: int) -> dict[str, Any]:
    """The `Period` that is meant by one or both of the days, or by none. One day alone begins or ends a period of
    `max_days`, or an open one if that is 0. Raises PeriodTooLong."""
    rest = dt.timedelta(days=max_days - 1)
    if max_days and from_day and to_day and to_day - from_day > rest:
        raise PeriodTooLong(count=max_days, from_day=from_day.isoformat(), to_day=(from_day + rest).isoformat())
    if max_days and from_day and not to_day:
        to_day = from_day + rest
    if max_days and to_day and not from_day:
        from_day = to_day - rest
    return {"from_day": from_day, "to_day": to_day, "max_days": max_days}
