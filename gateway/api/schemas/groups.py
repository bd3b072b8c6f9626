"""Groups of machines, and the users whose scope contains a group."""

from gateway.api.schemas.fields import OMITTED, ResponseSchema
from gateway.api.schemas.paging import PAGE, OfCustomer, Page, Paged
from gateway.api.schemas.users import GROUP as ID
from gateway.api.schemas.users import USER, User
from services.chassis.contract import Schema, fields

MOST_AT_ONCE, MOST_IN_ADDRESS = 500, 100


class Group(ResponseSchema):
    """`machine_count`: number of its machines in the caller's scope."""

    id = fields.UUID()
    customer_id = fields.UUID()
    name = fields.String(max_length=80)
    machine_count = fields.Integer(min=0, attribute="machines")


class GroupQuery(Paged, OfCustomer):
    """`text`: part of the name."""

    text = fields.String(max_length=80, load_default="")


class GroupPage(Page):
    rows = fields.List(fields.Nested(Group), max_length=200)


class NewGroup(Schema):
    name = fields.String(max_length=80, min_length=1)
    machine_ids = fields.List(fields.UUID(), max_length=MOST_AT_ONCE, load_default=list)


class NewName(Schema):
    name = fields.String(max_length=80, min_length=1)


class MachinesIn(Schema):
    """The given machines and those of `from_group_id`. They stay in their other groups."""

    machine_ids = fields.List(fields.UUID(), max_length=MOST_AT_ONCE, load_default=list)
    from_group_id = fields.UUID(load_default=OMITTED)


class MachinesOut(Schema):
    """`machine_id` may be repeated up to 100 times."""

    machine_ids = fields.List(fields.UUID(), max_length=MOST_IN_ADDRESS, min_length=1, data_key="machine_id")


class UsersIn(Schema):
    """`narrow`: confirms that users who see all machines will see only their groups; otherwise they are refused."""

    user_ids = fields.List(fields.UUID(), max_length=100, min_length=1, attribute="person_ids")
    narrow = fields.Boolean(load_default=False)


class UsersOf(ResponseSchema):
    """The users after the change."""

    rows = fields.List(fields.Nested(User), max_length=100)


MACHINE = "01980000-0000-7000-8000-000000000012"
GROUP = {"id": ID, "customer_id": "01980000-0000-7000-8000-000000000001", "name": "Amsterdam", "machine_count": 1}
GROUPS = {"rows": [GROUP], "page": PAGE}
NEW_GROUP = {"name": "Den Haag", "machine_ids": [MACHINE]}
MADE = GROUP | {"name": "Den Haag"}
NAME = {"name": "Amsterdam"}
MACHINES_IN = {"machine_ids": [MACHINE]}
WITHOUT_MACHINES = GROUP | {"machine_count": 0}
USERS_IN = {"user_ids": [USER["id"]], "narrow": False}
USERS_OF = {"rows": [USER]}
WITHOUT_GROUP = USER | {"group_ids": []}
