"""Events about orders."""

from services.chassis.contract import Event, Schema, fields
from services.ordering.contracts.addresses import Address
from services.ordering.contracts.orders import EXAMPLE, EXAMPLE_ADDRESS, EXAMPLE_LINE, MAX_LINES, OrderMachine

__all__ = ["OrderCancelled", "OrderConfirmed", "OrderDelivered", "OrderPlaced", "OrderRefused", "OrderShipped"]


class OrderedLine(Schema):
    """A quantity of a supply for a machine."""

    line_id = fields.UUID()
    machine = fields.Nested(OrderMachine)
    sku = fields.String(max_length=40)
    name = fields.String(max_length=120)
    quantity = fields.Integer(min=1)


class _OrderData(Schema):
    """Data of all order events: enough to process the order and to render its mails, without personal data except ids
    and `note`, the reason for a refusal or cancellation.

    `note` is the reason for a refusal or cancellation. `author_id` is the user who caused the event, null for the
    dealer and guests. `lines` of a shipped order are those in the parcel. `orderer_id` is null for an order `by_guest`.
    """

    order_id = fields.UUID()
    reference_number = fields.String(max_length=20)
    customer_id = fields.UUID()
    orderer_id = fields.UUID(person=True, allow_none=True, required=True)
    by_guest = fields.Boolean(load_default=False)
    author_id = fields.UUID(allow_none=True, person=True)
    purchase_reference = fields.String(max_length=35)
    cost_centre = fields.String(max_length=40)
    deliver_to = fields.Nested(Address)
    lines = fields.List(fields.Nested(OrderedLine), max_length=MAX_LINES)
    note = fields.String(max_length=300, personal=True)
    at = fields.AwareDateTime()


_EXAMPLE = {
    "order_id": EXAMPLE["id"],
    "reference_number": EXAMPLE["reference_number"],
    "customer_id": EXAMPLE["customer_id"],
    "orderer_id": "01980000-0000-7000-8000-000000000002",
    "by_guest": False,
    "author_id": None,
    "purchase_reference": "PO-2026-118",
    "cost_centre": "4100",
    "deliver_to": EXAMPLE_ADDRESS,
    "lines": [
        {
            "line_id": EXAMPLE_LINE["id"],
            **{key: EXAMPLE_LINE[key] for key in ("machine", "sku", "name", "quantity")},
        }
    ],
    "note": "",
    "at": "2026-03-03T08:12:00+00:00",
}


class OrderPlaced(Event):
    """An order was placed."""

    subject = "order_id"
    example = _EXAMPLE

    class Data(_OrderData):
        pass


class OrderConfirmed(Event):
    """The dealer confirmed an order."""

    subject = "order_id"
    example = _EXAMPLE

    class Data(_OrderData):
        pass


class OrderShipped(Event):
    """A parcel of an order was shipped. `left` pieces of the order are still to be shipped."""

    subject = "order_id"
    example = _EXAMPLE | {
        "carrier": "PostNL",
        "tracking_number": "3SABC0012345",
        "tracking_url": "https://carrier.example/3SABC0012345",
        "left": 0,
    }

    class Data(_OrderData):
        carrier = fields.String(max_length=60)
        tracking_number = fields.String(max_length=60)
        tracking_url = fields.String(max_length=300)
        left = fields.Integer(min=0)


class OrderDelivered(Event):
    """An order was delivered completely."""

    subject = "order_id"
    example = _EXAMPLE

    class Data(_OrderData):
        pass


class OrderCancelled(Event):
    """An order was cancelled, by the customer or the dealer."""

    subject = "order_id"
    example = _EXAMPLE

    class Data(_OrderData):
        pass


class OrderRefused(Event):
    """The dealer refused an order; `note` gives the reason."""

    subject = "order_id"
    example = _EXAMPLE | {"note": "Niet meer leverbaar."}

    class Data(_OrderData):
        pass
