"""Machines with location, condition and supplies."""

from gateway.api.schemas.fields import OMITTED, IsoDateTime, OpenEnum, ResponseSchema
from gateway.api.schemas.paging import PAGE, OfCustomer, Page, Paged
from services.chassis.contract import Schema, fields

MONITORING = ("connected", "not_connected")
CONDITIONS = ("attention", "low", "stale", "unknown", "not_connected", "ok")
SORTS = ("site", "model", "last_contact", "condition", "toner")
KINDS = ("toner", "waste_toner", "drum", "developer", "fuser", "transfer", "staples", "other")
COLOURS = ("black", "cyan", "magenta", "yellow", "none")
STATES = ("known", "some_remaining", "unknown", "not_reported")
DIRECTIONS = ("remaining", "ambiguous")


class Location(ResponseSchema):
    site = fields.String(max_length=80)
    street = fields.String(max_length=120)
    postcode = fields.String(max_length=12)
    city = fields.String(max_length=80)
    building = fields.String(max_length=60)
    floor = fields.String(max_length=30)
    room = fields.String(max_length=60)


class Alert(ResponseSchema):
    """A fault reported by the device, as a code or as the device's own text."""

    code = fields.String(max_length=40)
    description = fields.String(max_length=255)


class GroupOf(ResponseSchema):
    id = fields.UUID()
    name = fields.String(max_length=80)


class Supply(ResponseSchema):
    """`percent` is null unless `state` is `known`. `direction` is `ambiguous` for a waste box whose `percent` is either
    the fill or the space left.
    """

    kind = OpenEnum(KINDS)
    colour = OpenEnum(COLOURS)
    description = fields.String(max_length=255)
    part_number = fields.String(max_length=60)
    state = OpenEnum(STATES)
    percent = fields.Integer(min=0, max=100, allow_none=True, required=True)
    direction = OpenEnum(DIRECTIONS)


class Machine(ResponseSchema):
    """`conditions`: all that apply, worst first; `condition` is the first. `groups`: those in the caller's scope."""

    id = fields.UUID()
    customer_id = fields.UUID()
    customer_name = fields.String(max_length=120)
    equipment_number = fields.String(max_length=20)
    serial_number = fields.String(max_length=60)
    mac_address = fields.String(max_length=17)
    manufacturer = fields.String(max_length=60)
    model_name = fields.String(max_length=80)
    own_reference = fields.String(max_length=60)
    location = fields.Nested(Location)
    monitoring = OpenEnum(MONITORING)
    last_contact_at = IsoDateTime(allow_none=True, required=True)
    condition = OpenEnum(CONDITIONS)
    conditions = fields.List(OpenEnum(CONDITIONS), max_length=6)
    alerts = fields.List(fields.Nested(Alert), max_length=200)
    groups = fields.List(fields.Nested(GroupOf), max_length=500)
    supplies = fields.List(fields.Nested(Supply), max_length=100)


class MachineDetail(Machine):
    """A machine with its counters at `counted_at`, null if it reports none. `counter_unit` is empty for pages.

    `other_model_name`: a second name by which the device reports its model, else empty. `stale`: the last reading is
    too old to rely on.
    """

    contact_name = fields.String(max_length=120)
    cost_centre = fields.String(max_length=40)
    contract = fields.String(max_length=80)
    other_model_name = fields.String(max_length=80)
    stale = fields.Boolean()
    total = fields.Integer(allow_none=True, required=True)
    mono = fields.Integer(allow_none=True, required=True)
    colour = fields.Integer(allow_none=True, required=True)
    counted_at = IsoDateTime(allow_none=True, required=True)
    counter_unit = fields.String(max_length=40)


class MachineQuery(Paged, OfCustomer):
    """`text` matches the beginning of a number and words of model, reference and location.

    `condition` may be repeated; a machine matches with any of them.
    """

    text = fields.String(max_length=80, load_default="")
    conditions = fields.List(OpenEnum(CONDITIONS), max_length=6, load_default=list, data_key="condition")
    monitoring = OpenEnum(MONITORING, load_default=OMITTED)
    site = fields.String(max_length=80, load_default="")
    model_id = fields.UUID(load_default=OMITTED)
    group_id = fields.UUID(load_default=OMITTED)
    sort = OpenEnum(SORTS, load_default="site")


class MachinePage(Page):
    rows = fields.List(fields.Nested(Machine), max_length=200)


class HiddenQuery(Schema):
    """`number`: the exact equipment or serial number."""

    number = fields.String(max_length=80, min_length=1)


class Hidden(ResponseSchema):
    hidden = fields.Boolean()


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
