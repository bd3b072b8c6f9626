"""Customers: the organisations that have machines."""

import enum

from services.chassis.contract import (
    Choice,
    Command,
    ContractError,
    Feed,
    Id,
    Kind,
    ListOf,
    One,
    Query,
    Schema,
    StateEvent,
    Text,
)
from services.chassis.contract.paging import EXAMPLE_PAGE, Page, Paged
from services.identity.contracts.rights import StaffRight


class CustomerStatus(enum.StrEnum):
    ACTIVE = "active"
    DISABLED = "disabled"


class UnknownCustomer(ContractError):
    """No customer has this number."""

    code = "unknown_customer"
    status = 422


class Address(Schema):
    street = Text(max=120, load_default="")
    postcode = Text(max=12, load_default="")
    city = Text(max=80, load_default="")
    country = Text(max=2, load_default="NL")


class CustomerDetail(Schema):
    id = Id()
    customer_number = Text(max=20, min=1)
    name = Text(max=120, min=1)
    status = Choice(CustomerStatus)
    address = One(Address)


EXAMPLE = {
    "id": "01980000-0000-7000-8000-000000000001",
    "customer_number": "1048823",
    "name": "Van Dijk Logistiek B.V.",
    "status": "active",
    "address": {"street": "Voorbeeldkade 12", "postcode": "1000 AA", "city": "Amsterdam", "country": "NL"},
}


class RecordCustomer(Command):
    """Add a customer, or change the one that has this number."""

    allowed = {Kind.STAFF: StaffRight.MANAGE_CUSTOMERS}

    class Request(Schema):
        customer_number = Text(max=20, min=1)
        name = Text(max=120, min=1)
        status = Choice(CustomerStatus, load_default=CustomerStatus.ACTIVE)
        address = One(Address, load_default=dict)

    class Response(CustomerDetail):
        pass

    example = ({key: EXAMPLE[key] for key in ("customer_number", "name", "address")}, EXAMPLE)


class ListCustomers(Query):
    """Customers by name, for staff."""

    allowed = {Kind.STAFF: None}

    class Request(Paged):
        text = Text(max=80, load_default="")

    class Response(Page):
        rows = ListOf(One(CustomerDetail), max=200)

    example = ({"text": "Dijk"}, {"rows": [EXAMPLE], "page": EXAMPLE_PAGE})


class CustomerRecorded(StateEvent):
    """A customer as it now is."""

    subject = "customer_id"

    class Data(Schema):
        customer_id = Id()
        customer_number = Text(max=20)
        name = Text(max=120)
        status = Choice(CustomerStatus)

    example = {
        "customer_id": EXAMPLE["id"],
        "customer_number": "1048823",
        "name": "Van Dijk Logistiek B.V.",
        "status": "active",
    }


class FeedCustomers(Feed):
    of = CustomerRecorded
    example = (
        {"limit": 1},
        {"rows": [{"id": EXAMPLE["id"], "version": 1, "gone": False, "data": CustomerRecorded.example}], "next": None},
    )
