"""Operations on orders, for the customer and the dealer."""

from typing import Any

from services.chassis.contract import Command, Kind, NotFound, Query, Schema, fields
from services.fleet.contracts import MachineNotFound
from services.identity.contracts import Right, StaffRight
from services.ordering.contracts.errors import (
    InvalidOrderTransition,
    MoreThanOrdered,
    SupplyAlreadyOnItsWay,
    SupplyDoesNotFit,
)
from services.ordering.contracts.orders import (
    EXAMPLE,
    EXAMPLE_ADDRESS,
    EXAMPLE_LINE,
    EXAMPLE_STEP,
    MAX_LINES,
    Delivery,
    Link,
    OrderDetail,
    WantedLine,
)

__all__ = [
    "CancelOrder", "ConfirmOrder", "CountOrders", "DeliverOrder", "GetOrder", "PlaceOrder", "RefuseOrder",
    "ShipOrder",
]  # fmt: skip

_REFERENCE = {"reference_number": EXAMPLE["reference_number"]}
_WANTED = {"machine_id": EXAMPLE_LINE["machine"]["id"], "sku": "TN-328M", "quantity": 2}
_HANDLES = {Kind.STAFF: StaffRight.HANDLE_ORDERS}


def _now(status: str, note: str = "", **changed: Any) -> dict[str, Any]:
    """The example in another status, half an hour later."""
    by_staff = status != "cancelled"
    at = "2026-03-03T08:40:00+00:00"
    earlier = ("placed", "confirmed", "shipped")[: {"confirmed": 1, "shipped": 2, "delivered": 3}.get(status, 1)]
    placed = EXAMPLE_STEP
    by_dealer = {"by_staff": True, "author_id": None}
    steps = [placed | {"status": word, "at": at} | (by_dealer if word != "placed" else {}) for word in earlier]
    steps.append(placed | {"status": status, "at": at, "note": note} | (by_dealer if by_staff else {}))
    left = 0 if status in ("cancelled", "refused") else EXAMPLE["left"]
    return (
        EXAMPLE | {"status": status, "changed_at": at, "timeline": steps, "may_cancel": False, "left": left} | changed
    )


_PARCEL = {
    "id": "01980000-0000-7000-8000-000000000054",
    "at": "2026-03-03T08:40:00+00:00",
    "carrier": "PostNL",
    "tracking_number": "3SABC0012345",
    "tracking_url": "https://carrier.example/3SABC0012345",
    "parts": [{"line_id": EXAMPLE_LINE["id"], "quantity": 2}],
}
_SHIPPED: dict[str, Any] = {"left": 0, "lines": [EXAMPLE_LINE | {"shipped": 2}], "shipments": [_PARCEL]}


class PlaceOrder(Command):
    """Order supplies for machines in scope in one step. Pages place a draft instead (`PlaceDraft`).

    Without a `cost_centre`, the order has that of the machines, if they have the same.
    """

    allowed = {Kind.USER: Right.ORDER_SUPPLIES}
    errors = (MachineNotFound, SupplyDoesNotFit, SupplyAlreadyOnItsWay)

    class Request(Delivery):
        lines = fields.List(fields.Nested(WantedLine), min_length=1, max_length=MAX_LINES)

    class Response(OrderDetail):
        pass

    example = ({"lines": [_WANTED], "deliver_to": EXAMPLE_ADDRESS, "purchase_reference": "PO-2026-118"}, EXAMPLE)


class GetOrder(Query):
    """One order with its lines, parcels and timeline."""

    allowed = {Kind.USER: None, Kind.STAFF: None, Kind.SERVICE: None}
    errors = (NotFound,)

    class Request(Schema):
        reference_number = fields.String(max_length=20)

    class Response(OrderDetail):
        pass

    example = (_REFERENCE, EXAMPLE)


class CountOrders(Query):
    """Number of open orders in the caller's scope by status. `to_ship`: confirmed or partly shipped. Counts stop at
    1,000."""

    allowed = {Kind.USER: None, Kind.STAFF: None}

    class Response(Schema):
        placed = fields.Integer(min=0)
        confirmed = fields.Integer(min=0)
        shipped = fields.Integer(min=0)
        to_ship = fields.Integer(min=0)
        open = fields.Integer(min=0)

    example = ({}, {"placed": 1, "confirmed": 0, "shipped": 0, "to_ship": 0, "open": 1})


class CancelOrder(Command):
    """Cancel an order: the customer until it is confirmed, the dealer until a parcel was shipped."""

    allowed = {Kind.USER: Right.ORDER_SUPPLIES, Kind.STAFF: StaffRight.HANDLE_ORDERS}
    errors = (NotFound, InvalidOrderTransition)

    class Request(Schema):
        reference_number = fields.String(max_length=20)
        reason = fields.String(max_length=300, load_default="")

    class Response(OrderDetail):
        pass

    example = (_REFERENCE, _now("cancelled"))


class ConfirmOrder(Command):
    """Confirm an order."""

    allowed = _HANDLES
    errors = (NotFound, InvalidOrderTransition)

    class Request(Schema):
        reference_number = fields.String(max_length=20)

    class Response(OrderDetail):
        pass

    example = (_REFERENCE, _now("confirmed", may_cancel=True, may_ship=True))


class RefuseOrder(Command):
    """Refuse an order with a reason."""

    allowed = _HANDLES
    errors = (NotFound, InvalidOrderTransition)

    class Request(Schema):
        reference_number = fields.String(max_length=20)
        reason = fields.String(max_length=300, min_length=1)

    class Response(OrderDetail):
        pass

    example = (_REFERENCE | {"reason": "Niet meer leverbaar."}, _now("refused", "Niet meer leverbaar."))


class ShipOrder(Command):
    """Ship a parcel. `parts` is its content; without it, everything not shipped yet."""

    allowed = _HANDLES
    errors = (NotFound, InvalidOrderTransition, MoreThanOrdered)

    class Request(Schema):
        class Part(Schema):
            line_id = fields.UUID()
            quantity = fields.Integer(min=1)

        reference_number = fields.String(max_length=20)
        carrier = fields.String(max_length=60, min_length=1)
        tracking_number = fields.String(max_length=60, load_default="")
        tracking_url = Link(max_length=300, load_default="")
        parts = fields.List(fields.Nested(Part), max_length=MAX_LINES, load_default=list)

    class Response(OrderDetail):
        pass

    example = (
        _REFERENCE | {key: _PARCEL[key] for key in ("carrier", "tracking_number", "tracking_url")},
        _now("shipped", may_deliver=True, **_SHIPPED),
    )


class DeliverOrder(Command):
    """Mark an order as delivered completely."""

    allowed = _HANDLES
    errors = (NotFound, InvalidOrderTransition)

    class Request(Schema):
        reference_number = fields.String(max_length=20)

    class Response(OrderDetail):
        pass

    example = (_REFERENCE, _now("delivered", **_SHIPPED))
