"""Machines added to a group, and how many that would be."""

from typing import Any

from marshmallow import ValidationError, validates_schema

from services.chassis.contract import Command, NotFound, Query, Schema, fields
from services.chassis.contract.fields import validation_error
from services.fleet.contracts.groups import EXAMPLE, GROUP, KEEPERS, MACHINE, MAX_BATCH, GroupRow
from services.fleet.contracts.machines import MachineNotFound

__all__ = ["AddMachinesToGroup", "CountMachinesToAdd"]


class AddMachinesToGroup(Command):
    """Add machines to a group: the given ones and those of another group. They stay in their other groups.

    `added` is the number of machines that were not in the group before. `added_ids` are these machines, so that the
    addition can be undone; it is empty if there are more than MAX_BATCH.
    """

    allowed = KEEPERS
    errors = (NotFound, MachineNotFound)

    class Request(Schema):
        group_id = fields.UUID()
        machine_ids = fields.List(fields.UUID(), max_length=MAX_BATCH, load_default=list)
        from_group_id = fields.UUID(allow_none=True)

        @validates_schema
        def _expect_some(self, given: dict[str, Any], **_options: Any) -> None:
            if not given["machine_ids"] and not given["from_group_id"]:
                raise ValidationError({"machine_ids": validation_error("none_chosen").messages})

    class Response(GroupRow):
        added = fields.Integer(min=0)
        added_ids = fields.List(fields.UUID(), max_length=MAX_BATCH)

    example = ({"group_id": GROUP, "machine_ids": [MACHINE]}, EXAMPLE | {"added": 1, "added_ids": [MACHINE]})


class CountMachinesToAdd(Query):
    """How many of these machines `AddMachinesToGroup` would add to the group, and how many are in it already.

    Those that do not exist or are out of scope are in neither number.
    """

    allowed = KEEPERS
    errors = (NotFound,)

    class Request(Schema):
        group_id = fields.UUID()
        machine_ids = fields.List(fields.UUID(), max_length=MAX_BATCH)

    class Response(Schema):
        to_add = fields.Integer(min=0)
        in_group = fields.Integer(min=0)

    example = ({"group_id": GROUP, "machine_ids": [MACHINE]}, {"to_add": 1, "in_group": 0})
