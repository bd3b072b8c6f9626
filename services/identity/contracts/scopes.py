"""The machine scope of users: all, groups, single machines (docs/features.md#machine-scope)."""

from services.chassis.contract import Command, Kind, NotFound, Query, Schema, fields
from services.identity.contracts.rights import Right, StaffRight
from services.identity.contracts.upserts import UnknownGroup
from services.identity.contracts.users import (
    EXAMPLE,
    GROUP,
    MANAGERS,
    MAX_GROUPS,
    MAX_MACHINES,
    PERSON,
    OfUser,
    ScopeFull,
    SeesAllMachines,
    UserRow,
)

__all__ = ["AddUsersToGroup", "ChangeScope", "CountGroupUsers", "RemoveUserFromGroup"]


class ChangeScope(Command):
    """Set a user's scope: all machines, or these groups and single machines. Omitted fields stay unchanged.

    A page that shows only a part names the groups or machines that it `offered`: of these exactly the selected ones are
    in scope afterwards, others stay. A user who sees all machines would see fewer: refused with SeesAllMachines unless
    `all_machines` is false.
    """

    allowed = MANAGERS
    security_event = True
    errors = (NotFound, UnknownGroup, SeesAllMachines, ScopeFull)

    class Request(OfUser):
        all_machines = fields.Boolean(allow_none=True)
        group_ids = fields.List(fields.UUID(), max_length=MAX_GROUPS, allow_none=True)
        offered_groups = fields.List(fields.UUID(), max_length=500, allow_none=True)
        machine_ids = fields.List(fields.UUID(), max_length=MAX_MACHINES, allow_none=True)
        offered_machines = fields.List(fields.UUID(), max_length=500, allow_none=True)

    class Response(UserRow):
        pass

    example = ({"person_id": PERSON, "group_ids": [GROUP]}, EXAMPLE)


class AddUsersToGroup(Command):
    """Add a group to the scope of users.

    Users who see all machines would then see only those of groups: refused with SeesAllMachines unless `narrow`
    confirms it.
    """

    allowed = MANAGERS
    security_event = True
    errors = (NotFound, SeesAllMachines, ScopeFull)

    class Request(Schema):
        customer_id = fields.UUID(allow_none=True)
        group_id = fields.UUID()
        person_ids = fields.List(fields.UUID(person=True), max_length=100, min_length=1)
        narrow = fields.Boolean(load_default=False)

    class Response(Schema):
        rows = fields.List(fields.Nested(UserRow), max_length=100)

    example = ({"group_id": GROUP, "person_ids": [PERSON]}, {"rows": [EXAMPLE]})


class RemoveUserFromGroup(Command):
    """Remove a group from a user's scope."""

    allowed = MANAGERS
    security_event = True
    errors = (NotFound,)

    class Request(OfUser):
        group_id = fields.UUID()

    class Response(UserRow):
        pass

    example = ({"person_id": PERSON, "group_id": GROUP}, EXAMPLE | {"group_ids": []})


class CountGroupUsers(Query):
    """Number of users whose scope contains a group, for those who decide which machines are in it. Invited users count,
    deactivated ones do not; users who see all machines have no group in their scope."""

    allowed = {Kind.USER: Right.MANAGE_MACHINES, Kind.STAFF: StaffRight.MANAGE_FLEET}
    errors = (NotFound,)

    class Request(Schema):
        group_id = fields.UUID()

    class Response(Schema):
        users = fields.Integer(min=0)

    example = ({"group_id": GROUP}, {"users": 1})
