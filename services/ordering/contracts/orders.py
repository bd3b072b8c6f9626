"""Orders of supplies, from placed to delivered (docs/features.md#ordering)."""

import enum
from typing import Any
from urllib.parse import urlsplit

from services.chassis.contract import Schema, fields
from services.chassis.contract.fields import validation_error
from services.chassis.contract.guests import Guest
from services.fleet.contracts import SupplyColour, SupplyKind
from services.ordering.contracts.addresses import Address, NewAddress
from services.ordering.contracts.catalogue import Price

__all__ = ["OrderStatus"]

MAX_LINES = 200
MAX_QUANTITY = 99
MAX_REPEATS = 20


class OrderStatus(enum.StrEnum):
    """`shipped`: at least one parcel was shipped; the lines give what is left."""

    PLACED = "placed"
    CONFIRMED = "confirmed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    REFUSED = "refused"


class Link(fields.String):
    """Empty string, or an http or https URL."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        link = super()._deserialize(value, *args, **kwargs)
        if link and not _is_web_address(link):
            raise validation_error("not_a_link")
        return link


def _is_web_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:  # such as an unclosed bracket in the host
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


class Delivery(Schema):
    """Delivery details of an order. `reason` says why a supply is ordered that is in an open order already.

    `cost_centre` is that of the order; each line also has that of its machine.
    """

    deliver_to = fields.Nested(NewAddress)
    attention = fields.String(max_length=120, load_default="", personal=True)
    purchase_reference = fields.String(max_length=35, load_default="")
    cost_centre = fields.String(max_length=40, load_default="")
    remarks = fields.String(max_length=1000, load_default="", multiline=True, personal=True)
    reason = fields.String(max_length=300, load_default="")


class WantedLine(Schema):
    """A quantity of a supply for a machine."""

    machine_id = fields.UUID()
    sku = fields.String(max_length=40, min_length=1)
    quantity = fields.Integer(min=1, max=MAX_QUANTITY, load_default=1)


class OrderMachine(Schema):
    """The machine with its names at the time of the order."""

    id = fields.UUID()
    equipment_number = fields.String(max_length=20)
    serial_number = fields.String(max_length=60)
    manufacturer = fields.String(max_length=60)
    model_name = fields.String(max_length=80)
    own_reference = fields.String(max_length=60)
    cost_centre = fields.String(max_length=40, load_default="")
    site = fields.String(max_length=80)
    city = fields.String(max_length=80)


class OrderLine(Schema):
    """`shipped` of the `quantity` were shipped. `price` is per piece, `line_total` that of all pieces; both are
    null when included in the contract."""

    id = fields.UUID()
    machine = fields.Nested(OrderMachine)
    sku = fields.String(max_length=40)
    name = fields.String(max_length=120)
    kind = fields.Enum(SupplyKind)
    colour = fields.Enum(SupplyColour)
    quantity = fields.Integer(min=1)
    shipped = fields.Integer(min=0)
    included_in_contract = fields.Boolean()
    price = fields.Nested(Price, allow_none=True, required=True)
    line_total = fields.Nested(Price, allow_none=True, required=True)


class Shipment(Schema):
    """A parcel. `tracking_url` is empty or the carrier's tracking page (http or https)."""

    class Part(Schema):
        line_id = fields.UUID()
        quantity = fields.Integer(min=1)

    id = fields.UUID()
    at = fields.AwareDateTime()
    carrier = fields.String(max_length=60)
    tracking_number = fields.String(max_length=60)
    tracking_url = fields.String(max_length=300)
    parts = fields.List(fields.Nested(Part), max_length=MAX_LINES)


class OrderStep(Schema):
    """A change of status; `note` is the dealer's or the customer's reason. `author_id` is the user who made it; null
    for the dealer, for a guest, and where it was not stored."""

    status = fields.Enum(OrderStatus)
    at = fields.AwareDateTime()
    by_staff = fields.Boolean()
    author_id = fields.UUID(allow_none=True, required=True, person=True)
    note = fields.String(max_length=300, personal=True)


