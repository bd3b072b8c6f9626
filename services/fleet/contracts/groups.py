"""Groups of machines: by them a customer decides who sees what."""

from services.chassis.contract import Command, Feed, Kind, Schema, StateEvent, fields
from services.fleet.contracts.machines import MachineNotFound
from services.identity.contracts import StaffRight, UnknownCustomer


class RecordGroup(Command):
    """Add a group as a loader knows it, or change the one of this name: its machines become exactly `machine_ids`.

    People keep groups with CreateGroup and those beside it.
    """

    allowed = {Kind.STAFF: StaffRight.MANAGE_FLEET}
    errors = (MachineNotFound, UnknownCustomer)

    class Request(Schema):
        customer_number = fields.String(max_length=20, min_length=1)
        name = fields.String(max_length=80, min_length=1)
        machine_ids = fields.List(fields.UUID(), max_length=500, load_default=list)

    class Response(Schema):
        id = fields.UUID()

    example = (
        {
            "customer_number": "1048823",
            "name": "Amsterdam",
            "machine_ids": ["01980000-0000-7000-8000-000000000012"],
        },
        {"id": "01980000-0000-7000-8000-000000000013"},
    )


class GroupRecorded(StateEvent):
    """A group as it now is."""

    subject = "group_id"

    class Data(Schema):
        group_id = fields.UUID()
        customer_id = fields.UUID()
        name = fields.String(max_length=80)

    example = {
        "group_id": "01980000-0000-7000-8000-000000000013",
        "customer_id": "01980000-0000-7000-8000-000000000001",
        "name": "Amsterdam",
    }


class FeedGroups(Feed):
    of = GroupRecorded
    example = (
        {"limit": 1},
        {
            "rows": [
                {
                    "id": "01980000-0000-7000-8000-000000000013",
                    "version": 1,
                    "deleted": False,
                    "data": GroupRecorded.example,
                }
            ],
            "next": None,
        },
    )
