"""Upserts of users and staff for imports and the command line, and the data of mail recipients."""

from services.chassis.contract import Command, ContractError, Kind, NotFound, Query, Schema, fields
from services.identity.contracts.customers import UnknownCustomer
from services.identity.contracts.languages import Language
from services.identity.contracts.rights import Right, StaffRight
from services.identity.contracts.users import MAX_GROUPS, LastAdministrator

__all__ = [
    "EmailOfUser", "EmailTaken", "GetMailRecipient", "LastStaffAdministrator", "UnknownGroup", "UpsertStaff",
    "UpsertUser", "WeakPassword",
]  # fmt: skip


class WeakPassword(ContractError):
    """The password is too short or too easy to guess. `reason`: `too_short` (with its `limit`), `too_common`,
    `too_guessable`, `made_of_a_name`."""

    code = "weak_password"
    status = 422


class EmailTaken(ContractError):
    """The e-mail address belongs to a member of staff."""

    code = "email_taken"
    status = 409


class EmailOfUser(ContractError):
    """The e-mail address belongs to a user of a customer, who would lose access there."""

    code = "email_of_user"
    status = 409


class LastStaffAdministrator(ContractError):
    """The dealer keeps at least one active member of staff with `manage_staff`."""

    code = "last_staff_administrator"
    status = 409


class UnknownGroup(ContractError):
    """A group of the scope does not exist at this customer."""

    code = "unknown_group"
    status = 422


class UpsertUser(Command):
    """Create a user of a customer, or update the one with this e-mail address.

    The password is only used for a new person.

    With `all_machines` the user sees every machine of the customer; else those in `group_ids` (at most 100).
    """

    allowed = {Kind.STAFF: StaffRight.MANAGE_CUSTOMERS}
    security_event = True
    errors = (UnknownCustomer, UnknownGroup, WeakPassword, EmailTaken, LastAdministrator)
    has_secret = True
    idempotent = False  # repeating it changes nothing

    class Request(Schema):
        customer_number = fields.String(max_length=20, min_length=1)
        email = fields.Email(personal=True, min_length=3)
        name = fields.String(max_length=120, min_length=1, personal=True)
        telephone = fields.String(max_length=30, load_default="", personal=True)
        language = fields.Enum(Language, load_default=Language.NL)
        password = fields.String(max_length=1000, trim=False)
        rights = fields.List(fields.Enum(Right), max_length=20)
        all_machines = fields.Boolean(load_default=False)
        group_ids = fields.List(fields.UUID(), max_length=100, load_default=list)

    class Response(Schema):
        id = fields.UUID(person=True)

    example = (
        {
            "customer_number": "1048823",
            "email": "sanne@vandijk.example",
            "name": "Sanne de Wit",
            "password": "correct horse battery",
            "rights": ["request_service", "order_supplies"],
            "all_machines": True,
        },
        {"id": "01980000-0000-7000-8000-000000000002"},
    )


class UpsertStaff(Command):
    """Create a member of staff, or update the one with this e-mail address.

    Without `language`, an existing person keeps it, and a new one gets `nl`.
    """

    allowed = {Kind.STAFF: StaffRight.MANAGE_STAFF}
    security_event = True
    errors = (WeakPassword, LastStaffAdministrator, EmailOfUser)
    has_secret = True
    idempotent = False  # as UpsertUser

    class Request(Schema):
        email = fields.Email(personal=True, min_length=3)
        name = fields.String(max_length=120, min_length=1, personal=True)
        language = fields.Enum(Language, allow_none=True)
        password = fields.String(max_length=1000, trim=False)
        rights = fields.List(fields.Enum(StaffRight), max_length=20)

    class Response(Schema):
        id = fields.UUID(person=True)

    example = (
        {
            "email": "joris@dealer.example",
            "name": "Joris Bakker",
            "password": "correct horse battery",
            "rights": ["handle_service"],
        },
        {"id": "01980000-0000-7000-8000-000000000003"},
    )


class GetMailRecipient(Query):
    """Address, name and language of a mail's recipient. Called just before sending; the caller stores nothing of it.

    With `customer_id`, only an active user of that active customer is found; `all_machines` and `group_ids` are the
    user's scope there, else none.
    """

    allowed = {Kind.SERVICE: None}
    errors = (NotFound,)

    class Request(Schema):
        person_id = fields.UUID(person=True)
        customer_id = fields.UUID(allow_none=True)

    class Response(Schema):
        name = fields.String(max_length=120, personal=True)
        email = fields.Email(personal=True)
        language = fields.Enum(Language)
        all_machines = fields.Boolean()
        group_ids = fields.List(fields.UUID(), max_length=MAX_GROUPS + 1)

    example = (
        {"person_id": "01980000-0000-7000-8000-000000000002"},
        {
            "name": "Sanne de Wit",
            "email": "sanne@vandijk.example",
            "language": "nl",
            "all_machines": False,
            "group_ids": [],
        },
    )
