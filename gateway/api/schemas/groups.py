"""Groups of machines, and the users whose scope contains a group."""

from gateway.api.schemas.derive import body_of, query_of, response_of
from gateway.api.schemas.fields import ResponseSchema
from services.chassis.contract import Schema, fields
from services.fleet.contracts import (
    AddMachinesToGroup,
    CreateGroup,
    GetGroup,
    ListGroups,
    RemoveMachinesFromGroup,
    RenameGroup,
)
from services.identity.contracts import AddUsersToGroup

MAX_IN_URL = 100


@response_of(GetGroup, rename={"machines": "machine_count"})
class Group(ResponseSchema):
    """`machine_count`: number of its machines in the caller's scope."""


@query_of(ListGroups, hide=("before",))
class GroupQuery(Schema):
    """`text`: part of the name."""


@response_of(ListGroups)
class GroupPage(ResponseSchema): ...


@body_of(CreateGroup, hide=("customer_id",))
class NewGroup(Schema): ...


@body_of(RenameGroup, hide=("group_id",))
class NewName(Schema): ...


@body_of(AddMachinesToGroup, hide=("group_id",))
class MachinesIn(Schema):
    """The given machines and those of `from_group_id`. They stay in their other groups."""


@query_of(RemoveMachinesFromGroup, hide=("group_id", "machine_ids"))
class MachinesOut(Schema):
    """`machine_id` may be repeated up to 100 times."""

    machine_id = fields.List(fields.UUID(), max_length=MAX_IN_URL, min_length=1, attribute="machine_ids")


@body_of(AddUsersToGroup, hide=("customer_id", "group_id"), rename={"person_ids": "user_ids"})
class UsersIn(Schema):
    """`narrow`: confirms that users who see all machines will see only their groups; otherwise they are refused."""


@response_of(AddUsersToGroup)
class UsersOf(ResponseSchema):
    """The users after the change."""
