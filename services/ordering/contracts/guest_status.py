"""The status of a guest's order, by the link in its mails, or by reference number and e-mail address
(docs/features.md#guests)."""

from services.chassis.contract import Command, Kind, NotFound, Query, Schema, TooManyAttempts, fields
from services.chassis.contract.guests import (
    EXAMPLE_GUEST,
    EXAMPLE_LINK,
    NewStatusLink,
    StatusLinkExpired,
    StatusNotFound,
    StatusOwner,
    StatusToken,
)
from services.fleet.contracts import SupplyColour, SupplyKind
from services.identity.contracts.guest_actions import EXAMPLE_STATUS_MACHINE, GuestStatusMachine
from services.ordering.contracts.guests import MAX_GUEST_LINES
from services.ordering.contracts.orders import EXAMPLE, EXAMPLE_LINE, MAX_LINES, OrderStatus

__all__ = ["FindGuestOrder", "GetGuestOrderStatus", "IssueGuestOrderLink"]


class _Line(Schema):
    name = fields.String(max_length=120)
    kind = fields.Enum(SupplyKind)
    colour = fields.Enum(SupplyColour)
    quantity = fields.Integer(min=1)
    shipped = fields.Integer(min=0)


class _Step(Schema):
    status = fields.Enum(OrderStatus)
    at = fields.AwareDateTime()


class _Parcel(Schema):
    at = fields.AwareDateTime()
    carrier = fields.String(max_length=60)
    tracking_number = fields.String(max_length=60)
    tracking_url = fields.String(max_length=300)


class GuestOrderStatus(Schema):
    """An order as its guest sees it: without prices, people and notes."""

    reference_number = fields.String(max_length=20)
    machine = fields.Nested(GuestStatusMachine)
    status = fields.Enum(OrderStatus)
    is_partly_shipped = fields.Boolean()
    placed_at = fields.AwareDateTime()
    lines = fields.List(fields.Nested(_Line), max_length=MAX_GUEST_LINES)
    steps = fields.List(fields.Nested(_Step), max_length=100)
    parcels = fields.List(fields.Nested(_Parcel), max_length=MAX_LINES)


_EXAMPLE = {
    **{name: EXAMPLE[name] for name in ("reference_number", "status", "is_partly_shipped", "placed_at")},
    "machine": EXAMPLE_STATUS_MACHINE,
    "lines": [{name: EXAMPLE_LINE[name] for name in ("name", "kind", "colour", "quantity", "shipped")}],
    "steps": [{"status": "placed", "at": EXAMPLE["placed_at"]}],
    "parcels": [],
}


class GetGuestOrderStatus(Query):
    """The order of a status link, until 30 days after it ended, while guests may ask the status at its machine."""

    allowed = {Kind.VISITOR: None}
    errors = (StatusLinkExpired,)

    class Request(StatusToken):
        pass

    class Response(GuestOrderStatus):
        pass

    example = (EXAMPLE_LINK, _EXAMPLE)


class FindGuestOrder(Query):
    """The order with this number, of the guest with this e-mail address; otherwise as GetGuestOrderStatus. Attempts are
    counted per network address and per number."""

    allowed = {Kind.VISITOR: None}
    errors = (StatusNotFound, TooManyAttempts)

    class Request(StatusOwner):
        pass

    class Response(GuestOrderStatus):
        pass

    example = ({"reference_number": EXAMPLE["reference_number"], "email": EXAMPLE_GUEST["email"]}, _EXAMPLE)


class IssueGuestOrderLink(Command):
    """Create the secret of a status link. Called just before a mail is sent; only the hash is stored."""

    allowed = {Kind.SERVICE: None}
    errors = (NotFound,)
    idempotent = False  # the response holds a secret, which is not stored

    class Request(Schema):
        reference_number = fields.String(max_length=20)

    class Response(NewStatusLink):
        pass

    example = ({"reference_number": EXAMPLE["reference_number"]}, EXAMPLE_LINK)
