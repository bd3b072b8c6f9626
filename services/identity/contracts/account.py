"""The caller's own account: profile, password, e-mail address (docs/features.md#accounts)."""

from services.chassis.contract import (
    Command,
    ContractError,
    Event,
    Kind,
    NotAllowed,
    Query,
    Schema,
    TooManyAttempts,
    fields,
)
from services.identity.contracts.languages import Language
from services.identity.contracts.links import InvitationWithdrawn, LinkExpired
from services.identity.contracts.upserts import WeakPassword

__all__ = [
    "ChangePassword", "ChangeProfile", "ConfirmEmail", "GetAccount", "PasswordChanged", "RequestEmailChange",
    "RequestPasswordReset", "SetPassword", "UndoEmail", "WrongPassword",
]  # fmt: skip

PEOPLE = {Kind.USER: None, Kind.STAFF: None}
EVERYONE = {Kind.VISITOR: None, Kind.USER: None, Kind.STAFF: None}
TOKEN = "0198000000007000800000000000000.a-secret-of-43-characters"  # noqa: S105  # an example


class WrongPassword(ContractError):
    """This is not the caller's password."""

    code = "wrong_password"
    status = 422


class AccountDetail(Schema):
    """The caller's profile. `new_email` waits for confirmation."""

    name = fields.String(max_length=120, min_length=1, personal=True)
    email = fields.Email(personal=True)
    new_email = fields.Email(personal=True)
    telephone = fields.String(max_length=30, personal=True)
    function = fields.String(max_length=80, personal=True)
    language = fields.Enum(Language)


EXAMPLE = {
    "name": "Sanne de Wit",
    "email": "sanne@vandijk.example",
    "new_email": "",
    "telephone": "020 555 01 10",
    "function": "Facilitair manager",
    "language": "nl",
}


class GetAccount(Query):
    """One's own account."""

    allowed = PEOPLE
    errors = (NotAllowed,)

    class Response(AccountDetail):
        pass

    example = ({}, EXAMPLE)


class ChangeProfile(Command):
    """Set name, telephone, function and language. Omitted fields stay unchanged. A new telephone number is refused
    unless somebody outside can call it; the present one, which an integration may have set, is accepted as it is."""

    allowed = PEOPLE

    class Request(Schema):
        name = fields.String(max_length=120, min_length=1, allow_none=True, personal=True)
        telephone = fields.String(max_length=30, allow_none=True, personal=True)
        function = fields.String(max_length=80, allow_none=True, personal=True)
        language = fields.Enum(Language, allow_none=True)

    class Response(AccountDetail):
        pass

    example = (
        {name: EXAMPLE[name] for name in ("name", "telephone", "function", "language")},
        EXAMPLE,
    )


class ChangePassword(Command):
    """Change the caller's password. All sessions end except the one of `token`."""

    allowed = PEOPLE
    security_event = True
    errors = (WrongPassword, WeakPassword, TooManyAttempts)
    has_secret = True

    class Request(Schema):
        token = fields.String(max_length=100)
        current_password = fields.String(max_length=1000, min_length=1, trim=False)
        password = fields.String(max_length=1000, min_length=1, trim=False)

    example = (
        {
            "token": "a-secret-of-43-characters",
            "current_password": "correct horse battery",
            "password": "another horse battery",
        },
        {},
    )


class RequestPasswordReset(Command):
    """Send a link for setting a new password to this address. The response is the same for unknown addresses.

    `client_address` is the network address of the browser.
    """

    allowed = EVERYONE
    security_event = True
    errors = (TooManyAttempts,)

    class Request(Schema):
        email = fields.Email(personal=True, min_length=3)
        language = fields.Enum(Language, load_default=Language.NL)
        client_address = fields.String(max_length=45, load_default="", personal=True)

    example = ({"email": "sanne@vandijk.example"}, {})


class SetPassword(Command):
    """Set a password through the link of an invitation or a reset. All sessions end."""

    allowed = EVERYONE
    security_event = True
    errors = (LinkExpired, InvitationWithdrawn, WeakPassword)
    has_secret = True

    class Request(Schema):
        token = fields.String(max_length=100)
        password = fields.String(max_length=1000, min_length=1, trim=False)

    class Response(Schema):
        email = fields.Email(personal=True)

    example = ({"token": TOKEN, "password": "another horse battery"}, {"email": "sanne@vandijk.example"})


class RequestEmailChange(Command):
    """Send a confirmation link to a new address of the caller's account. An earlier pending change is cancelled."""

    allowed = PEOPLE
    security_event = True
    errors = (WrongPassword, TooManyAttempts)
    has_secret = True

    class Request(Schema):
        email = fields.Email(personal=True, min_length=3)
        password = fields.String(max_length=1000, min_length=1, trim=False)

    example = ({"email": "sanne.dewit@vandijk.example", "password": "correct horse battery"}, {})


class ConfirmEmail(Command):
    """Change the account's address to the one that received the link. The old address gets a notice with an undo
    link."""

    allowed = EVERYONE
    security_event = True
    errors = (LinkExpired,)

    class Request(Schema):
        token = fields.String(max_length=100)

    class Response(Schema):
        email = fields.Email(personal=True)

    example = ({"token": TOKEN}, {"email": "sanne.dewit@vandijk.example"})


class UndoEmail(Command):
    """Restore the account's previous address, which received the link. All sessions end."""

    allowed = EVERYONE
    security_event = True
    errors = (LinkExpired,)

    class Request(Schema):
        token = fields.String(max_length=100)

    class Response(Schema):
        email = fields.Email(personal=True)

    example = ({"token": TOKEN}, {"email": "sanne@vandijk.example"})


class PasswordChanged(Event):
    """A person's password was changed."""

    subject = "person_id"

    class Data(Schema):
        person_id = fields.UUID(person=True)
        at = fields.AwareDateTime()

    example = {"person_id": "01980000-0000-7000-8000-000000000002", "at": "2026-03-03T08:12:00+00:00"}
