"""Customers: the organisations that have machines, maintained by the dealer."""

import enum

from services.chassis.contract import Command, ContractError, Feed, Kind, NotFound, Query, Schema, StateEvent, fields
from services.chassis.contract.paging import EXAMPLE_PAGE, Page, Paged
from services.identity.contracts.rights import StaffRight

__all__ = [
    "Address", "ChangeCustomer", "CreateCustomer", "CustomerNumberTaken", "CustomerStateChanged", "CustomerStatus",
    "FeedCustomers", "GetCustomer", "GetOwnCustomer", "ListCustomers", "UnknownCustomer", "UpsertCustomer",
]  # fmt: skip


class CustomerStatus(enum.StrEnum):
    ACTIVE = "active"
    DISABLED = "disabled"


class UnknownCustomer(ContractError):
    """No customer has this number."""

    code = "unknown_customer"
    status = 422


class Address(Schema):
    street = fields.String(max_length=120, load_default="")
    postcode = fields.String(max_length=12, load_default="")
    city = fields.String(max_length=80, load_default="")
    country = fields.Country(max_length=2, load_default="NL")


class CustomerDetail(Schema):
    id = fields.UUID()
    customer_number = fields.String(max_length=20, min_length=1)
    name = fields.String(max_length=120, min_length=1)
    status = fields.Enum(CustomerStatus)
    address = fields.Nested(Address)


EXAMPLE = {
    "id": "01980000-0000-7000-8000-000000000001",
    "customer_number": "1048823",
    "name": "Van Dijk Logistiek B.V.",
    "status": "active",
    "address": {"street": "Voorbeeldkade 12", "postcode": "1000 AA", "city": "Amsterdam", "country": "NL"},
}


class UpsertCustomer(Command):
    """Create a customer, or update the one with this number."""

    allowed = {Kind.STAFF: StaffRight.MANAGE_CUSTOMERS}
    security_event = True

    class Request(Schema):
        customer_number = fields.String(max_length=20, min_length=1)
        name = fields.String(max_length=120, min_length=1)
        status = fields.Enum(CustomerStatus, load_default=CustomerStatus.ACTIVE)
        address = fields.Nested(Address, load_default=dict)

    class Response(CustomerDetail):
        pass

    example = ({key: EXAMPLE[key] for key in ("customer_number", "name", "address")}, EXAMPLE)


class ListCustomers(Query):
    """Customers by name, for staff."""

    allowed = {Kind.STAFF: None}

    class Request(Paged):
        text = fields.String(max_length=80, load_default="")

    class Response(Page):
        rows = fields.List(fields.Nested(CustomerDetail), max_length=200)

    example = ({"text": "Dijk"}, {"rows": [EXAMPLE], "page": EXAMPLE_PAGE})


class CustomerStateChanged(StateEvent):
    """The complete state of a customer. `has_confirmation_address`: a fixed mailbox also gets the confirmations of
    service requests; events published before the field existed have false."""

    subject = "customer_id"

    class Data(Schema):
        customer_id = fields.UUID()
        customer_number = fields.String(max_length=20)
        name = fields.String(max_length=120)
        status = fields.Enum(CustomerStatus)
        has_confirmation_address = fields.Boolean(load_default=False)

    example = {
        "customer_id": EXAMPLE["id"],
        "customer_number": "1048823",
        "name": "Van Dijk Logistiek B.V.",
        "status": "active",
        "has_confirmation_address": False,
    }


class FeedCustomers(Feed):
    of = CustomerStateChanged
    example = (
        {"limit": 1},
        {
            "rows": [{"id": EXAMPLE["id"], "version": 1, "deleted": False, "data": CustomerStateChanged.example}],
            "next": None,
        },
    )


_ADMINISTRATORS: dict[Kind, StaffRight | None] = {Kind.STAFF: StaffRight.MANAGE_CUSTOMERS}


class CustomerNumberTaken(ContractError):
    """Another customer has this number. `name` is the name of that customer."""

    code = "customer_number_taken"
    status = 409


class CustomerAccount(CustomerDetail):
    """`has_administrator`: an active user with a password has `manage_users`. Without one, the dealer manages the
    users."""

    has_administrator = fields.Boolean()


ACCOUNT_EXAMPLE = EXAMPLE | {"has_administrator": True}


class GetCustomer(Query):
    """One customer, for staff."""

    allowed = {Kind.STAFF: None}
    errors = (NotFound,)

    class Request(Schema):
        customer_id = fields.UUID()

    class Response(CustomerAccount):
        pass

    example = ({"customer_id": EXAMPLE["id"]}, ACCOUNT_EXAMPLE)


class CreateCustomer(Command):
    """Create a customer. Refused if the number exists."""

    allowed = _ADMINISTRATORS
    security_event = True
    errors = (CustomerNumberTaken,)

    class Request(Schema):
        customer_number = fields.String(max_length=20, min_length=1)
        name = fields.String(max_length=120, min_length=1)
        address = fields.Nested(Address, load_default=dict)

    class Response(CustomerAccount):
        pass

    example = (
        {"customer_number": "1048830", "name": "Bakkerij Jansen", "address": EXAMPLE["address"]},
        ACCOUNT_EXAMPLE | {"customer_number": "1048830", "name": "Bakkerij Jansen", "has_administrator": False},
    )


class ChangeCustomer(Command):
    """Set a customer's name, status and address. Users of a disabled customer are logged out and cannot log in."""

    allowed = _ADMINISTRATORS
    security_event = True
    errors = (NotFound,)

    class Request(Schema):
        customer_id = fields.UUID()
        name = fields.String(max_length=120, min_length=1)
        status = fields.Enum(CustomerStatus)
        address = fields.Nested(Address)

    class Response(CustomerAccount):
        pass

    example = (
        {"customer_id": EXAMPLE["id"], **{key: EXAMPLE[key] for key in ("name", "status", "address")}},
        ACCOUNT_EXAMPLE,
    )


class GetOwnCustomer(Query):
    """The customer of the calling user, read-only, with its user administrators by name (at most 50), whom every user
    may know: they decide about accounts, rights and machines. `confirmation_email` is empty if there is none."""

    allowed = {Kind.USER: None}
    errors = (NotFound,)

    class Response(CustomerDetail):
        class Administrator(Schema):
            name = fields.String(max_length=120, personal=True)
            email = fields.String(max_length=254, personal=True)

        administrators = fields.List(fields.Nested(Administrator), max_length=50)
        confirmation_email = fields.String(max_length=254, personal=True)

    example = (
        {},
        EXAMPLE
        | {
            "administrators": [{"name": "Sanne de Wit", "email": "sanne@vandijk.example"}],
            "confirmation_email": "facilitair@vandijk.example",
        },
    )
