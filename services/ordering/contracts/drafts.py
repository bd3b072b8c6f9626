"""The basket: a draft order, deleted after 7 days without a change. A draft is placed as at most one order."""

import enum
from typing import Any

from marshmallow import ValidationError, post_load

from services.chassis.contract import Command, Kind, NotFound, Query, Schema, fields
from services.fleet.contracts import MachineNotFound, SupplyColour, SupplyKind
from services.identity.contracts import Right
from services.ordering.contracts.addresses import KnownAddress, NewAddress, TypedAddress
from services.ordering.contracts.catalogue import OpenOrder, Price
from services.ordering.contracts.errors import (
    DraftChanged,
    DraftFull,
    DraftIncomplete,
    DraftIsEmpty,
    DraftLinesUnavailable,
    DraftPlaced,
    SupplyAlreadyOnItsWay,
    SupplyDoesNotFit,
)
from services.ordering.contracts.orders import (
    EXAMPLE,
    EXAMPLE_ADDRESS,
    EXAMPLE_LINE,
    MAX_LINES,
    MAX_QUANTITY,
    Delivery,
    OrderDetail,
    OrderMachine,
    WantedLine,
)

__all__ = ["AddToDraft", "ChangeDraft", "ExpireDraft", "GetDraft", "PlaceDraft", "SetDraftDelivery", "Unavailability"]


class DraftLine(Schema):
    """`price` is per piece, `line_total` that of all pieces. `open_order` is the newest open order of this supply for
    this machine, or null."""

    id = fields.UUID()
    machine = fields.Nested(OrderMachine)
    sku = fields.String(max_length=40)
    name = fields.String(max_length=120)
    kind = fields.Enum(SupplyKind)
    colour = fields.Enum(SupplyColour)
    quantity = fields.Integer(min=1)
    included_in_contract = fields.Boolean()
    price = fields.Nested(Price, allow_none=True, required=True)
    line_total = fields.Nested(Price, allow_none=True, required=True)
    open_order = fields.Nested(OpenOrder, allow_none=True, required=True)


class Unavailability(enum.StrEnum):
    """Why a line cannot be ordered any more: its machine was removed or has left the caller's scope, or the supply has
    left the catalogue or does not fit the machine. The values are the codes of the errors of AddToDraft."""

    MACHINE_NOT_FOUND = MachineNotFound.code
    SUPPLY_DOES_NOT_FIT = SupplyDoesNotFit.code


class UnavailableLine(Schema):
    """A line that can only be removed. `name` is empty for a supply that left the catalogue; `machine` is the model of
    the machine, empty if it is out of scope."""

    id = fields.UUID()
    sku = fields.String(max_length=40)
    name = fields.String(max_length=120)
    quantity = fields.Integer(min=1)
    cause = fields.Enum(Unavailability)
    machine = fields.String(max_length=160)


class Draft(Schema):
    """The basket. `lines` can be ordered, those in `unavailable` only be removed. `revision` increases with every
    change; `reference_number` is empty until the draft is placed.

    `wants_reason` is true when an open order contains one of its supplies. `id` is null for a basket to which nothing
    was added yet. `deliver_to` is null until the delivery is set, and may be incomplete. `cost_centre` is that of the
    machines until then, if they have the same.
    """

    id = fields.UUID(allow_none=True, required=True)
    revision = fields.Integer(min=0)
    lines = fields.List(fields.Nested(DraftLine), max_length=MAX_LINES)
    unavailable = fields.List(fields.Nested(UnavailableLine), max_length=MAX_LINES)
    deliver_to = fields.Nested(TypedAddress, allow_none=True, required=True)
    attention = fields.String(max_length=120, personal=True)
    purchase_reference = fields.String(max_length=35, personal=True)
    cost_centre = fields.String(max_length=40, personal=True)
    remarks = fields.String(max_length=1000, multiline=True, personal=True)
    reason = fields.String(max_length=300, personal=True)
    total = fields.Nested(Price, allow_none=True, required=True)
    wants_reason = fields.Boolean()
    addresses = fields.List(fields.Nested(KnownAddress), max_length=20, personal=True)
    expires_at = fields.AwareDateTime(allow_none=True, required=True)
    reference_number = fields.String(max_length=20)