class OrderRow(Schema):
    """An order in a list. `lines` are those in the caller's scope; `pieces` is the sum of their quantities, `left` what
    is still to be shipped of it: 0 for orders that are delivered, cancelled or refused. `is_partly_shipped`: a parcel
    was shipped, and something is left. `total` is that of these lines, null when none has a price. `orderer_id` is the
    user who placed it, null if a `guest` did; `guest` is null if a user did."""

    id = fields.UUID()
    reference_number = fields.String(max_length=20)
    customer_id = fields.UUID()
    customer_name = fields.String(max_length=120)
    orderer_id = fields.UUID(person=True, allow_none=True, required=True)
    guest = fields.Nested(Guest, allow_none=True, required=True)
    status = fields.Enum(OrderStatus)
    placed_at = fields.AwareDateTime()
    changed_at = fields.AwareDateTime()
    purchase_reference = fields.String(max_length=35)
    pieces = fields.Integer(min=0)
    left = fields.Integer(min=0)
    is_partly_shipped = fields.Boolean()
    deliver_to = fields.Nested(Address)
    total = fields.Nested(Price, allow_none=True, required=True)
    lines = fields.List(fields.Nested(OrderLine), max_length=MAX_LINES)


class OrderDetail(OrderRow):
    """An order. Lines for machines out of the caller's scope are omitted, also from `total`.

    `repeats`: reference numbers of the orders with the same supply for the same machine that were open when this one
    was placed with a `reason`, newest first.

    `total` is null when no line has a price. `may_…` say what the caller can do with the order now.
    """

    attention = fields.String(max_length=120, personal=True)
    cost_centre = fields.String(max_length=40)
    remarks = fields.String(max_length=1000, multiline=True, personal=True)
    reason = fields.String(max_length=300, personal=True)
    repeats = fields.List(fields.String(max_length=20), max_length=MAX_REPEATS)
    shipments = fields.List(fields.Nested(Shipment), max_length=MAX_LINES)
    timeline = fields.List(fields.Nested(OrderStep), max_length=100)
    may_cancel = fields.Boolean()
    may_confirm = fields.Boolean()
    may_refuse = fields.Boolean()
    may_ship = fields.Boolean()
    may_deliver = fields.Boolean()


EXAMPLE_ADDRESS = {
    "name": "Van Dijk Logistiek B.V.",
    "street": "Voorbeeldkade 12",
    "postcode": "1000 AA",
    "city": "Amsterdam",
    "country": "NL",
}
EXAMPLE_LINE: dict[str, Any] = {
    "id": "01980000-0000-7000-8000-000000000052",
    "machine": {
        "id": "01980000-0000-7000-8000-000000000012",
        "equipment_number": "10042",
        "serial_number": "A7PY0SAMPLE18",
        "manufacturer": "Konica Minolta",
        "model_name": "bizhub C250i",
        "own_reference": "Balie 2e etage",
        "cost_centre": "4100",
        "site": "Hoofdkantoor",
        "city": "Amsterdam",
    },
    "sku": "TN-328M",
    "name": "Konica Minolta TN-328M",
    "kind": "toner",
    "colour": "magenta",
    "quantity": 2,
    "shipped": 0,
    "included_in_contract": True,
    "price": None,
    "line_total": None,
}
EXAMPLE_ROW = {
    "id": "01980000-0000-7000-8000-000000000051",
    "reference_number": "SO-2207-6143-5",
    "customer_id": "01980000-0000-7000-8000-000000000001",
    "customer_name": "Van Dijk Logistiek B.V.",
    "orderer_id": "01980000-0000-7000-8000-000000000002",
    "guest": None,
    "status": "placed",
    "placed_at": "2026-03-03T08:12:00+00:00",
    "changed_at": "2026-03-03T08:12:00+00:00",
    "purchase_reference": "PO-2026-118",
    "pieces": 2,
    "left": 2,
    "is_partly_shipped": False,
    "deliver_to": EXAMPLE_ADDRESS,
    "total": None,
    "lines": [EXAMPLE_LINE],
}
EXAMPLE_STEP = {
    "status": "placed",
    "at": "2026-03-03T08:12:00+00:00",
    "by_staff": False,
    "author_id": "01980000-0000-7000-8000-000000000002",
    "note": "",
}
EXAMPLE = EXAMPLE_ROW | {
    "attention": "Sanne de Wit",
    "cost_centre": "4100",
    "remarks": "",
    "reason": "",
    "repeats": [],
    "shipments": [],
    "timeline": [EXAMPLE_STEP],
    "may_cancel": True,
    "may_confirm": False,
    "may_refuse": False,
    "may_ship": False,
    "may_deliver": False,
}
