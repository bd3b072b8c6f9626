"""Users for their administrators: profile, rights, scope, status (docs/features.md#accounts)."""

import enum

from services.chassis.contract import Command, ContractError, Kind, NotFound, Query, Schema, fields
from services.chassis.contract.paging import EXAMPLE_PAGE, Page, Paged
from services.identity.contracts.languages import Language
from services.identity.contracts.rights import Right, StaffRight

__all__ = [
    "AlreadyUser", "ChangeRights", "DeactivateUser", "GetUser", "LastAdministrator", "ListUsers", "NothingGranted",
    "ReactivateUser", "RemoveUser", "ScopeFull", "SeesAllMachines", "UserStatus",
]  # fmt: skip

MANAGERS = {Kind.USER: Right.MANAGE_USERS, Kind.STAFF: StaffRight.MANAGE_CUSTOMERS}
"""Administrators for their own customer, staff for the customer given in the request."""

MAX_GROUPS, MAX_MACHINES = 100, 200
"""Limits of groups and single machines in a user's scope."""
MAX_SCOPE_IDS = 5000


class UserStatus(enum.StrEnum):
    """`invited`: has not accepted yet, and is shown with the data of the invitation. `deactivated`: cannot log in."""

    INVITED = "invited"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"


class LastAdministrator(ContractError):
    """A customer keeps at least one active user with `manage_users`."""

    code = "last_administrator"
    status = 409


class AlreadyUser(ContractError):
    """A user of this customer with this e-mail address exists."""

    code = "already_user"
    status = 409


class NothingGranted(ContractError):
    """An approval or invitation without machines was not confirmed by `without_access`."""

    code = "nothing_granted"
    status = 422


class SeesAllMachines(ContractError):
    """These users (`names`) see all machines, and would then see only those of groups and single ones."""

    code = "sees_all_machines"
    status = 409


class ScopeFull(ContractError):
    """The user's scope has reached its `limit` of groups or single machines. Use a group that contains more
    machines."""

    code = "scope_full"
    status = 409


class OfUser(Schema):
    """Id of the user and of the customer, which defaults to the caller's."""

    person_id = fields.UUID(person=True)
    customer_id = fields.UUID(allow_none=True)


class ScopeDetail(Schema):
    """All machines, or those of these groups and these single machines."""

    all_machines = fields.Boolean()
    group_ids = fields.List(fields.UUID(), max_length=MAX_GROUPS)
    machine_ids = fields.List(fields.UUID(), max_length=MAX_MACHINES)


class UserRow(ScopeDetail):
    """`seen_at` is the last use of one of the user's sessions, within 90 days."""

    person_id = fields.UUID(person=True)
    membership_id = fields.UUID()
    name = fields.String(max_length=120, personal=True)
    email = fields.Email(personal=True)
    telephone = fields.String(max_length=30, personal=True)
    function = fields.String(max_length=80, personal=True)
    language = fields.Enum(Language)
    status = fields.Enum(UserStatus)
    rights = fields.List(fields.Enum(Right), max_length=20)
    seen_at = fields.AwareDateTime(allow_none=True, required=True)


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
    """Users of a customer by name. `text` matches a part of the name or the beginning of the address; other fields
    filter. `scope_ids`: users who see not all machines, but those of one of these groups or, by the id of their
    membership, single ones."""

    allowed = MANAGERS
    errors = (NotFound,)

    class Request(Paged):
        customer_id = fields.UUID(allow_none=True)
        text = fields.String(max_length=80, load_default="")
        right = fields.Enum(Right, allow_none=True)
        status = fields.Enum(UserStatus, allow_none=True)
        group_id = fields.UUID(allow_none=True)
        all_machines = fields.Boolean(allow_none=True)
        scope_ids = fields.List(fields.UUID(), max_length=MAX_SCOPE_IDS, load_default=list)

    class Response(Page):
        rows = fields.List(fields.Nested(UserRow), max_length=200)

    example = ({"text": "Pieter"}, {"rows": [EXAMPLE], "page": EXAMPLE_PAGE})


class GetUser(Query):
    """One user of a customer."""

    allowed = MANAGERS
    errors = (NotFound,)

    class Request(OfUser):
        pass

    class Response(UserRow):
        pass

    example = ({"person_id": PERSON}, EXAMPLE)


class RightsOfUser(Schema):
    person_id = fields.UUID(person=True)
    rights = fields.List(fields.Enum(Right), max_length=20)


class ChangeRights(Command):
    """Set the rights of users to exactly these: for all of them, or for none if one is refused."""

    allowed = MANAGERS
    security_event = True
    errors = (NotFound, LastAdministrator)

    class Request(Schema):
        customer_id = fields.UUID(allow_none=True)
        users = fields.List(fields.Nested(RightsOfUser), max_length=100, min_length=1)

    class Response(Schema):
        rows = fields.List(fields.Nested(UserRow), max_length=100)

    example = (
        {"users": [{"person_id": PERSON, "rights": ["request_service", "order_supplies"]}]},
        {"rows": [EXAMPLE | {"rights": ["order_supplies", "request_service"]}]},
    )


class DeactivateUser(Command):
    """Deactivate a user, who can no longer log in: sessions and links at this customer end for good. Rights and scope
    are kept."""

    allowed = MANAGERS
    security_event = True
    errors = (NotFound, LastAdministrator)

    class Request(OfUser):
        pass

    class Response(UserRow):
        pass

    example = ({"person_id": PERSON}, EXAMPLE | {"status": "deactivated"})


class ReactivateUser(Command):
    """Reactivate a user, with the former rights and scope."""

    allowed = MANAGERS
    security_event = True
    errors = (NotFound,)

    class Request(OfUser):
        pass

    class Response(UserRow):
        pass

    example = ({"person_id": PERSON}, EXAMPLE)


class RemoveUser(Command):
    """Remove a user from the customer. The user's orders and requests stay."""

    allowed = MANAGERS
    security_event = True
    errors = (NotFound, LastAdministrator)

    class Request(OfUser):
        pass

    example = ({"person_id": PERSON}, {})
