"""What guests see of a machine, and what they may do there."""

from dataclasses import dataclass
from typing import Any

from gateway.language import t
from services.identity.contracts import GuestAction

URLS = {
    GuestAction.ORDER_SUPPLIES: "/guest/order",
    GuestAction.REQUEST_SERVICE: "/guest/request",
}
"""Of the first step of each action with a pass, a form that carries it."""
ICONS = {GuestAction.ORDER_SUPPLIES: "bag", GuestAction.REQUEST_SERVICE: "tools"}


@dataclass(frozen=True, slots=True)
class GuestMachine:
    """`row` is the contract's `GuestMachine`."""

    row: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.row['manufacturer']} {self.row['model']}".strip() or t("machine.no_model")

    @property
    def place(self) -> str:
        """Site, city, building, floor and room."""
        place = self.row["place"]
        spot = [t(f"machine.in_{part}", **{part: place[part]}) for part in ("building", "floor", "room") if place[part]]
        return ", ".join([*dict.fromkeys(filter(None, (place["site"], place["city"]))), *spot])


@dataclass(frozen=True, slots=True)
class Step:
    """A button that begins an action."""

    action: str
    token: str

    @property
    def url(self) -> str:
        return URLS[GuestAction(self.action)]

    @property
    def icon(self) -> str:
        return ICONS[GuestAction(self.action)]

    @property
    def text(self) -> str:
        return t(f"guest_action.{self.action}")
