"""Orders of guests, for the machine of their pass (docs/features.md#guests)."""

from typing import Any

from marshmallow import ValidationError, validates_schema

from services.chassis.contract import Command, ContractError, Kind, Query, Schema, TooManyAttempts, fields
from services.chassis.contract.fields import validation_error
from services.chassis.contract.guests import EXAMPLE_GUEST, GuestForm, GuestPassUsed
from services.fleet.contracts import MachineNotFound, SupplyColour, SupplyKind
from services.identity.contracts import Right
from services.ordering.contracts.addresses import Address
from services.ordering.contracts.catalogue import MAX_SUPPLIES
from services.ordering.contracts.errors import SupplyDoesNotFit
from services.ordering.contracts.orders import EXAMPLE, EXAMPLE_ADDRESS, EXAMPLE_LINE, MAX_QUANTITY, OrderStatus

__all__ = ["CheckGuestOrder", "GetGuestOrderForm", "GuestReasonRequired", "NoDeliveryAddress", "PlaceGuestOrder"]

MAX_GUEST_LINES = 20
_GUESTS = {Kind.GUEST: Right.ORDER_SUPPLIES}


class NoDeliveryAddress(ContractError):
    """The machine has no complete address that a guest's order could be delivered to."""

    code = "no_delivery_address"
    status = 422


class GuestReasonRequired(ContractError):
    """The supply `sku` is in an open order for the machine; ordering it again requires a reason."""

    code = "guest_reason_required"
    status = 409


class ExpectedSupply(Schema):
    """What is ordered already. `status`: placed, confirmed or shipped. `shipped` is the part of the `quantity` that is
    on its way."""

    status = fields.Enum(OrderStatus)
    placed_at = fields.AwareDateTime()
    quantity = fields.Integer(min=1)
    shipped = fields.Integer(min=0)


class GuestSupply(Schema):
    """A supply that fits the machine. `expected` is the newest open order with it, or null."""

    sku = fields.String(max_length=40)
    name = fields.String(max_length=120)
    kind = fields.Enum(SupplyKind)
    colour = fields.Enum(SupplyColour)
    expected = fields.Nested(ExpectedSupply, allow_none=True, required=True)


class GuestOrderForm(Schema):
    """`deliver_to` is the machine's own address, null if it is incomplete: then nothing can be ordered."""

    supplies = fields.List(fields.Nested(GuestSupply), max_length=MAX_SUPPLIES)
    deliver_to = fields.Nested(Address, allow_none=True, required=True)


class GuestOrder(GuestForm):
    """A supply that is in an open order for the machine requires a `reason`."""

    class Line(Schema):
        sku = fields.String(max_length=40, min_length=1)
        quantity = fields.Integer(min=1, max=MAX_QUANTITY)

    lines = fields.List(fields.Nested(Line), min_length=1, max_length=MAX_GUEST_LINES)
    reason = fields.String(max_length=300, load_default="")

    @validates_schema
    def _expect_each_once(self, given: dict[str, Any], **_options: Any) -> None:
        skus = [line["sku"] for line in given["lines"]]
        if len(set(skus)) != len(skus):
            raise ValidationError({"lines": validation_error("invalid").messages})


_EXAMPLE_ORDER = {name: EXAMPLE_GUEST[name] for name in ("name", "email")} | {
    "lines": [{"sku": "TN-328M", "quantity": 1}]
}


class GetGuestOrderForm(Query):
    """What a guest can order for the machine of the pass, without prices."""

    allowed = _GUESTS
    errors = (MachineNotFound, GuestPassUsed)

    class Response(GuestOrderForm):
        pass

    example = (
        {},
        {
            "supplies": [
                {name: EXAMPLE_LINE[name] for name in ("sku", "name", "kind", "colour")}
                | {
                    "expected": {
                        "status": "placed",
                        "placed_at": "2026-03-03T08:12:00+00:00",
                        "quantity": 2,
                        "shipped": 0,
                    }
                }
            ],
            "deliver_to": EXAMPLE_ADDRESS,
        },
    )


class CheckGuestOrder(Query):
    """Whether items, address, reason and pass would do for an order now, so that a guest learns it before the last
    step. Nothing is reserved; limits apply when the order is placed."""

    allowed = _GUESTS
    errors = (MachineNotFound, SupplyDoesNotFit, GuestReasonRequired, NoDeliveryAddress, GuestPassUsed)

    class Request(GuestOrder):
        pass

    class Response(GuestOrderForm):
        pass

    example = (_EXAMPLE_ORDER | {"reason": "Op."}, GetGuestOrderForm.example[1])


class PlaceGuestOrder(Command):
    """Order supplies for the machine of the pass, delivered to the machine's own address. A pass places one order."""

    allowed = _GUESTS
    errors = (
        MachineNotFound, SupplyDoesNotFit, GuestReasonRequired, NoDeliveryAddress, GuestPassUsed, TooManyAttempts,
    )  # fmt: skip

    class Request(GuestOrder):
        pass

    class Response(Schema):
        reference_number = fields.String(max_length=20)

    example = (_EXAMPLE_ORDER, {"reference_number": EXAMPLE["reference_number"]})
