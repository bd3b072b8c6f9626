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
from services.identity.contracts.users import MOST_GROUPS


class WrongCredentials(ContractError):
    """This e-mail address and password do not belong together; the answer is the same for unknown addresses."""

    code = "wrong_credentials"
    status = 401


class TooManyTries(ContractError):
    """There were too many guesses. `seconds`: after so long, the next one is looked at."""

    code = "too_many_tries"
    status = 429


class OfCustomer(Schema):
    id = Id()
    customer_number = Text(max=20)
    name = Text(max=120)


class SessionDetail(Schema):
    """Who is logged in. `customer` is null for staff; `customers` are those between which the user can switch.

    `viewed_by` is who looks at the portal as this user, else empty. `to_touch`: it is time to say that it is used.
    """

    session_id = Id()
    person_id = Id(person=True)
    staff = Flag()
    name = Text(max=120, personal=True)
    email = Email(personal=True)
    telephone = Text(max=30, personal=True)
    language = Choice(Language)
    customer = One(OfCustomer, nullable=True, required=True)
    customers = ListOf(One(OfCustomer), max=100)
    rights = ListOf(Text(max=40), max=40)
    all_machines = Flag()
    group_ids = ListOf(Id(), max=MOST_GROUPS + 1)
    expires_at = Moment()
    viewed_by = Text(max=120, personal=True)
    to_touch = Flag()


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
    "viewed_by": "",
    "to_touch": False,
}


class LogIn(Command):
    """Begin a session. `token` is the only copy of its secret: the service keeps a hash.

    `client_address` is where in the network the browser is, `device` what it calls itself.
    """

    allowed = {Kind.VISITOR: None, Kind.USER: None, Kind.STAFF: None}
    errors = (WrongCredentials, TooManyTries)
    keyed = False  # the answer holds a secret, which is not stored; a repeated login only begins another session

    class Request(Schema):
        email = Text(max=254, personal=True)
        password = Text(max=1000, trim=False)
        client_address = Text(max=45, load_default="", personal=True)
        device = Text(max=200, load_default="", personal=True)

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


class TouchSession(Command):
    """It is being used: it goes on for as long as a session may be idle, up to its end."""

    allowed = {Kind.VISITOR: None}
    errors = (NotLoggedIn,)
    keyed = False  # once more is as once

    class Request(Schema):
        token = Text(max=100)

    example = ({"token": "a-secret-of-43-characters"}, {})
