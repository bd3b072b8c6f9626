"""Machines within the asker's scope: where they stand and how they are doing."""

from gateway.api.schemas.fields import LEFT_OUT, Answer, Moment, Word
from gateway.api.schemas.paging import PAGE, OfCustomer, Page, Paged
from services.chassis.contract import Flag, Id, ListOf, One, Schema, Text, Whole

MONITORING = ("connected", "not_connected")
CONDITIONS = ("attention", "low", "stale", "unknown", "not_connected", "ok")
SORTS = ("site", "model", "last_contact", "condition", "toner")
KINDS = ("toner", "waste_toner", "drum", "developer", "fuser", "transfer", "staples", "other")
COLOURS = ("black", "cyan", "magenta", "yellow", "none")
STATES = ("known", "some_remaining", "unknown", "not_reported")
DIRECTIONS = ("remaining", "ambiguous")


class Location(Answer):
    site = Text(max=80)
    street = Text(max=120)
    postcode = Text(max=12)
    city = Text(max=80)
    building = Text(max=60)
    floor = Text(max=30)
    room = Text(max=60)


class Alert(Answer):
    """What the device itself reports: a code, or a text of its own."""

    code = Text(max=40)
    description = Text(max=255)


class GroupOf(Answer):
    id = Id()
    name = Text(max=80)


class Supply(Answer):
    """`percent` is null unless `state` is `known`. `ambiguous`: a box of which the room left or the fill is told."""

    kind = Word(KINDS)
    colour = Word(COLOURS)
    description = Text(max=255)
    part_number = Text(max=60)
    state = Word(STATES)
    percent = Whole(min=0, max=100, nullable=True, required=True)
    direction = Word(DIRECTIONS)


class Machine(Answer):
    """`conditions` are all that hold, the worst first; `condition` is the first. `groups`: those in one's scope."""

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
    monitoring = Word(MONITORING)
    last_contact_at = Moment(nullable=True, required=True)
    condition = Word(CONDITIONS)
    conditions = ListOf(Word(CONDITIONS), max=6)
    alerts = ListOf(One(Alert), max=200)
    groups = ListOf(One(GroupOf), max=500)
    supplies = ListOf(One(Supply), max=100)


class MachineDetail(Machine):
    """With its counters as they were at `counted_at`; null where it gives none. `counter_unit`: empty for pages.

    `other_model_name` is not empty where the device names itself in two ways. `stale`: the last reading is too old
    to rely on.
    """

    contact_name = Text(max=120)
    cost_centre = Text(max=40)
    contract = Text(max=80)
    other_model_name = Text(max=80)
    stale = Flag()
    total = Whole(nullable=True, required=True)
    mono = Whole(nullable=True, required=True)
    colour = Whole(nullable=True, required=True)
    counted_at = Moment(nullable=True, required=True)
    counter_unit = Text(max=40)


class MachineQuery(Paged, OfCustomer):
    """`text` finds by the beginning of a number and by words of model, reference and place.

    `condition` may be given several times; one of them is enough.
    """

    text = Text(max=80, load_default="")
    conditions = ListOf(Word(CONDITIONS), max=6, load_default=list, data_key="condition")
    monitoring = Word(MONITORING, load_default=LEFT_OUT)
    site = Text(max=80, load_default="")
    model_id = Id(load_default=LEFT_OUT)
    group_id = Id(load_default=LEFT_OUT)
    sort = Word(SORTS, load_default="site")


class MachinePage(Page):
    rows = ListOf(One(Machine), max=200)


class HiddenQuery(Schema):
    """`number`: exactly the equipment or serial number."""

    number = Text(max=80, min=1)


class Hidden(Answer):
    hidden = Flag()


MACHINE = {
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
    "supplies": [
        {
            "kind": "toner",
            "colour": "magenta",
            "description": "Toner (Magenta)",
            "part_number": "TN-328M",
            "state": "known",
            "percent": 11,
            "direction": "remaining",
        }
    ],
}
MACHINES = {"rows": [MACHINE], "page": PAGE}
DETAIL = MACHINE | {
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
HIDDEN = {"hidden": True}
