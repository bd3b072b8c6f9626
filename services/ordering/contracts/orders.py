"""Orders of supplies, from placed to delivered (product.md section 4)."""

import enum
from typing import Any
from urllib.parse import urlsplit

from services.chassis.contract import Choice, ContractError, Flag, Id, ListOf, Moment, One, Schema, Text, Whole
from services.chassis.contract.fields import refuse
from services.fleet.contracts import SupplyColour, SupplyKind
from services.ordering.contracts.catalogue import Price

MOST_LINES = 200
MOST_OF_ONE = 99


class OrderStatus(enum.StrEnum):
    """`shipped`: at least one parcel has left; what is still to come shows at the lines."""

    PLACED = "placed"
    CONFIRMED = "confirmed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    REFUSED = "refused"


class OrderMovedOn(ContractError):
    """The order's status does not allow this (any more). `status` is the present one."""

    code = "order_moved_on"
    status = 409


class SupplyDoesNotFit(ContractError):
    """No supply with this `sku` fits the machine (`machine`: its name), or the catalogue has none."""

    code = "supply_does_not_fit"
    status = 422


class SupplyAlreadyOnItsWay(ContractError):
    """An open order has this supply for this machine (`sku`, `reference_number`): ordering again wants a reason."""

    code = "supply_already_on_its_way"
    status = 409


class MoreThanOrdered(ContractError):
    """A parcel would hold more of `sku` than is still to be shipped (`left`)."""

    code = "more_than_ordered"
    status = 422


class Link(Text):
    """Nothing, or an address of the web: http or https."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        link = super()._deserialize(value, *args, **kwargs)
        if link and (urlsplit(link).scheme not in ("http", "https") or not urlsplit(link).hostname):
            raise refuse("not_a_link")
        return link


class Address(Schema):
    """Where a parcel goes. `name` is the organisation or site on the label; `country` is ISO 3166-1 alpha-2."""

    name = Text(max=120, min=1)
    street = Text(max=120, min=1)
    postcode = Text(max=12, min=1)
    city = Text(max=80, min=1)
    country = Text(max=2, min=2, load_default="NL")


class Delivery(Schema):
    """What an order says besides its lines. `reason`: why it is wanted although the same is on its way."""

    deliver_to = One(Address)
    attention = Text(max=120, load_default="", personal=True)
    purchase_reference = Text(max=35, load_default="")
    cost_centre = Text(max=40, load_default="")
    remarks = Text(max=1000, load_default="", lines=True, personal=True)
    reason = Text(max=300, load_default="")


class WantedLine(Schema):
    """So many of a supply for a machine."""

    machine_id = Id()
    sku = Text(max=40, min=1)
    quantity = Whole(min=1, max=MOST_OF_ONE, load_default=1)


class OrderMachine(Schema):
    """The machine as it was called when the order was placed."""

    id = Id()
    equipment_number = Text(max=20)
    serial_number = Text(max=60)
    manufacturer = Text(max=60)
    model_name = Text(max=80)
    own_reference = Text(max=60)
    site = Text(max=80)
    city = Text(max=80)


class OrderLine(Schema):
    """`shipped` of the `quantity` have left. `price` is for one, and null when included in the contract."""

    id = Id()
    machine = One(OrderMachine)
    sku = Text(max=40)
    name = Text(max=120)
    kind = Choice(SupplyKind)
    colour = Choice(SupplyColour)
    quantity = Whole(min=1)
    shipped = Whole(min=0)
    included_in_contract = Flag()
    price = One(Price, nullable=True, required=True)


class Shipment(Schema):
    """A parcel. `tracking_url` is empty, or where the carrier shows it (http or https)."""

    class Part(Schema):
        line_id = Id()
        quantity = Whole(min=1)

    id = Id()
    at = Moment()
    carrier = Text(max=60)
    tracking_number = Text(max=60)
    tracking_url = Text(max=300)
    parts = ListOf(One(Part), max=MOST_LINES)


class OrderStep(Schema):
    """The order got this status at this moment; `note` is the dealer's or the customer's reason."""

    status = Choice(OrderStatus)
    at = Moment()
    by_staff = Flag()
    note = Text(max=300)


class OrderRow(Schema):
    """Lines are those that the caller sees; `pieces` counts what they order."""

    id = Id()
    reference_number = Text(max=20)
    customer_id = Id()
    customer_name = Text(max=120)
    status = Choice(OrderStatus)
    placed_at = Moment()
    changed_at = Moment()
    purchase_reference = Text(max=35)
    pieces = Whole(min=0)
    lines = ListOf(One(OrderLine), max=MOST_LINES)


class OrderDetail(OrderRow):
    """Lines for machines that the caller does not see are left out, and so is what they cost.

    `total` is null where nothing of it has a price. `may_…` say what this caller can do with it now.
    """

    deliver_to = One(Address)
    attention = Text(max=120, personal=True)
    cost_centre = Text(max=40)
    remarks = Text(max=1000, lines=True, personal=True)
    reason = Text(max=300)
    total = One(Price, nullable=True, required=True)
    shipments = ListOf(One(Shipment), max=MOST_LINES)
    timeline = ListOf(One(OrderStep), max=100)
    may_cancel = Flag()
    may_confirm = Flag()
    may_refuse = Flag()
    may_ship = Flag()
    may_deliver = Flag()


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
}
EXAMPLE_ROW = {
    "id": "01980000-0000-7000-8000-000000000051",
    "reference_number": "SO-2207-6143-5",
    "customer_id": "01980000-0000-7000-8000-000000000001",
    "customer_name": "Van Dijk Logistiek B.V.",
    "status": "placed",
    "placed_at": "2026-03-03T08:12:00+00:00",
    "changed_at": "2026-03-03T08:12:00+00:00",
    "purchase_reference": "PO-2026-118",
    "pieces": 2,
    "lines": [EXAMPLE_LINE],
}
EXAMPLE = EXAMPLE_ROW | {
    "deliver_to": EXAMPLE_ADDRESS,
    "attention": "Sanne de Wit",
    "cost_centre": "",
    "remarks": "",
    "reason": "",
    "total": None,
    "shipments": [],
    "timeline": [{"status": "placed", "at": "2026-03-03T08:12:00+00:00", "by_staff": False, "note": ""}],
    "may_cancel": True,
    "may_confirm": False,
    "may_refuse": False,
    "may_ship": False,
    "may_deliver": False,
}
