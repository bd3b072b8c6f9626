"""Readings: what devices say, as it comes in and as it is kept (product.md section 3)."""

import enum

from services.chassis.contract import (
    Choice,
    Command,
    Id,
    Kind,
    ListOf,
    Mapped,
    Moment,
    One,
    Query,
    Schema,
    Text,
    Whole,
)
from services.chassis.contract.paging import EXAMPLE_PAGE, Page, Paged
from services.fleet.contracts.machine_rows import EXAMPLE as EXAMPLE_MACHINE
from services.fleet.contracts.machines import MachineNotFound
from services.identity.contracts import StaffRight, UnknownCustomer

MOST_READINGS = 200
"""In one call: a machine's readings of some years, or those of a whole site."""


class ReadingSource(enum.StrEnum):
    """How a reading came in. One by hand (`manual`) tells counters alone, and connects no machine."""

    COLLECTOR = "collector"
    WALK = "walk"
    MANUAL = "manual"


class Outcome(enum.StrEnum):
    """What became of a reading. `held` waits for a look by staff; `unchanged` was here before."""

    ACCEPTED = "accepted"
    UNCHANGED = "unchanged"
    HELD = "held"
    REFUSED = "refused"


class Reason(enum.StrEnum):
    """Why a reading was held or refused."""

    NO_IDENTITY = "no_identity"
    OTHER_CUSTOMER = "other_customer"
    FUTURE = "future"
    COUNTER_WENT_DOWN = "counter_went_down"
    IDENTITY_CONFLICT = "identity_conflict"


class Device(Schema):
    """Who a device says it is. All may be empty; without serial number and MAC address a reading is refused."""

    serial_number = Text(max=60, load_default="")
    mac_address = Text(max=17, load_default="")
    manufacturer = Text(max=60, load_default="")
    model_name = Text(max=80, load_default="")
    other_model_name = Text(max=80, load_default="")
    system_description = Text(max=1000, load_default="", lines=True)
    system_object_id = Text(max=255, load_default="")


class Counters(Schema):
    """Pages since new; null where the device does not say.

    `other_unit` is what a device counts that does not count pages (`sheets`): its number is of no use here.
    """

    total = Whole(min=0, nullable=True, load_default=None)
    mono = Whole(min=0, nullable=True, load_default=None)
    colour = Whole(min=0, nullable=True, load_default=None)
    duplex = Whole(min=0, nullable=True, load_default=None)
    scans = Whole(min=0, nullable=True, load_default=None)
    other_unit = Text(max=40, load_default="")


class ReportedSupply(Schema):
    """A row of prtMarkerSuppliesTable as the device gives it (RFC 3805): −1, −2 and −3 are states, not amounts."""

    index = Whole(min=0)
    supply_class = Text(max=40, nullable=True, load_default=None)
    supply_type = Text(max=40, nullable=True, load_default=None)
    description = Text(max=255, load_default="")
    colorant = Text(max=60, nullable=True, load_default=None)
    unit = Text(max=40, nullable=True, load_default=None)
    max_capacity = Whole(nullable=True, load_default=None)
    level = Whole(nullable=True, load_default=None)


class ReportedAlert(Schema):
    severity = Text(max=40, load_default="")
    group = Text(max=60, load_default="")
    code = Whole(nullable=True, load_default=None)
    description = Text(max=255, load_default="")


class SubmittedReading(Schema):
    """One device at one moment. `key` is the sender's name for this reading: the same key again changes nothing."""

    key = Text(max=80, min=1)
    observed_at = Moment()
    source = Choice(ReadingSource)
    device = One(Device)
    counters = One(Counters, load_default=dict)
    supplies = ListOf(One(ReportedSupply), max=100, load_default=list)
    errors = ListOf(Text(max=40), max=20, load_default=list)
    alerts = ListOf(One(ReportedAlert), max=100, load_default=list)


class ReadingResult(Schema):
    """What became of the reading with this key. `reason` is null when it was simply accepted."""

    key = Text(max=80)
    outcome = Choice(Outcome)
    reason = Choice(Reason, nullable=True, required=True)
    machine_id = Id(nullable=True, required=True)
    params = Mapped()


class SubmitReadings(Command):
    """Hand in readings of devices at a customer; devices that are not yet known become machines of it.

    Readings of one device count in the order in which they stand here.
    """

    allowed = {Kind.STAFF: StaffRight.MANAGE_FLEET, Kind.COLLECTOR: None}
    errors = (UnknownCustomer,)

    class Request(Schema):
        customer_number = Text(max=20, min=1)
        readings = ListOf(One(SubmittedReading), min=1, max=MOST_READINGS)

    class Response(Schema):
        results = ListOf(One(ReadingResult), max=MOST_READINGS)

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
    id = Id()
    observed_at = Moment()
    source = Choice(ReadingSource)
    outcome = Choice(Outcome)
    reason = Choice(Reason, nullable=True, required=True)
    total = Whole(nullable=True, required=True)
    mono = Whole(nullable=True, required=True)
    colour = Whole(nullable=True, required=True)


class ListReadings(Query):
    """A machine's meter readings, newest first; held ones are shown as such."""

    allowed = {Kind.USER: None, Kind.STAFF: None}
    errors = (MachineNotFound,)

    class Request(Paged):
        machine_id = Id()

    class Response(Page):
        rows = ListOf(One(MeterReading), max=200)

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
