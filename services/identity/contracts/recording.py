"""Users and staff as a loader or the command line records them, and as readers of mail."""

from services.chassis.contract import (
    Choice,
    Command,
    ContractError,
    Email,
    Flag,
    Id,
    Kind,
    ListOf,
    NotFound,
    Query,
    Schema,
    Text,
)
from services.identity.contracts.customers import UnknownCustomer
from services.identity.contracts.languages import Language
from services.identity.contracts.rights import Right, StaffRight
from services.identity.contracts.users import LastAdministrator


class WeakPassword(ContractError):
    """The password is too short, or can be guessed. `reason`: `too_short` (with its `limit`), `too_common`,
    `too_guessable`."""

    code = "weak_password"
    status = 422


class AddressTaken(ContractError):
    """This e-mail address is that of a member of the dealer's staff."""

    code = "address_taken"
    status = 409


class AddressOfUser(ContractError):
    """This e-mail address is that of a user of a customer, who would lose access there."""

    code = "address_of_user"
    status = 409


class LastStaffAdministrator(ContractError):
    """The dealer keeps at least one active member of staff with `manage_staff`."""

    code = "last_staff_administrator"
    status = 409


class UnknownGroup(ContractError):
    """A group of the scope does not exist at this customer."""

    code = "unknown_group"
    status = 422


class RecordUser(Command):
    """Add a user to a customer, or change the one that has this e-mail address.

    The password is only taken for a new person: it is that person's own.

    With `all_machines` the user sees every machine of the customer; else those in `group_ids` (at most 100).
    """

    allowed = {Kind.STAFF: StaffRight.MANAGE_CUSTOMERS}
    errors = (UnknownCustomer, UnknownGroup, WeakPassword, AddressTaken, LastAdministrator)
    keyed = False  # what is kept under a key has a fast hash of the request, and so of the password; twice is as once

    class Request(Schema):
        customer_number = Text(max=20, min=1)
        email = Email(personal=True, min=3)
        name = Text(max=120, min=1, personal=True)
        telephone = Text(max=30, load_default="", personal=True)
        language = Choice(Language, load_default=Language.NL)
        password = Text(max=1000, trim=False)
        rights = ListOf(Choice(Right), max=20)
        all_machines = Flag(load_default=False)
        group_ids = ListOf(Id(), max=100, load_default=list)

    class Response(Schema):
        id = Id(person=True)

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


class RecordStaff(Command):
    """Add a member of the dealer's staff, or change the one that has this e-mail address."""

    allowed = {Kind.STAFF: StaffRight.MANAGE_STAFF}
    errors = (WeakPassword, LastStaffAdministrator, AddressOfUser)
    keyed = False  # as RecordUser

    class Request(Schema):
        email = Email(personal=True, min=3)
        name = Text(max=120, min=1, personal=True)
        language = Choice(Language, load_default=Language.NL)
        password = Text(max=1000, trim=False)
        rights = ListOf(Choice(StaffRight), max=20)

    class Response(Schema):
        id = Id(person=True)

    example = (
        {
            "email": "joris@dealer.example",
            "name": "Joris Bakker",
            "password": "correct horse battery",
            "rights": ["handle_service"],
        },
        {"id": "01980000-0000-7000-8000-000000000003"},
    )


class FindReader(Query):
    """Where and in which language a person reads mail. Asked just before sending; nothing of it is stored."""

    allowed = {Kind.SERVICE: None}
    errors = (NotFound,)

    class Request(Schema):
        person_id = Id(person=True)

    class Response(Schema):
        name = Text(max=120, personal=True)
        email = Email(personal=True)
        language = Choice(Language)

    example = (
        {"person_id": "01980000-0000-7000-8000-000000000002"},
        {"name": "Sanne de Wit", "email": "sanne@vandijk.example", "language": "nl"},
    )
