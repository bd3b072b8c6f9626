"""Machines: who has them, and where they stand."""

from services.chassis.contract import (
    Choice,
    Command,
    ContractError,
    Feed,
    Id,
    Kind,
    ListOf,
    One,
    Schema,
    StateEvent,
    Text,
)
from services.fleet.contracts.machine_rows import EXAMPLE, Location, Monitoring
from services.identity.contracts import StaffRight, UnknownCustomer

MOST_GROUPS = 5_000
"""In which a machine can be: those that people make, and one for each user to whom it is shown alone."""


class MachineNotFound(ContractError):
    """The machine does not exist, or is out of the caller's scope."""

    code = "machine_not_found"
    status = 404


class NumberTaken(ContractError):
    """Another machine has this number. `number`: `equipment_number`, `serial_number` or `mac_address`."""

    code = "number_taken"
    status = 409


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
        group_ids = ListOf(Id(), max=MOST_GROUPS)

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
