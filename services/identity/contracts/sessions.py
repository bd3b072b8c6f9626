"""Login sessions."""

from services.chassis.contract import Command, ContractError, Kind, NotLoggedIn, Query, Schema, TooManyAttempts, fields
from services.identity.contracts.languages import Language
from services.identity.contracts.users import MAX_GROUPS

__all__ = ["CheckKnownAddress", "GetSession", "LogIn", "LogOut", "TouchSession", "WrongCredentials"]


class WrongCredentials(ContractError):
    """E-mail address and password do not match. The response is the same for unknown addresses."""

    code = "wrong_credentials"
    status = 401


class OfCustomer(Schema):
    id = fields.UUID()
    customer_number = fields.String(max_length=20)
    name = fields.String(max_length=120)


class SessionDetail(Schema):
    """The person of a session. `customer` is null for staff; `customers` are those to which the user can switch.

    `impersonated_by` is the name of the person who impersonates this user, else empty. `to_touch`: TouchSession is due.
    """

    session_id = fields.UUID()
    person_id = fields.UUID(person=True)
    staff = fields.Boolean()
    name = fields.String(max_length=120, personal=True)
    email = fields.Email(personal=True)
    telephone = fields.String(max_length=30, personal=True)
    language = fields.Enum(Language)
    customer = fields.Nested(OfCustomer, allow_none=True, required=True)
    customers = fields.List(fields.Nested(OfCustomer), max_length=100)
    rights = fields.List(fields.String(max_length=40), max_length=40)
    all_machines = fields.Boolean()
    group_ids = fields.List(fields.UUID(), max_length=MAX_GROUPS + 1)
    expires_at = fields.AwareDateTime()
    impersonated_by = fields.String(max_length=120, personal=True)
    to_touch = fields.Boolean()


VAN_DIJK = {
    "id": "01980000-0000-7000-8000-000000000001",
    "customer_number": "1048823",
    "name": "Van Dijk Logistiek B.V.",
}
EXAMPLE = {
    "session_id": "01980000-0000-7000-8000-000000000004",
    "person_id": "01980000-0000-7000-8000-000000000002",
    "staff": False,
    "name": "Sanne de Wit",
    "email": "sanne@vandijk.example",
    "telephone": "",
    "language": "nl",
    "customer": VAN_DIJK,
    "customers": [VAN_DIJK],
    "rights": ["request_service"],
    "all_machines": True,
    "group_ids": [],
    "expires_at": "2026-03-04T20:00:00+00:00",
    "impersonated_by": "",
    "to_touch": False,
}


class LogIn(Command):
    """Create a session. `token` is the only copy of its secret: the service stores a hash.

    `client_address` is the network address of the browser, `device` its user agent.
    """

    allowed = {Kind.VISITOR: None, Kind.USER: None, Kind.STAFF: None}
    security_event = True
    errors = (WrongCredentials, TooManyAttempts)
    has_secret = True
    idempotent = False  # the response holds a secret, which is not stored; repeating creates another session

    class Request(Schema):
        email = fields.String(max_length=254, personal=True)
        password = fields.String(max_length=1000, trim=False)
        client_address = fields.String(max_length=45, load_default="", personal=True)
        device = fields.String(max_length=200, load_default="", personal=True)

    class Response(SessionDetail):
        token = fields.String(max_length=100)

    example = (
        {"email": "sanne@vandijk.example", "password": "correct horse battery"},
        EXAMPLE | {"token": "a-secret-of-43-characters"},
    )


class CheckKnownAddress(Query):
    """Whether an account has logged in from this network address before. The gateway reserves password slots for
    such logins."""

    allowed = {Kind.VISITOR: None}

    class Request(Schema):
        email = fields.String(max_length=254, personal=True)
        client_address = fields.String(max_length=45, personal=True)

    class Response(Schema):
        known = fields.Boolean()

    example = ({"email": "sanne@vandijk.example", "client_address": "192.0.2.7"}, {"known": False})


class LogOut(Command):
    """End a session. Ending an ended session does nothing."""

    allowed = {Kind.VISITOR: None, Kind.USER: None, Kind.STAFF: None}
    security_event = True

    class Request(Schema):
        token = fields.String(max_length=100)

    example = ({"token": "a-secret-of-43-characters"}, {})


class GetSession(Query):
    """The person, customer, rights and scope of a session token. Raises NotLoggedIn for an ended or unknown one."""

    allowed = {Kind.VISITOR: None}
    errors = (NotLoggedIn,)

    class Request(Schema):
        token = fields.String(max_length=100)

    class Response(SessionDetail):
        pass

    example = ({"token": "a-secret-of-43-characters"}, EXAMPLE)


class TouchSession(Command):
    """Extend a session in use by the idle time, up to its absolute end."""

    allowed = {Kind.VISITOR: None}
    errors = (NotLoggedIn,)
    idempotent = False  # repeating it changes nothing

    class Request(Schema):
        token = fields.String(max_length=100)

    example = ({"token": "a-secret-of-43-characters"}, {})
