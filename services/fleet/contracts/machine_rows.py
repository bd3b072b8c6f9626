"""How machines are told: in a list, and on their own page."""

import enum

from services.chassis.contract import AsKept, Choice, Flag, Id, ListOf, Moment, One, Schema, Text, Whole
from services.fleet.contracts.supplies import EXAMPLE as EXAMPLE_SUPPLY
from services.fleet.contracts.supplies import SupplyLevel


class Monitoring(enum.StrEnum):
    """Whether readings arrive by themselves."""

    CONNECTED = "connected"
    NOT_CONNECTED = "not_connected"


class Condition(enum.StrEnum):
    """How a machine is doing, worst first.

    `attention`: the device itself reports a jam, an open cover, a service call or the like. It goes together with what
    is known of its supplies (`low`, `unknown`); each of the others stands alone.
    """

    ATTENTION = "attention"
    LOW = "low"
    STALE = "stale"
    UNKNOWN = "unknown"
    NOT_CONNECTED = "not_connected"
    OK = "ok"


class Location(Schema):
    site = Text(max=80, load_default="")
    street = Text(max=120, load_default="")
    postcode = Text(max=12, load_default="")
    city = Text(max=80, load_default="")
    building = Text(max=60, load_default="")
    floor = Text(max=30, load_default="")
    room = Text(max=60, load_default="")


class Alert(Schema):
    """What the device itself reports: an error state (`code` of hrPrinterDetectedErrorState) or an alert row's text."""

    code = Text(max=40)
    description = Text(max=255)


class GroupName(Schema):
    id = Id()
    name = Text(max=80)


class GroupChoice(GroupName):
    """`customer_name` is told to staff alone."""

    customer_name = Text(max=120)


class MachineRow(Schema):
    """A machine in a list. `equipment_number` is empty for one that has no sticker yet.

    `conditions` are all that hold, worst first: those by which lists are filtered and machines counted. `condition`
    is the first of them. `groups` are those in the caller's scope.
    """

    id = Id()
    customer_id = Id()
    customer_name = Text(max=120)
    equipment_number = Text(max=20)
    serial_number = Text(max=60)
    mac_address = Text(max=17)
    manufacturer = Text(max=60)
    model_name = Text(max=80)
    own_reference = Text(max=60)
    location = One(Location)
    monitoring = Choice(Monitoring)
    last_contact_at = Moment(nullable=True, required=True)
    condition = Choice(Condition)
    conditions = ListOf(Choice(Condition), min=1, max=3)
    alerts = ListOf(One(Alert), max=200)
    groups = ListOf(One(GroupName), max=500)
    supplies = AsKept(One(SupplyLevel), max=100)


class MachineDetail(MachineRow):
    """A machine on its own page.

    `other_model_name` is not empty where the device names itself in two ways (an identity conflict).
    `stale` says that the last reading is too old to rely on. Counters are those of `counted_at`, which is null when
    nothing was ever counted; they are null where the device gives none. `counter_unit` is then what it counts
    instead of pages (`sheets`), where it says so.
    """

    contact_name = Text(max=120, personal=True)
    cost_centre = Text(max=40)
    contract = Text(max=80)
    other_model_name = Text(max=80)
    stale = Flag()
    total = Whole(nullable=True, required=True)
    mono = Whole(nullable=True, required=True)
    colour = Whole(nullable=True, required=True)
    counted_at = Moment(nullable=True, required=True)
    counter_unit = Text(max=40)


EXAMPLE_ROW = {
    "id": "01980000-0000-7000-8000-000000000012",
    "customer_id": "01980000-0000-7000-8000-000000000001",
    "customer_name": "Van Dijk Logistiek B.V.",
    "equipment_number": "10042",
    "serial_number": "A7PY0SAMPLE18",
    "mac_address": "",
    "manufacturer": "Konica Minolta",
    "model_name": "bizhub C250i",
    "own_reference": "Balie 2e etage",
    "location": {
        "site": "Hoofdkantoor",
        "street": "Voorbeeldkade 12",
        "postcode": "1000 AA",
        "city": "Amsterdam",
        "building": "",
        "floor": "2",
        "room": "",
    },
    "monitoring": "connected",
    "last_contact_at": "2026-03-04T07:12:00+00:00",
    "condition": "attention",
    "conditions": ["attention"],
    "alerts": [{"code": "service_requested", "description": ""}],
    "groups": [{"id": "01980000-0000-7000-8000-000000000013", "name": "Amsterdam"}],
    "supplies": [EXAMPLE_SUPPLY],
}
EXAMPLE = EXAMPLE_ROW | {
    "contact_name": "Sanne de Wit",
    "cost_centre": "4100",
    "contract": "Volledige service",
    "other_model_name": "",
    "stale": False,
    "total": 33810,
    "mono": 26548,
    "colour": 7255,
    "counted_at": "2026-03-04T07:12:00+00:00",
    "counter_unit": "",
}
