"""Groups of machines, and who sees machines through them."""

from gateway.api.schemas.fields import LEFT_OUT, Answer
from gateway.api.schemas.paging import PAGE, OfCustomer, Page, Paged
from gateway.api.schemas.users import GROUP as ID
from gateway.api.schemas.users import USER, User
from services.chassis.contract import Flag, Id, ListOf, One, Schema, Text, Whole

MOST_AT_ONCE, MOST_IN_ADDRESS = 500, 100


class Group(Answer):
    """`machine_count`: how many of its machines the asker sees."""

    id = Id()
    customer_id = Id()
    name = Text(max=80)
    machine_count = Whole(min=0, attribute="machines")


class GroupQuery(Paged, OfCustomer):
    """`text` is in the name."""

    text = Text(max=80, load_default="")


class GroupPage(Page):
    rows = ListOf(One(Group), max=200)


class NewGroup(Schema):
    name = Text(max=80, min=1)
    machine_ids = ListOf(Id(), max=MOST_AT_ONCE, load_default=list)


class NewName(Schema):
    name = Text(max=80, min=1)


class MachinesIn(Schema):
    """These machines, and those of another group. They stay in the groups in which they are."""

    machine_ids = ListOf(Id(), max=MOST_AT_ONCE, load_default=list)
    from_group_id = Id(load_default=LEFT_OUT)


class MachinesOut(Schema):
    """`machine_id` may stand in the address up to 100 times."""

    machine_ids = ListOf(Id(), max=MOST_IN_ADDRESS, min=1, data_key="machine_id")


class UsersIn(Schema):
    """Who sees all machines would see only those of groups: refused unless `narrow` says that this is meant."""

    user_ids = ListOf(Id(), max=100, min=1, attribute="person_ids")
    narrow = Flag(load_default=False)


class UsersOf(Answer):
    """The users as they now are."""

    rows = ListOf(One(User), max=100)


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
