"""Machines: who has them, where they stand, how they are doing."""

import enum

from services.chassis.contract import (
    Choice,
    Command,
    ContractError,
    Feed,
    Flag,
    Id,
    Kind,
    ListOf,
    Moment,
    One,
    Schema,
    StateEvent,
    Text,
    Whole,
)
from services.fleet.contracts.supplies import EXAMPLE as EXAMPLE_SUPPLY
from services.fleet.contracts.supplies import SupplyLevel
from services.identity.contracts import StaffRight, UnknownCustomer


class Monitoring(enum.StrEnum):
    """Whether readings arrive by themselves."""

    CONNECTED = "connected"
    NOT_CONNECTED = "not_connected"


class Condition(enum.StrEnum):
    """How a machine is doing, worst first: the one word beside it in a list."""

    LOW = "low"
    STALE = "stale"
    UNKNOWN = "unknown"
    NOT_CONNECTED = "not_connected"
    OK = "ok"


class MachineNotFound(ContractError):
    """The machine does not exist, or is out of the caller's scope."""

    code = "machine_not_found"
    status = 404


class NumberTaken(ContractError):
    """Another machine has this number. `number`: `equipment_number`, `serial_number` or `mac_address`."""

    code = "number_taken"
    status = 409


class Location(Schema):
    site = Text(max=80, load_default="")
    street = Text(max=120, load_default="")
    postcode = Text(max=12, load_default="")
    city = Text(max=80, load_default="")
    building = Text(max=60, load_default="")
    floor = Text(max=30, load_default="")
    room = Text(max=60, load_default="")


class MachineRow(Schema):
    """A machine in a list. `equipment_number` is empty for one that has no sticker yet."""

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
    supplies = ListOf(One(SupplyLevel), max=100)


class Alert(Schema):
    """What the device itself reports: an error state (`code` of hrPrinterDetectedErrorState) or an alert row's text."""

    code = Text(max=40)
    description = Text(max=255)


class GroupName(Schema):
    id = Id()
    name = Text(max=80)


class MachineDetail(MachineRow):
    """A machine on its own page.

    `other_model_name` is not empty where the device names itself in two ways (an identity conflict).
    `stale` says that the last reading is too old to rely on. Counters are null where the device gives none.
    """

    contact_name = Text(max=120, personal=True)
    cost_centre = Text(max=40)
    contract = Text(max=80)
    other_model_name = Text(max=80)
    stale = Flag()
    alerts = ListOf(One(Alert), max=100)
    groups = ListOf(One(GroupName), max=500)
    total = Whole(nullable=True, required=True)
    mono = Whole(nullable=True, required=True)
    colour = Whole(nullable=True, required=True)


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
    "condition": "ok",
    "supplies": [EXAMPLE_SUPPLY],
}
EXAMPLE = EXAMPLE_ROW | {
    "contact_name": "Sanne de Wit",
    "cost_centre": "4100",
    "contract": "Volledige service",
    "other_model_name": "",
    "stale": False,
    "alerts": [{"code": "service_requested", "description": ""}],
    "groups": [{"id": "01980000-0000-7000-8000-000000000013", "name": "Amsterdam"}],
    "total": 33810,
    "mono": 26548,
    "colour": 7255,
}


class RecordMachine(Command):
    """Add a machine, or change the one that has this equipment number."""

    allowed = {Kind.STAFF: StaffRight.MANAGE_FLEET}
    errors = (UnknownCustomer, NumberTaken)

    class Request(Schema):
        customer_number = Text(max=20, min=1)
        equipment_number = Text(max=20, min=1)
        serial_number = Text(max=60, load_default="")
        mac_address = Text(max=17, load_default="")
        manufacturer = Text(max=60, min=1)
        model_name = Text(max=80, min=1)
        own_reference = Text(max=60, load_default="")
        location = One(Location, load_default=dict)
        contact_name = Text(max=120, load_default="", personal=True)
        cost_centre = Text(max=40, load_default="")
        contract = Text(max=80, load_default="")
        monitoring = Choice(Monitoring, load_default=Monitoring.NOT_CONNECTED)

    class Response(Schema):
        id = Id()

    example = (
        {
            "customer_number": "1048823",
            **{
                key: EXAMPLE[key]
                for key in ("equipment_number", "serial_number", "manufacturer", "model_name", "own_reference")
            },
            "location": EXAMPLE["location"],
        },
        {"id": EXAMPLE["id"]},
    )


class MachineRecorded(StateEvent):
    """A machine as it now is, with its complete list of groups."""

    subject = "machine_id"

    class Data(Schema):
        machine_id = Id()
        customer_id = Id()
        equipment_number = Text(max=20)
        serial_number = Text(max=60)
        mac_address = Text(max=17)
        model_id = Id()
        manufacturer = Text(max=60)
        model_name = Text(max=80)
        own_reference = Text(max=60)
        site = Text(max=80)
        street = Text(max=120, load_default="")
        postcode = Text(max=12, load_default="")
        city = Text(max=80)
        group_ids = ListOf(Id(), max=500)

    example = {
        "machine_id": EXAMPLE["id"],
        "customer_id": EXAMPLE["customer_id"],
        "equipment_number": "10042",
        "serial_number": "A7PY0SAMPLE18",
        "mac_address": "",
        "model_id": "01980000-0000-7000-8000-000000000011",
        "manufacturer": "Konica Minolta",
        "model_name": "bizhub C250i",
        "own_reference": "Balie 2e etage",
        "site": "Hoofdkantoor",
        "street": "Voorbeeldkade 12",
        "postcode": "1000 AA",
        "city": "Amsterdam",
        "group_ids": ["01980000-0000-7000-8000-000000000013"],
    }


class FeedMachines(Feed):
    of = MachineRecorded
    example = (
        {"limit": 1},
        {"rows": [{"id": EXAMPLE["id"], "version": 1, "gone": False, "data": MachineRecorded.example}], "next": None},
    )
