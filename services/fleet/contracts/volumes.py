"""Pages per month, from the differences between meter readings."""

from services.chassis.contract import Kind, Query, Schema, fields
from services.fleet.contracts.machine_rows import EXAMPLE
from services.fleet.contracts.machines import MachineNotFound

__all__ = ["ListMonthlyVolumes"]

MAX_MONTHS = 36


class MonthlyVolume(Schema):
    """Pages of one calendar month in the dealer's time zone; `month` is its first day.

    Pages between two readings are spread evenly over the time between them, so that a month needs no reading on its
    last day. `mono` and `colour` are null when the readings around the month do not give them. `complete` is false when
    the readings cover only a part of the month.
    """

    month = fields.Date()
    total = fields.Integer(min=0)
    mono = fields.Integer(min=0, allow_none=True, required=True)
    colour = fields.Integer(min=0, allow_none=True, required=True)
    complete = fields.Boolean()


class ListMonthlyVolumes(Query):
    """A machine's pages per month, oldest first: the current month and previous ones that have readings.

    `months` includes the current one. Only accepted readings of the machine's present customer count. With fewer than
    two of them there are no rows.
    """

    allowed = {Kind.USER: None, Kind.STAFF: None}
    errors = (MachineNotFound,)

    class Request(Schema):
        machine_id = fields.UUID()
        months = fields.Integer(min=1, max=MAX_MONTHS, load_default=13)

    class Response(Schema):
        rows = fields.List(fields.Nested(MonthlyVolume), max_length=MAX_MONTHS)

    example = (
        {"machine_id": EXAMPLE["id"]},
        {
            "rows": [
                {"month": "2026-01-01", "total": 241, "mono": 190, "colour": 51, "complete": False},
                {"month": "2026-02-01", "total": 2107, "mono": 1654, "colour": 453, "complete": True},
            ]
        },
    )
