"""Machines: maintenance, published state and errors."""

from services.chassis.contract import Command, ContractError, Feed, Kind, Schema, StateEvent, fields
from services.fleet.contracts.machine_rows import EXAMPLE, Location, Monitoring
from services.identity.contracts import StaffRight, UnknownCustomer

__all__ = ["FeedMachines", "MachineNotFound", "MachineStateChanged", "NumberTaken", "UpsertMachine"]

MAX_GROUPS = 5_000
"""Groups of one machine: those that people create, and one per user for whom it was chosen as a single machine."""


class MachineNotFound(ContractError):
    """The machine does not exist, or is out of the caller's scope."""

    code = "machine_not_found"
    status = 404


class NumberTaken(ContractError):
    """Another machine has this number. `number`: `equipment_number`, `serial_number` or `mac_address`."""

    code = "number_taken"
    status = 409


class UpsertMachine(Command):
    """Create a machine, or update the one with this equipment number."""

    allowed = {Kind.STAFF: StaffRight.MANAGE_FLEET}
    errors = (UnknownCustomer, NumberTaken)

    class Request(Schema):
        customer_number = fields.String(max_length=20, min_length=1)
        equipment_number = fields.String(max_length=20, min_length=1)
        serial_number = fields.String(max_length=60, load_default="")
        mac_address = fields.String(max_length=17, load_default="")
        manufacturer = fields.String(max_length=60, min_length=1)
        model_name = fields.String(max_length=80, min_length=1)
        own_reference = fields.String(max_length=60, load_default="")
        location = fields.Nested(Location, load_default=dict)
        contact_name = fields.String(max_length=120, load_default="", personal=True)
        cost_centre = fields.String(max_length=40, load_default="")
        contract = fields.String(max_length=80, load_default="")
        monitoring = fields.Enum(Monitoring, load_default=Monitoring.NOT_CONNECTED)

    class Response(Schema):
        id = fields.UUID()

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


class MachineStateChanged(StateEvent):
    """The complete state of a machine, with all its groups."""

    subject = "machine_id"

    class Data(Schema):
        machine_id = fields.UUID()
        customer_id = fields.UUID()
        equipment_number = fields.String(max_length=20)
        serial_number = fields.String(max_length=60)
        mac_address = fields.String(max_length=17)
        model_id = fields.UUID()
        manufacturer = fields.String(max_length=60)
        model_name = fields.String(max_length=80)
        own_reference = fields.String(max_length=60)
        cost_centre = fields.String(max_length=40, load_default="")
        site = fields.String(max_length=80)
        street = fields.String(max_length=120, load_default="")
        postcode = fields.String(max_length=12, load_default="")
        city = fields.String(max_length=80)
        group_ids = fields.List(fields.UUID(), max_length=MAX_GROUPS)

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
        "cost_centre": "4100",
        "site": "Hoofdkantoor",
        "street": "Voorbeeldkade 12",
        "postcode": "1000 AA",
        "city": "Amsterdam",
        "group_ids": ["01980000-0000-7000-8000-000000000013"],
    }


class FeedMachines(Feed):
    of = MachineStateChanged
    example = (
        {"limit": 1},
        {
            "rows": [{"id": EXAMPLE["id"], "version": 1, "deleted": False, "data": MachineStateChanged.example}],
            "next": None,
        },
    )
