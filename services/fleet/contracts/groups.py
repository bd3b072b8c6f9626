"""Groups of machines: by them a customer decides who sees what."""

from services.chassis.contract import Command, Feed, Id, Kind, ListOf, NotFound, Schema, StateEvent, Text
from services.fleet.contracts.machines import MachineNotFound
from services.identity.contracts import Right, StaffRight, UnknownCustomer


class RecordGroup(Command):
    """Add a group, or change the one of this name: its machines become exactly `machine_ids`.

    A user puts only machines in it that he sees, and only in groups of his own customer.
    """

    allowed = {Kind.USER: Right.MANAGE_MACHINES, Kind.STAFF: StaffRight.MANAGE_FLEET}
    errors = (MachineNotFound, UnknownCustomer)

    class Request(Schema):
        customer_number = Text(max=20, min=1)
        name = Text(max=80, min=1)
        machine_ids = ListOf(Id(), max=500, load_default=list)

    class Response(Schema):
        id = Id()

    example = (
        {
            "customer_number": "1048823",
            "name": "Amsterdam",
            "machine_ids": ["01980000-0000-7000-8000-000000000012"],
        },
        {"id": "01980000-0000-7000-8000-000000000013"},
    )


class DeleteGroup(Command):
    """Delete a group; who saw its machines only through it no longer sees them."""

    allowed = {Kind.USER: Right.MANAGE_MACHINES, Kind.STAFF: StaffRight.MANAGE_FLEET}
    errors = (NotFound,)

    class Request(Schema):
        group_id = Id()

    example = ({"group_id": "01980000-0000-7000-8000-000000000013"}, {})


class GroupRecorded(StateEvent):
    """A group as it now is."""

    subject = "group_id"

    class Data(Schema):
        group_id = Id()
        customer_id = Id()
        name = Text(max=80)

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
                    "gone": False,
                    "data": GroupRecorded.example,
                }
            ],
            "next": None,
        },
    )
