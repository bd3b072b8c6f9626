"""Groups of machines: what users administer, and the state that other services project."""

from services.chassis.contract import (
    Command,
    ContractError,
    Feed,
    Kind,
    NotAllowed,
    NotFound,
    Query,
    Schema,
    StateEvent,
    fields,
)
from services.chassis.contract.paging import EXAMPLE_PAGE, Page, Paged
from services.fleet.contracts.machines import MachineNotFound
from services.identity.contracts import Right, StaffRight, UnknownCustomer

__all__ = [
    "CreateGroup", "DeleteGroup", "FeedGroups", "GetGroup", "GroupNameTaken", "GroupStateChanged", "ListGroups",
    "RemoveMachinesFromGroup", "RenameGroup", "UpsertGroup",
]  # fmt: skip

KEEPERS = {Kind.USER: Right.MANAGE_MACHINES, Kind.STAFF: StaffRight.MANAGE_FLEET}
MAX_BATCH = 500
GROUP, MACHINE = "01980000-0000-7000-8000-000000000013", "01980000-0000-7000-8000-000000000012"


class GroupNameTaken(ContractError):
    """The customer has a group with this name (case-insensitive)."""

    code = "group_name_taken"
    status = 409


class GroupRow(Schema):
    """`machines`: number of its machines in the caller's scope."""

    id = fields.UUID()
    customer_id = fields.UUID()
    name = fields.String(max_length=80)
    machines = fields.Integer(min=0)


EXAMPLE = {"id": GROUP, "customer_id": "01980000-0000-7000-8000-000000000001", "name": "Amsterdam", "machines": 1}


class ListGroups(Query):
    """Groups by name: for a user those of the customer, or only those in scope; for staff all, or those of a
    customer.

    `customer_id` filters for staff. A user gets no group of another customer.
    """

    allowed = {Kind.USER: None, Kind.STAFF: None}

    class Request(Paged):
        customer_id = fields.UUID(allow_none=True)
        text = fields.String(max_length=80, load_default="")

    class Response(Page):
        rows = fields.List(fields.Nested(GroupRow), max_length=200)

    example = ({"text": "Amst"}, {"rows": [EXAMPLE], "page": EXAMPLE_PAGE})


class GetGroup(Query):
    """One group."""

    allowed = {Kind.USER: None, Kind.STAFF: None}
    errors = (NotFound,)

    class Request(Schema):
        group_id = fields.UUID()

    class Response(GroupRow):
        pass

    example = ({"group_id": GROUP}, EXAMPLE)


class CreateGroup(Command):
    """Create a group with these machines. Only users who see all machines create groups, because all users share
    them."""

    allowed = KEEPERS
    errors = (NotFound, NotAllowed, GroupNameTaken, MachineNotFound)

    class Request(Schema):
        customer_id = fields.UUID(allow_none=True)
        name = fields.String(max_length=80, min_length=1)
        machine_ids = fields.List(fields.UUID(), max_length=MAX_BATCH, load_default=list)

    class Response(GroupRow):
        pass

    example = ({"name": "Den Haag", "machine_ids": [MACHINE]}, EXAMPLE | {"name": "Den Haag"})


class RenameGroup(Command):
    """Rename a group."""

    allowed = KEEPERS
    errors = (NotFound, NotAllowed, GroupNameTaken)

    class Request(Schema):
        group_id = fields.UUID()
        name = fields.String(max_length=80, min_length=1)

    class Response(GroupRow):
        pass

    example = ({"group_id": GROUP, "name": "Amsterdam"}, EXAMPLE)


class DeleteGroup(Command):
    """Delete a group. Users whose scope contained it lose the machines that no other group gives them."""

    allowed = KEEPERS
    errors = (NotFound, NotAllowed)

    class Request(Schema):
        group_id = fields.UUID()

    example = ({"group_id": GROUP}, {})


class RemoveMachinesFromGroup(Command):
    """Remove machines from a group."""

    allowed = KEEPERS
    errors = (NotFound, MachineNotFound)

    class Request(Schema):
        group_id = fields.UUID()
        machine_ids = fields.List(fields.UUID(), max_length=MAX_BATCH, min_length=1)

    class Response(GroupRow):
        pass

    example = ({"group_id": GROUP, "machine_ids": [MACHINE]}, EXAMPLE | {"machines": 0})


class UpsertGroup(Command):
    """Create a group, or update the one with this name: its machines become exactly `machine_ids`.

    For imports; users manage groups with CreateGroup and the other group operations.
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


class GroupStateChanged(StateEvent):
    """The complete state of a group."""

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
    of = GroupStateChanged
    example = (
        {"limit": 1},
        {
            "rows": [
                {
                    "id": "01980000-0000-7000-8000-000000000013",
                    "version": 1,
                    "deleted": False,
                    "data": GroupStateChanged.example,
                }
            ],
            "next": None,
        },
    )
