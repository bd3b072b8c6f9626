"""The dealer's staff, for members with `manage_staff` (docs/features.md#people-and-rights)."""

from services.chassis.contract import Command, ContractError, Kind, NotFound, Query, Schema, TooManyAttempts, fields
from services.chassis.contract.paging import EXAMPLE_PAGE, Page, Paged
from services.identity.contracts.languages import Language
from services.identity.contracts.rights import StaffRight
from services.identity.contracts.upserts import EmailOfUser, LastStaffAdministrator
from services.identity.contracts.users import UserStatus

__all__ = [
    "AlreadyStaff", "ChangeStaffRights", "DeactivateStaff", "GetStaff", "InviteStaff", "ListStaff", "ReactivateStaff",
    "RemoveStaff", "ResendStaffInvitation",
]  # fmt: skip

_MANAGERS: dict[Kind, StaffRight | None] = {Kind.STAFF: StaffRight.MANAGE_STAFF}


class AlreadyStaff(ContractError):
    """A member of staff with this e-mail address exists."""

    code = "already_staff"
    status = 409


class OfStaff(Schema):
    person_id = fields.UUID(person=True)


class StaffRow(OfStaff):
    """`seen_at` is the last use of one of the member's sessions, within 90 days."""

    name = fields.String(max_length=120, personal=True)
    email = fields.Email(personal=True)
    telephone = fields.String(max_length=30, personal=True)
    language = fields.Enum(Language)
    status = fields.Enum(UserStatus)
    rights = fields.List(fields.Enum(StaffRight), max_length=20)
    seen_at = fields.AwareDateTime(allow_none=True, required=True)


JORIS = "01980000-0000-7000-8000-000000000003"
EXAMPLE = {
    "person_id": JORIS,
    "name": "Joris Bakker",
    "email": "joris@dealer.example",
    "telephone": "",
    "language": "nl",
    "status": "active",
    "rights": ["handle_service"],
    "seen_at": "2026-03-04T08:10:00+00:00",
}
INVITED = EXAMPLE | {"name": "Eva Prins", "email": "eva@dealer.example", "status": "invited", "seen_at": None}


class ListStaff(Query):
    """Members of staff by name. `text` matches a part of the name or the beginning of the address."""

    allowed = _MANAGERS

    class Request(Paged):
        text = fields.String(max_length=80, load_default="")

    class Response(Page):
        rows = fields.List(fields.Nested(StaffRow), max_length=200)

    example = ({"text": "Joris"}, {"rows": [EXAMPLE], "page": EXAMPLE_PAGE})


class GetStaff(Query):
    """One member of staff."""

    allowed = _MANAGERS
    errors = (NotFound,)

    class Request(OfStaff):
        pass

    class Response(StaffRow):
        pass

    example = ({"person_id": JORIS}, EXAMPLE)


class InviteStaff(Command):
    """Add a member of staff, who gets a link to set a password."""

    allowed = _MANAGERS
    security_event = True
    errors = (AlreadyStaff, EmailOfUser, TooManyAttempts)

    class Request(Schema):
        email = fields.Email(personal=True, min_length=3)
        name = fields.String(max_length=120, min_length=1, personal=True)
        language = fields.Enum(Language, load_default=Language.NL)
        rights = fields.List(fields.Enum(StaffRight), max_length=20)

    class Response(StaffRow):
        pass

    example = ({"email": "eva@dealer.example", "name": "Eva Prins", "rights": ["handle_service"]}, INVITED)


class ResendStaffInvitation(Command):
    """Send an invitation link again. The earlier link becomes invalid. Refused once a password was set."""

    allowed = _MANAGERS
    security_event = True
    errors = (NotFound, TooManyAttempts)

    class Request(OfStaff):
        pass

    class Response(StaffRow):
        pass

    example = ({"person_id": JORIS}, INVITED)


class ChangeStaffRights(Command):
    """Set the rights of a member of staff to exactly these."""

    allowed = _MANAGERS
    security_event = True
    errors = (NotFound, LastStaffAdministrator)

    class Request(OfStaff):
        rights = fields.List(fields.Enum(StaffRight), max_length=20)

    class Response(StaffRow):
        pass

    example = (
        {"person_id": JORIS, "rights": ["handle_orders", "handle_service"]},
        EXAMPLE | {"rights": ["handle_orders", "handle_service"]},
    )


class DeactivateStaff(Command):
    """Deactivate a member of staff, who can no longer log in. The rights are kept."""

    allowed = _MANAGERS
    security_event = True
    errors = (NotFound, LastStaffAdministrator)

    class Request(OfStaff):
        pass

    class Response(StaffRow):
        pass

    example = ({"person_id": JORIS}, EXAMPLE | {"status": "deactivated"})


class ReactivateStaff(Command):
    """Reactivate a member of staff."""

    allowed = _MANAGERS
    security_event = True
    errors = (NotFound,)

    class Request(OfStaff):
        pass

    class Response(StaffRow):
        pass

    example = ({"person_id": JORIS}, EXAMPLE)


class RemoveStaff(Command):
    """Remove a member of staff. The person's records stay."""

    allowed = _MANAGERS
    security_event = True
    errors = (NotFound, LastStaffAdministrator)

    class Request(OfStaff):
        pass

    example = ({"person_id": JORIS}, {})
