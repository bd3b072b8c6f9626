"""Schemas of a machine: a row of a list, and the complete detail."""

import enum

from services.chassis.contract import Schema, fields
from services.fleet.contracts.supplies import EXAMPLE as EXAMPLE_SUPPLY
from services.fleet.contracts.supplies import SupplyLevel

__all__ = ["Condition", "Monitoring"]


class Monitoring(enum.StrEnum):
    """Whether the machine's readings arrive automatically."""

    CONNECTED = "connected"
    NOT_CONNECTED = "not_connected"


class Condition(enum.StrEnum):
    """Conditions of a machine, worst first.

    `attention`: the device reports a jam, an open cover, a service call or the like. It can occur together with the
    condition of the supplies (`low`, `unknown`); otherwise a machine has exactly one condition.
    """

    ATTENTION = "attention"
    LOW = "low"
    STALE = "stale"
    UNKNOWN = "unknown"
    NOT_CONNECTED = "not_connected"
    OK = "ok"


class Location(Schema):
    site = fields.String(max_length=80, load_default="")
    street = fields.String(max_length=120, load_default="")
    postcode = fields.String(max_length=12, load_default="")
    city = fields.String(max_length=80, load_default="")
    building = fields.String(max_length=60, load_default="")
    floor = fields.String(max_length=30, load_default="")
    room = fields.String(max_length=60, load_default="")


class Alert(Schema):
    """An alert of the device: an error state (hrPrinterDetectedErrorState, RFC 2790) as `code`, or a row of its alert
    table (RFC 3805) with its group as `code` and its text as `description`."""

    code = fields.String(max_length=40)
    description = fields.String(max_length=255)


class GroupName(Schema):
    id = fields.UUID()
    name = fields.String(max_length=80)


class GroupChoice(GroupName):
    """A group to filter by. `customer_name` is empty for users."""

    customer_name = fields.String(max_length=120)


class MachineRow(Schema):
    """A machine in a list. `equipment_number` is empty for a machine without a sticker.

    `conditions` are all present conditions, worst first; filters and counts use them. `condition` is the first of them.
    `groups` are the machine's groups that are in the caller's scope.
    """

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
    monitoring = fields.Enum(Monitoring)
    last_contact_at = fields.AwareDateTime(allow_none=True, required=True)
    condition = fields.Enum(Condition)
    conditions = fields.List(fields.Enum(Condition), min_length=1, max_length=3)
    alerts = fields.List(fields.Nested(Alert), max_length=200)
    groups = fields.List(fields.Nested(GroupName), max_length=500)
    supplies = fields.RawList(fields.Nested(SupplyLevel), max_length=100)


class MachineDetail(MachineRow):
    """A machine with all its data.

    `other_model_name` is set when the device reports another model name (an identity conflict). `stale`: the last
    report is older than 3 days. `total`, `mono` and `colour` are page counters, read at `counted_at`, which is null
    before the first reading. A counter is null when the device does not report it. `counter_unit` is set when the last
    report had no page counters but counted in another unit (`sheets`).
    """

    contact_name = fields.String(max_length=120, personal=True)
    cost_centre = fields.String(max_length=40)
    contract = fields.String(max_length=80)
    other_model_name = fields.String(max_length=80)
    stale = fields.Boolean()
    total = fields.Integer(allow_none=True, required=True)
    mono = fields.Integer(allow_none=True, required=True)
    colour = fields.Integer(allow_none=True, required=True)
    counted_at = fields.AwareDateTime(allow_none=True, required=True)
    counter_unit = fields.String(max_length=40)


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