_LINE = {key: value for key, value in EXAMPLE_LINE.items() if key != "shipped"} | {
    "open_order": {
        "reference_number": "SO-4105-7729-0",
        "status": "confirmed",
        "placed_at": "2026-03-01T14:05:00+00:00",
        "quantity": 1,
        "shipped": 0,
    }
}
_EXAMPLE: dict[str, Any] = {
    "id": "01980000-0000-7000-8000-000000000053",
    "revision": 2,
    "lines": [_LINE],
    "unavailable": [],
    "deliver_to": EXAMPLE_ADDRESS,
    "attention": "Sanne de Wit",
    "purchase_reference": "PO-2026-118",
    "cost_centre": "4100",
    "remarks": "",
    "reason": "Nog een doos voor de andere vestiging.",
    "total": None,
    "wants_reason": True,
    "addresses": [{**EXAMPLE_ADDRESS, "used_before": False}],
    "expires_at": "2026-03-10T08:12:00+00:00",
    "reference_number": "",
}
_NEW = _EXAMPLE | {"revision": 1, "deliver_to": None, "attention": "", "purchase_reference": "", "reason": ""}
_ID = {"draft_id": _EXAMPLE["id"]}
_MAY_ORDER = {Kind.USER: Right.ORDER_SUPPLIES}


class GetDraft(Query):
    """The caller's basket, or the draft with this id, with the reference number of its order, if placed."""

    allowed = _MAY_ORDER
    errors = (NotFound,)

    class Request(Schema):
        draft_id = fields.UUID(allow_none=True)

    class Response(Draft):
        pass

    example = ({}, _EXAMPLE)


class AddToDraft(Command):
    """Add a supply for a machine to the caller's basket. If it is in the basket already, the quantity is set, not
    added."""

    allowed = _MAY_ORDER
    errors = (MachineNotFound, SupplyDoesNotFit, DraftFull)

    class Request(WantedLine):
        pass

    class Response(Draft):
        pass

    example = ({"machine_id": EXAMPLE_LINE["machine"]["id"], "sku": "TN-328M", "quantity": 2}, _NEW)


class ChangeDraft(Command):
    """Set the quantity of lines; 0 removes a line. Other lines stay."""

    allowed = _MAY_ORDER
    errors = (NotFound, DraftPlaced)

    class Request(Schema):
        class Line(Schema):
            line_id = fields.UUID()
            quantity = fields.Integer(min=0, max=MAX_QUANTITY)

        draft_id = fields.UUID()
        lines = fields.List(fields.Nested(Line), max_length=MAX_LINES)

    class Response(Draft):
        pass

    example = (_ID | {"lines": [{"line_id": EXAMPLE_LINE["id"], "quantity": 2}]}, _NEW | {"revision": 2})


class SetDraftDelivery(Command):
    """Set delivery address, attention, purchase reference, cost centre, remarks and reason of a draft.

    With `complete`, the address is checked, and the command is refused with SupplyAlreadyOnItsWay without a reason if
    the draft requires one. Otherwise the delivery is stored as typed, to be completed before the draft is placed.
    """

    allowed = _MAY_ORDER
    errors = (NotFound, DraftPlaced, SupplyAlreadyOnItsWay)

    class Request(Delivery):
        draft_id = fields.UUID()
        deliver_to = fields.Nested(TypedAddress)
        complete = fields.Boolean(load_default=True)

        @post_load
        def _check_address(self, given: dict[str, Any], **_options: Any) -> dict[str, Any]:
            try:
                return given | {"deliver_to": NewAddress().load(given["deliver_to"])}
            except ValidationError as error:
                if not given["complete"]:
                    return given
                raise ValidationError({"deliver_to": error.messages}) from error

    class Response(Draft):
        pass

    example = (
        _ID
        | {"deliver_to": EXAMPLE_ADDRESS, "attention": "Sanne de Wit"}
        | {name: _EXAMPLE[name] for name in ("purchase_reference", "cost_centre", "reason")},
        _EXAMPLE,
    )


class PlaceDraft(Command):
    """Place the basket as an order, as seen in `revision`. Placing it again returns the same order.

    Refused with DraftLinesUnavailable while it has lines that cannot be ordered any more.
    """

    allowed = _MAY_ORDER
    errors = (
        NotFound, DraftIsEmpty, DraftIncomplete, DraftChanged, DraftLinesUnavailable, SupplyAlreadyOnItsWay,
    )  # fmt: skip

    class Request(Schema):
        draft_id = fields.UUID()
        revision = fields.Integer(min=0)

    class Response(OrderDetail):
        pass

    example = (_ID | {"revision": 2}, EXAMPLE)


class ExpireDraft(Command):
    """Delete a draft that was not changed for 7 days. Run as a job."""

    allowed = {Kind.SERVICE: None}

    class Request(Schema):
        draft_id = fields.UUID()

    class Response(Schema):
        pass

    example = (_ID, {})
