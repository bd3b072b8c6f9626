"""Customers: the organisations that have machines."""

import enum

from services.chassis.contract import Command, ContractError, Feed, Kind, Query, Schema, StateEvent, fields
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
    street = fields.String(max_length=120, load_default="")
    postcode = fields.String(max_length=12, load_default="")
    city = fields.String(max_length=80, load_default="")
    country = fields.String(max_length=2, load_default="NL")


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


class RecordCustomer(Command):
    """Add a customer, or change the one that has this number."""

    allowed = {Kind.STAFF: StaffRight.MANAGE_CUSTOMERS}

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


class CustomerRecorded(StateEvent):
    """A customer as it now is."""

    subject = "customer_id"

    class Data(Schema):
        customer_id = fields.UUID()
        customer_number = fields.String(max_length=20)
        name = fields.String(max_length=120)
        status = fields.Enum(CustomerStatus)

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
        {
            "rows": [{"id": EXAMPLE["id"], "version": 1, "deleted": False, "data": CustomerRecorded.example}],
            "next": None,
        },
    )
