"""Orders and baskets."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from gateway.language import t, t_or
from gateway.presenters.cases import CaseWithSteps
from gateway.presenters.machines import Machine
from gateway.presenters.supplies import Bar, supply_name
from gateway.presenters.tags import Tag, tag_of

SUMMED_UP = 2
"""Number of lines named in an order's summary."""
OF_THE_CUSTOMER = {"purchase_reference": "delivery.customers_reference", "reason": "delivery.customers_reason"}
"""Labels for staff of what other labels address the customer about."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a basket or an order: a quantity of a supply for a machine."""

    row: dict[str, Any]

    @property
    def machine(self) -> Machine:
        return Machine(self.row["machine"])

    @property
    def supply(self) -> str:
        return supply_name(self.row["kind"], self.row["colour"])

    @property
    def article(self) -> str:
        """Name and SKU, which many names end with."""
        name, sku = self.row["name"], self.row["sku"]
        return str(name) if name.lower().endswith(sku.lower()) else f"{name} · {sku}"

    @property
    def left(self) -> int:
        """The quantity that has not been shipped yet."""
        return int(self.row["quantity"] - self.row["shipped"])


class DeliveryFact(NamedTuple):
    label: str
    text: str


def delivery_facts(row: dict[str, Any], *, for_staff: bool = False) -> list[DeliveryFact]:
    """What was entered for the delivery of a basket or an order. Staff do not read labels that address the customer."""
    labels = OF_THE_CUSTOMER if for_staff else {}
    names = ("attention", "purchase_reference", "cost_centre", "remarks", "reason")
    return [DeliveryFact(t(labels.get(name, f"delivery.{name}")), row[name]) for name in names if row[name]]


@dataclass(frozen=True, slots=True)
class Order(CaseWithSteps):
    blueprint, staff_blueprint = "orders", "staff_orders"
    statuses, step_texts = "order_status", "order_step"
    expected = {
        "placed": ("confirmed", "shipped", "delivered"),
        "confirmed": ("shipped", "delivered"),
        "shipped": ("delivered",),
    }

    @property
    def tag(self) -> Tag:
        """An order of which something is still to be shipped is not simply on its way."""
        if self.row["is_partly_shipped"]:
            return tag_of("order_status", "partly_shipped")
        return super(Order, self).tag  # the class is rebuilt for its slots, which breaks super() without arguments

    @property
    def lines(self) -> list[Line]:
        return [Line(line) for line in self.row["lines"]]

    @property
    def delivery_facts(self) -> list[DeliveryFact]:
        return delivery_facts(self.row, for_staff=self.for_staff)

    @property
    def repeated(self) -> list["Order"]:
        """The orders that this one repeats, of which only the reference number is known."""
        return [Order({"reference_number": reference}, for_staff=self.for_staff) for reference in self.row["repeats"]]

    @property
    def summary(self) -> str:
        """2 × Magenta toner, 1 × Black toner and 3 more items."""
        lines = [f"{line.row['quantity']} × {line.supply}" for line in self.lines]
        text = ", ".join(lines[:SUMMED_UP])
        more = len(lines) - SUMMED_UP
        return t("orders.and_more", summary=text, count=more) if more > 0 else text

    @property
    def machines(self) -> str:
        """The title of the machine, or the number of machines."""
        machines_by_id = {line.row["machine"]["id"]: line.machine for line in self.lines}
        first = next(iter(machines_by_id.values()), None)
        if first is None:
            return t("value.none")
        return first.title if len(machines_by_id) == 1 else t("orders.machines", count=len(machines_by_id))

    @property
    def parcels(self) -> list[dict[str, Any]]:
        """The shipments, each with the texts of its lines in `contents`. Lines out of scope are left out."""
        lines = {line.row["id"]: line for line in self.lines}
        return [
            parcel
            | {
                "contents": [
                    f"{part['quantity']} × {lines[part['line_id']].row['name']}"
                    for part in parcel["parts"]
                    if part["line_id"] in lines
                ]
            }
            for parcel in self.row["shipments"]
        ]


class OpenOrder(NamedTuple):
    """An open order that contains an offered supply. `text` is the quantity with its status."""

    reference: str
    url: str
    text: str
    icon: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A supply that fits a bar, offered beside it, with the open orders that already contain it. With `for_staff`,
    links lead to the back office."""

    row: dict[str, Any]
    for_staff: bool = False

    @property
    def open_orders(self) -> list[OpenOrder]:
        orders = [(Order(row, for_staff=self.for_staff), row) for row in self.row["open_orders"]]
        return [
            OpenOrder(order.reference, order.url, open_order_text(row), "truck" if row["shipped"] else "box-seam")
            for order, row in orders
        ]


def open_order_text(order: dict[str, Any]) -> str:
    """4 ordered – Confirmed; of a shipped order what is on its way, and what is not: 1 on its way, 3 to be shipped."""
    on_its_way, left = order["shipped"], order["quantity"] - order["shipped"]
    if order["status"] != "shipped":
        status = t_or(f"order_status.{order['status']}", order["status"])
        return t("offer.on_its_way", count=order["quantity"], status=status)
    parts = [t("offer.shipped", count=on_its_way)] if on_its_way else []
    return ", ".join(parts + ([t("offer.to_ship", count=left)] if left else []))


def offers(bars: list[Bar], fitting: list[dict[str, Any]] | None, *, for_staff: bool = False) -> dict[str, Offer]:
    """The offers by `Bar.key`: among supplies of the same kind and colour, the one whose SKU the bar names, else the
    first."""
    offers_by_key: dict[str, Offer] = {}
    for bar in bars:
        same_kind = [row for row in fitting or () if (row["kind"], row["colour"]) == (bar.kind, bar.colour)]
        same_sku = [row for row in same_kind if row["sku"] and row["sku"].lower() in bar.detail.lower()]
        if same_kind:
            offers_by_key[bar.key] = Offer((same_sku or same_kind)[0], for_staff)
    return offers_by_key
