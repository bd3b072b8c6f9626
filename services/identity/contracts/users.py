"""Users as their administrators know them: who they are, what they may do, what they see (product.md section 1)."""

import enum

from services.chassis.contract import (
    Choice,
    Command,
    ContractError,
    Email,
    Flag,
    Id,
    Kind,
    ListOf,
    Moment,
    NotFound,
    One,
    Query,
    Schema,
    Text,
)
from services.chassis.contract.paging import EXAMPLE_PAGE, Page, Paged
from services.identity.contracts.languages import Language
from services.identity.contracts.rights import Right, StaffRight

MANAGERS = {Kind.USER: Right.MANAGE_USERS, Kind.STAFF: StaffRight.MANAGE_CUSTOMERS}
"""Administrators, for their own customer; staff for any, which they name."""

MOST_GROUPS, MOST_MACHINES = 100, 200
"""Of groups and of single machines in a user's scope."""


class UserStatus(enum.StrEnum):
    """`invited`: has not said yes, and is known by what the invitation says. A `deactivated` one does not get in."""

    INVITED = "invited"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"


class LastAdministrator(ContractError):
    """A customer keeps at least one active user with `manage_users`."""

    code = "last_administrator"
    status = 409


class AlreadyUser(ContractError):
    """Somebody with this e-mail address is a user of this customer already."""

    code = "already_user"
    status = 409


class SeesAllMachines(ContractError):
    """These users see all machines, and would then see only those of groups and single ones. `names` tells who."""

    code = "sees_all_machines"
    status = 409


class ScopeFull(ContractError):
    """No further group or single machine fits into the user's scope (`limit`): a group that holds more helps."""

    code = "scope_full"
    status = 409


class OfUser(Schema):
    """Which user, of which customer: that of the caller where it is left out."""

    person_id = Id(person=True)
    customer_id = Id(nullable=True)


class ScopeDetail(Schema):
    """All machines; else those in these groups and these single ones."""

    all_machines = Flag()
    group_ids = ListOf(Id(), max=MOST_GROUPS)
    machine_ids = ListOf(Id(), max=MOST_MACHINES)


class UserRow(ScopeDetail):
    """`seen_at` is when one of the user's sessions was used last, within 90 days."""

    person_id = Id(person=True)
    membership_id = Id()
    name = Text(max=120, personal=True)
    email = Email(personal=True)
    telephone = Text(max=30, personal=True)
    function = Text(max=80, personal=True)
    language = Choice(Language)
    status = Choice(UserStatus)
    rights = ListOf(Choice(Right), max=20)
    seen_at = Moment(nullable=True, required=True)


PERSON, CUSTOMER = "01980000-0000-7000-8000-000000000002", "01980000-0000-7000-8000-000000000001"
GROUP, MEMBERSHIP = "01980000-0000-7000-8000-000000000013", "01980000-0000-7000-8000-000000000006"
EXAMPLE = {
    "person_id": PERSON,
    "membership_id": MEMBERSHIP,
    "name": "Pieter Bos",
    "email": "pieter@vandijk.example",
    "telephone": "020 555 01 12",
    "function": "Teamleider",
    "language": "nl",
    "status": "active",
    "rights": ["request_service"],
    "all_machines": False,
    "group_ids": [GROUP],
    "machine_ids": [],
    "seen_at": "2026-03-04T08:10:00+00:00",
}


class ListUsers(Query):
    """Users of a customer by name. `text` is in the name or begins the address; the others narrow the list."""

    allowed = MANAGERS
    errors = (NotFound,)

    class Request(Paged):
        customer_id = Id(nullable=True)
        text = Text(max=80, load_default="")
        right = Choice(Right, nullable=True)
        status = Choice(UserStatus, nullable=True)
        group_id = Id(nullable=True)

    class Response(Page):
        rows = ListOf(One(UserRow), max=200)

    example = ({"text": "Pieter"}, {"rows": [EXAMPLE], "page": EXAMPLE_PAGE})


class FindUser(Query):
    """One user of a customer."""

    allowed = MANAGERS
    errors = (NotFound,)

    class Request(OfUser):
        pass

    class Response(UserRow):
        pass

    example = ({"person_id": PERSON}, EXAMPLE)


class RightsOfUser(Schema):
    person_id = Id(person=True)
    rights = ListOf(Choice(Right), max=20)


class ChangeRights(Command):
    """Rights of users become exactly these; all of them, or none where one is refused."""

    allowed = MANAGERS
    errors = (NotFound, LastAdministrator)

    class Request(Schema):
        customer_id = Id(nullable=True)
        users = ListOf(One(RightsOfUser), max=100, min=1)

    class Response(Schema):
        rows = ListOf(One(UserRow), max=100)

    example = (
        {"users": [{"person_id": PERSON, "rights": ["request_service", "order_supplies"]}]},
        {"rows": [EXAMPLE | {"rights": ["order_supplies", "request_service"]}]},
    )


class DeactivateUser(Command):
    """A user does not get in any more, and keeps rights and scope for later."""

    allowed = MANAGERS
    errors = (NotFound, LastAdministrator)

    class Request(OfUser):
        pass

    class Response(UserRow):
        pass

    example = ({"person_id": PERSON}, EXAMPLE | {"status": "deactivated"})


class ReactivateUser(Command):
    """A deactivated user gets in again."""

    allowed = MANAGERS
    errors = (NotFound,)

    class Request(OfUser):
        pass

    class Response(UserRow):
        pass

    example = ({"person_id": PERSON}, EXAMPLE)


class RemoveUser(Command):
    """Somebody is no user of the customer any more. What he ordered and asked for stays."""

    allowed = MANAGERS
    errors = (NotFound, LastAdministrator)

    class Request(OfUser):
        pass

    example = ({"person_id": PERSON}, {})
