"""Orders and baskets as people read them: what, for which machine, where it stands."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from gateway.language import t, t_or
from gateway.presenters import tags
from gateway.presenters.machines import Machine
from gateway.presenters.requests import Step
from gateway.presenters.supplies import Bar, supply_name
from gateway.presenters.tags import Tag

EXPECTED = {
    "placed": ("confirmed", "shipped", "delivered"),
    "confirmed": ("shipped", "delivered"),
    "shipped": ("delivered",),
}
"""What comes after a status when all goes well."""
SUMMED_UP = 2
"""Of an order with more lines a list names these."""


@dataclass(frozen=True, slots=True)
class Line:
    """So many of a supply for a machine, in a basket or an order."""

    row: dict[str, Any]

    @property
    def machine(self) -> Machine:
        return Machine(self.row["machine"])

    @property
    def supply(self) -> str:
        return supply_name(self.row["kind"], self.row["colour"])

    @property
    def left(self) -> int:
        """What has still to be shipped."""
        return int(self.row["quantity"] - self.row["shipped"])


@dataclass(frozen=True, slots=True)
class Order:
    """A row of a list, or a whole order. Links of one `for_staff` lead to the back office."""

    row: dict[str, Any]
    for_staff: bool = False

    @property
    def reference(self) -> str:
        return str(self.row["reference_number"])

    @property
    def url(self) -> str:
        return url_for("staff_orders.detail" if self.for_staff else "orders.detail", reference=self.reference)

    @property
    def tag(self) -> Tag:
        return tags.order_status(self.row["status"])

    @property
    def lines(self) -> list[Line]:
        return [Line(line) for line in self.row["lines"]]

    @property
    def summary(self) -> str:
        """2 × Toner magenta, 1 × Toner zwart and 3 more."""
        named = [f"{line.row['quantity']} × {line.supply}" for line in self.lines]
        text = ", ".join(named[:SUMMED_UP])
        more = len(named) - SUMMED_UP
        return t("orders.and_more", summary=text, count=more) if more > 0 else text

    @property
    def machines(self) -> str:
        """The machine, or how many."""
        of = {line.row["machine"]["id"]: line.machine for line in self.lines}
        first = next(iter(of.values()), None)
        if first is None:
            return t("value.none")
        return first.title if len(of) == 1 else t("orders.machines", count=len(of))

    @property
    def parcels(self) -> list[dict[str, Any]]:
        """Each parcel with its lines in words."""
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

    def _by(self, staff: bool) -> str:
        if staff:
            return t("step.by_staff")
        return t("step.by_customer") if self.for_staff else t("step.by_you")

    @property
    def steps(self) -> list[Step]:
        """What happened, and what is expected next."""
        happened = self.row["timeline"]
        steps = [
            Step(
                text=t_or(f"order_step.{entry['status']}", entry["status"]),
                at=entry["at"],
                by=self._by(entry["by_staff"]),
                current=index == len(happened),
                note=entry["note"],
            )
            for index, entry in enumerate(happened, start=1)
        ]
        expected = EXPECTED.get(self.row["status"], ())
        return steps + [Step(t(f"order_step.{status}"), "", "", False) for status in expected]


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be ordered beside a level: a supply that fits, and the order that already brings it."""

    row: dict[str, Any]

    @property
    def open_order(self) -> str:
        """Besteld onder SO-…: bevestigd."""
        order = self.row["open_order"]
        if not order:
            return ""
        status = t_or(f"order_status.{order['status']}", order["status"])
        return t("offer.on_its_way", count=order["quantity"], status=status)


def offers(bars: list[Bar], fitting: list[dict[str, Any]] | None) -> dict[str, Offer]:
    """Per bar's place, the supply to order for it: the one it names itself, else the first of its kind and colour."""
    found: dict[str, Offer] = {}
    for bar in bars:
        alike = [row for row in fitting or () if (row["kind"], row["colour"]) == (bar.kind, bar.colour)]
        named = [row for row in alike if row["sku"] and row["sku"].lower() in bar.detail.lower()]
        if alike:
            found[bar.place] = Offer((named or alike)[0])
    return found
