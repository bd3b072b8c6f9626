"""Customers as the dealer keeps them and as their own users read them (product.md section 2, "Company data")."""

from services.chassis.contract import Command, ContractError, Kind, NotFound, Query, Schema, fields
from services.identity.contracts.customers import EXAMPLE, Address, CustomerDetail, CustomerStatus
from services.identity.contracts.rights import StaffRight

_KEEPERS: dict[Kind, StaffRight | None] = {Kind.STAFF: StaffRight.MANAGE_CUSTOMERS}


class CustomerNumberTaken(ContractError):
    """Another customer has this number. `name` is the name of that customer."""

    code = "customer_number_taken"
    status = 409


class KeptCustomer(CustomerDetail):
    """`has_administrator`: an active user who has set a password may manage users. Without one, the dealer has to."""

    has_administrator = fields.Boolean()


KEPT = EXAMPLE | {"has_administrator": True}


class FindCustomer(Query):
    """One customer, for staff."""

    allowed = {Kind.STAFF: None}
    errors = (NotFound,)

    class Request(Schema):
        customer_id = fields.UUID()

    class Response(KeptCustomer):
        pass

    example = ({"customer_id": EXAMPLE["id"]}, KEPT)


class CreateCustomer(Command):
    """Add a customer. Refused where one has this number already."""

    allowed = _KEEPERS
    errors = (CustomerNumberTaken,)

    class Request(Schema):
        customer_number = fields.String(max_length=20, min_length=1)
        name = fields.String(max_length=120, min_length=1)
        address = fields.Nested(Address, load_default=dict)

    class Response(KeptCustomer):
        pass

    example = (
        {"customer_number": "1048830", "name": "Bakkerij Jansen", "address": EXAMPLE["address"]},
        KEPT | {"customer_number": "1048830", "name": "Bakkerij Jansen", "has_administrator": False},
    )


class ChangeCustomer(Command):
    """Name, status and address of a customer become these. Users of a disabled one are logged out and do not get in."""

    allowed = _KEEPERS
    errors = (NotFound,)

    class Request(Schema):
        customer_id = fields.UUID()
        name = fields.String(max_length=120, min_length=1)
        status = fields.Enum(CustomerStatus)
        address = fields.Nested(Address)

    class Response(KeptCustomer):
        pass

    example = (
        {"customer_id": EXAMPLE["id"], **{key: EXAMPLE[key] for key in ("name", "status", "address")}},
        KEPT,
    )


class FindOwnCustomer(Query):
    """The customer of the user who asks. The dealer changes it."""

    allowed = {Kind.USER: None}
    errors = (NotFound,)

    class Response(CustomerDetail):
        pass

    example = ({}, EXAMPLE)
