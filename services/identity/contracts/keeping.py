"""Customers as the dealer keeps them and as their own users read them (product.md section 2, "Company data")."""

from services.chassis.contract import Choice, Command, ContractError, Flag, Id, Kind, NotFound, One, Query, Schema, Text
from services.identity.contracts.customers import EXAMPLE, Address, CustomerDetail, CustomerStatus
from services.identity.contracts.rights import StaffRight

_KEEPERS: dict[Kind, StaffRight | None] = {Kind.STAFF: StaffRight.MANAGE_CUSTOMERS}


class CustomerNumberTaken(ContractError):
    """Another customer has this number. `name` is the name of that customer."""

    code = "customer_number_taken"
    status = 409


class KeptCustomer(CustomerDetail):
    """`has_administrator`: an active user who has set a password may manage users. Without one, the dealer has to."""

    has_administrator = Flag()


KEPT = EXAMPLE | {"has_administrator": True}


class FindCustomer(Query):
    """One customer, for staff."""

    allowed = {Kind.STAFF: None}
    errors = (NotFound,)

    class Request(Schema):
        customer_id = Id()

    class Response(KeptCustomer):
        pass

    example = ({"customer_id": EXAMPLE["id"]}, KEPT)


class CreateCustomer(Command):
    """Add a customer. Refused where one has this number already."""

    allowed = _KEEPERS
    errors = (CustomerNumberTaken,)

    class Request(Schema):
        customer_number = Text(max=20, min=1)
        name = Text(max=120, min=1)
        address = One(Address, load_default=dict)

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
        customer_id = Id()
        name = Text(max=120, min=1)
        status = Choice(CustomerStatus)
        address = One(Address)

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
