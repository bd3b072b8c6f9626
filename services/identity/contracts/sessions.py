"""Sessions: logged in until the end is asked for or time is up."""

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
    NotLoggedIn,
    One,
    Query,
    Schema,
    Text,
)
from services.identity.contracts.languages import Language


class WrongCredentials(ContractError):
    """This e-mail address and password do not belong together; the answer is the same for unknown addresses."""

    code = "wrong_credentials"
    status = 401


class OfCustomer(Schema):
    id = Id()
    customer_number = Text(max=20)
    name = Text(max=120)


class SessionDetail(Schema):
    """Who is logged in. `customer` is null for staff."""

    person_id = Id(person=True)
    staff = Flag()
    name = Text(max=120, personal=True)
    email = Email(personal=True)
    telephone = Text(max=30, personal=True)
    language = Choice(Language)
    customer = One(OfCustomer, nullable=True, required=True)
    rights = ListOf(Text(max=40), max=40)
    all_machines = Flag()
    group_ids = ListOf(Id(), max=100)
    expires_at = Moment()


EXAMPLE = {
    "person_id": "01980000-0000-7000-8000-000000000002",
    "staff": False,
    "name": "Sanne de Wit",
    "email": "sanne@vandijk.example",
    "telephone": "",
    "language": "nl",
    "customer": {
        "id": "01980000-0000-7000-8000-000000000001",
        "customer_number": "1048823",
        "name": "Van Dijk Logistiek B.V.",
    },
    "rights": ["request_service"],
    "all_machines": True,
    "group_ids": [],
    "expires_at": "2026-03-04T20:00:00+00:00",
}


class LogIn(Command):
    """Begin a session. `token` is the only copy of its secret: the service keeps a hash."""

    allowed = {Kind.VISITOR: None, Kind.USER: None, Kind.STAFF: None}
    errors = (WrongCredentials,)
    keyed = False  # the answer holds a secret, which is not stored; a repeated login only begins another session

    class Request(Schema):
        email = Text(max=254, personal=True)
        password = Text(max=1000, trim=False)

    class Response(SessionDetail):
        token = Text(max=100)

    example = (
        {"email": "sanne@vandijk.example", "password": "correct horse battery"},
        EXAMPLE | {"token": "a-secret-of-43-characters"},
    )


class LogOut(Command):
    """End a session. Ending one that is over does nothing."""

    allowed = {Kind.VISITOR: None, Kind.USER: None, Kind.STAFF: None}

    class Request(Schema):
        token = Text(max=100)

    example = ({"token": "a-secret-of-43-characters"}, {})


class FindSession(Query):
    """Who is behind a session's token. Raises NotLoggedIn for one that is over or never was."""

    allowed = {Kind.VISITOR: None}
    errors = (NotLoggedIn,)

    class Request(Schema):
        token = Text(max=100)

    class Response(SessionDetail):
        pass

    example = ({"token": "a-secret-of-43-characters"}, EXAMPLE)
