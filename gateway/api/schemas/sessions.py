"""Sessions: begun with e-mail address and password, used with their token."""

from gateway.api.schemas.fields import Answer, Moment, Word
from services.chassis.contract import Flag, Id, ListOf, One, Schema, Text

LANGUAGES = ("nl", "en")


class LogIn(Schema):
    email = Text(max=254)
    password = Text(max=1000, trim=False)


class Customer(Answer):
    id = Id()
    customer_number = Text(max=20)
    name = Text(max=120)


class Person(Answer):
    """`staff`: works for the dealer."""

    id = Id(attribute="person_id")
    name = Text(max=120)
    email = Text(max=254)
    telephone = Text(max=30)
    language = Word(LANGUAGES)
    staff = Flag()


class Session(Answer):
    """Who is logged in, and until when at the latest: a session that is not used ends sooner.

    `customer` is null for staff; `customers` are those between which one can switch. `rights` are the person's at
    this customer. With `all_machines` one sees every machine of the customer, else those of `group_ids`.
    """

    id = Id(attribute="session_id")
    person = One(Person)
    customer = One(Customer, nullable=True, required=True)
    customers = ListOf(One(Customer), max=100)
    rights = ListOf(Text(max=40), max=40)
    all_machines = Flag()
    group_ids = ListOf(Id(), max=100)
    expires_at = Moment()


class NewSession(Session):
    """`token` is told here only."""

    token = Text(max=100)


class Switch(Schema):
    customer_id = Id()


VAN_DIJK = {
    "id": "01980000-0000-7000-8000-000000000001",
    "customer_number": "1048823",
    "name": "Van Dijk Logistiek B.V.",
}
SESSION = {
    "id": "01980000-0000-7000-8000-000000000004",
    "person": {
        "id": "01980000-0000-7000-8000-000000000002",
        "name": "Sanne de Wit",
        "email": "sanne@vandijk.example",
        "telephone": "",
        "language": "nl",
        "staff": False,
    },
    "customer": VAN_DIJK,
    "customers": [VAN_DIJK],
    "rights": ["request_service"],
    "all_machines": True,
    "group_ids": [],
    "expires_at": "2026-03-04T20:00:00+00:00",
}
LOG_IN = {"email": "sanne@vandijk.example", "password": "correct horse battery"}
NEW_SESSION = SESSION | {"token": "a-secret-of-43-characters"}
SWITCH = {"customer_id": VAN_DIJK["id"]}
