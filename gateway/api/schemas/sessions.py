"""Sessions and login."""

from gateway.api.schemas.fields import IsoDateTime, OpenEnum, ResponseSchema
from services.chassis.contract import Schema, fields

LANGUAGES = ("nl", "en")


class LogIn(Schema):
    email = fields.String(max_length=254)
    password = fields.String(max_length=1000, trim=False)


class Customer(ResponseSchema):
    id = fields.UUID()
    customer_number = fields.String(max_length=20)
    name = fields.String(max_length=120)


class Person(ResponseSchema):
    """`staff`: a member of the dealer's staff."""

    id = fields.UUID(attribute="person_id")
    name = fields.String(max_length=120)
    email = fields.String(max_length=254)
    telephone = fields.String(max_length=30)
    language = OpenEnum(LANGUAGES)
    staff = fields.Boolean()


class Session(ResponseSchema):
    """The person, customer, rights and scope of a session. `expires_at`: the latest end; an unused session ends sooner.

    `customer` is null for staff. `customers`: those between which the person can switch. `rights`: the person's rights
    at this customer. With `all_machines` the person sees every machine of the customer, else those of `group_ids`.
    """

    id = fields.UUID(attribute="session_id")
    person = fields.Nested(Person)
    customer = fields.Nested(Customer, allow_none=True, required=True)
    customers = fields.List(fields.Nested(Customer), max_length=100)
    rights = fields.List(fields.String(max_length=40), max_length=40)
    all_machines = fields.Boolean()
    group_ids = fields.List(fields.UUID(), max_length=100)
    expires_at = IsoDateTime()


class NewSession(Session):
    """`token` is returned by no other operation."""

    token = fields.String(max_length=100)


class Switch(Schema):
    customer_id = fields.UUID()


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
