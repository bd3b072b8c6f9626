"""Meter readings as devices submit them and as they are stored (docs/features.md#meter-readings)."""

import enum
from typing import Any

from marshmallow import ValidationError

from services.chassis.contract import Command, Kind, Query, Schema, fields
from services.chassis.contract.paging import EXAMPLE_PAGE, Page, Paged
from services.fleet.contracts.machine_rows import EXAMPLE as EXAMPLE_MACHINE
from services.fleet.contracts.machines import MachineNotFound
from services.identity.contracts import StaffRight, UnknownCustomer

__all__ = ["ListReadings", "Outcome", "ReadingSource", "Reason", "SubmitReadings"]

MAX_READINGS = 200
"""Limit per call: enough for some years of one machine, or for a whole site."""


class ReadingSource(enum.StrEnum):
    """Origin of a reading. A `manual` reading has counters only and does not make the machine connected."""

    COLLECTOR = "collector"
    WALK = "walk"
    MANUAL = "manual"


class Outcome(enum.StrEnum):
    """Result of a submitted reading. `held` readings wait for staff; `unchanged` ones were submitted before."""

    ACCEPTED = "accepted"
    UNCHANGED = "unchanged"
    HELD = "held"
    REFUSED = "refused"


class Reason(enum.StrEnum):
    """Why a reading was held or refused. `invalid`: `params` of the result has `fields`, as of the error `invalid`."""

    INVALID = "invalid"
    NO_IDENTITY = "no_identity"
    OTHER_CUSTOMER = "other_customer"
    FUTURE = "future"
    COUNTER_WENT_DOWN = "counter_went_down"
    IDENTITY_CONFLICT = "identity_conflict"


class Device(Schema):
    """Identity that the device reports. All fields may be empty; without serial number and MAC address a reading is
    refused."""

    serial_number = fields.String(max_length=60, load_default="")
    mac_address = fields.String(max_length=17, load_default="")
    manufacturer = fields.String(max_length=60, load_default="")
    model_name = fields.String(max_length=80, load_default="")
    other_model_name = fields.String(max_length=80, load_default="")
    system_description = fields.String(max_length=1000, load_default="", multiline=True)
    system_object_id = fields.String(max_length=255, load_default="")


class Counters(Schema):
    """Pages since the device was new; null when the device does not give them.

    `other_unit` is the unit of a device that does not count pages (`sheets`); its number is not used.
    """

    total = fields.Integer(min=0, allow_none=True, load_default=None)
    mono = fields.Integer(min=0, allow_none=True, load_default=None)
    colour = fields.Integer(min=0, allow_none=True, load_default=None)
    duplex = fields.Integer(min=0, allow_none=True, load_default=None)
    scans = fields.Integer(min=0, allow_none=True, load_default=None)
    other_unit = fields.String(max_length=40, load_default="")


class ReportedSupply(Schema):
    """A row of prtMarkerSuppliesTable with the device's values (RFC 3805): −1, −2 and −3 are states, not amounts."""

    index = fields.Integer(min=0)
    supply_class = fields.String(max_length=40, allow_none=True, load_default=None)
    supply_type = fields.String(max_length=40, allow_none=True, load_default=None)
    description = fields.String(max_length=255, load_default="")
    colorant = fields.String(max_length=60, allow_none=True, load_default=None)
    unit = fields.String(max_length=40, allow_none=True, load_default=None)
    max_capacity = fields.Integer(allow_none=True, load_default=None)
    level = fields.Integer(allow_none=True, load_default=None)


class ReportedAlert(Schema):
    severity = fields.String(max_length=40, load_default="")
    group = fields.String(max_length=60, load_default="")
    code = fields.Integer(allow_none=True, load_default=None)
    description = fields.String(max_length=255, load_default="")


KEY = fields.String(max_length=80, min_length=1)


class SubmittedReading(Schema):
    """Values of one device at one moment. `key` is chosen by the sender; a reading with the same key changes
    nothing."""

    key = KEY
    observed_at = fields.AwareDateTime()
    source = fields.Enum(ReadingSource)
    device = fields.Nested(Device)
    counters = fields.Nested(Counters, load_default=dict)
    supplies = fields.List(fields.Nested(ReportedSupply), max_length=100, load_default=list)
    errors = fields.List(fields.String(max_length=40), max_length=20, load_default=list)
    alerts = fields.List(fields.Nested(ReportedAlert), max_length=100, load_default=list)


