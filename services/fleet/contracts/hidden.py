"""Machines of the caller's customer that are out of scope (docs/features.md#machine-scope)."""

from services.chassis.contract import Kind, Query, Schema, TooManyAttempts, fields
from services.fleet.contracts.machine_rows import EXAMPLE
from services.fleet.contracts.machines import MAX_GROUPS, MachineNotFound

__all__ = ["GetHiddenMachine", "IdentifyMachine"]


class GetHiddenMachine(Query):
    """Whether a machine of the caller's customer with exactly this equipment or serial number is out of scope.

    A machine of another customer is answered like a missing one.
    """

    allowed = {Kind.USER: None}
    errors = (TooManyAttempts,)

    class Request(Schema):
        number = fields.String(max_length=80)

    class Response(Schema):
        hidden = fields.Boolean()

    example = ({"number": "10042"}, {"hidden": True})


class IdentifyMachine(Query):
    """The customer's machine with this id, or with exactly this equipment or serial number (case-insensitive).

    For services that decide about scope: `group_ids` are the machine's groups; `visible_to` are these and the ids that
    stand for machines chosen one by one, as they occur in a caller's scope.
    """

    allowed = {Kind.SERVICE: None}
    errors = (MachineNotFound,)

    class Request(Schema):
        customer_id = fields.UUID()
        machine_id = fields.UUID(allow_none=True)
        number = fields.String(max_length=80, load_default="")

    class Response(Schema):
        machine_id = fields.UUID()
        equipment_number = fields.String(max_length=20)
        serial_number = fields.String(max_length=60)
        machine_name = fields.String(max_length=160)
        place = fields.String(max_length=240)
        group_ids = fields.List(fields.UUID(), max_length=MAX_GROUPS)
        visible_to = fields.List(fields.UUID(), max_length=MAX_GROUPS)

    example = (
        {"customer_id": EXAMPLE["customer_id"], "number": "10042"},
        {
            "machine_id": EXAMPLE["id"],
            "equipment_number": "10042",
            "serial_number": "A7PY0SAMPLE18",
            "machine_name": "Konica Minolta bizhub C250i",
            "place": "Balie 2e etage, Hoofdkantoor, Amsterdam",
            "group_ids": ["01980000-0000-7000-8000-000000000013"],
            "visible_to": ["01980000-0000-7000-8000-000000000013"],
        },
    )