class ReadingOrProblems(fields.Nested):
    """A reading whose values do not fit its schema is loaded as `{"key", "problems"}`: it is refused, and the others of
    the call are not. An unknown field is a mistake of the program that sends it, and refuses the call."""

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().deserialize(value, *args, **kwargs)
        except ValidationError as error:
            problems = fields.problems(error.messages)
            if any(problem["code"] == "unknown_field" for problem in problems):
                raise
            return {"key": _key_of(value), "problems": problems}


def _key_of(reading: Any) -> str:
    """The key of a reading that may be anything; empty if there is none."""
    try:
        return str(KEY.deserialize(reading["key"]))
    except (TypeError, KeyError, ValidationError):
        return ""


class ReadingResult(Schema):
    """Outcome of the reading with this key, in the order of the request. `reason` is null for a reading accepted
    without remark."""

    key = fields.String(max_length=80)
    outcome = fields.Enum(Outcome)
    reason = fields.Enum(Reason, allow_none=True, required=True)
    machine_id = fields.UUID(allow_none=True, required=True)
    params = fields.Dict()


class SubmitReadings(Command):
    """Submit readings of devices at a customer. An unknown device becomes a machine of the customer.

    Readings of one device are processed in the given order. Each has its own result: one with values that do not fit
    the schema is refused with the reason `invalid`.
    """

    allowed = {Kind.STAFF: StaffRight.MANAGE_FLEET, Kind.COLLECTOR: None}
    errors = (UnknownCustomer,)

    class Request(Schema):
        customer_number = fields.String(max_length=20, min_length=1)
        readings = fields.List(ReadingOrProblems(SubmittedReading), min_length=1, max_length=MAX_READINGS)

    class Response(Schema):
        results = fields.List(fields.Nested(ReadingResult), max_length=MAX_READINGS)

    example = (
        {
            "customer_number": "1048823",
            "readings": [
                {
                    "key": "sha256-of-the-walk",
                    "observed_at": "2026-03-04T07:12:00+00:00",
                    "source": "walk",
                    "device": {
                        "serial_number": "A7PY0SAMPLE18",
                        "manufacturer": "Konica Minolta",
                        "model_name": "bizhub C250i",
                    },
                    "counters": {"total": 33810, "mono": 26548, "colour": 7255},
                    "supplies": [
                        {
                            "index": 1,
                            "supply_class": "consumed",
                            "supply_type": "toner",
                            "description": "Toner (Magenta)",
                            "colorant": "magenta",
                            "unit": "percent",
                            "max_capacity": 100,
                            "level": 11,
                        }
                    ],
                    "errors": ["service_requested"],
                    "alerts": [],
                }
            ],
        },
        {
            "results": [
                {
                    "key": "sha256-of-the-walk",
                    "outcome": "accepted",
                    "reason": None,
                    "machine_id": EXAMPLE_MACHINE["id"],
                    "params": {},
                }
            ]
        },
    )


class MeterReading(Schema):
    id = fields.UUID()
    observed_at = fields.AwareDateTime()
    source = fields.Enum(ReadingSource)
    outcome = fields.Enum(Outcome)
    reason = fields.Enum(Reason, allow_none=True, required=True)
    total = fields.Integer(allow_none=True, required=True)
    mono = fields.Integer(allow_none=True, required=True)
    colour = fields.Integer(allow_none=True, required=True)


class ListReadings(Query):
    """A machine's meter readings, newest first, including held ones."""

    allowed = {Kind.USER: None, Kind.STAFF: None}
    errors = (MachineNotFound,)

    class Request(Paged):
        machine_id = fields.UUID()

    class Response(Page):
        rows = fields.List(fields.Nested(MeterReading), max_length=200)

    example = (
        {"machine_id": EXAMPLE_MACHINE["id"]},
        {
            "rows": [
                {
                    "id": "01980000-0000-7000-8000-000000000014",
                    "observed_at": "2026-03-04T07:12:00+00:00",
                    "source": "walk",
                    "outcome": "accepted",
                    "reason": None,
                    "total": 33810,
                    "mono": 26548,
                    "colour": 7255,
                }
            ],
            "page": EXAMPLE_PAGE,
        },
    )
