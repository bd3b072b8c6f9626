"""The filters of the order lists, read from the query string."""

from dataclasses import dataclass
from typing import Any, Self

from gateway import listing
from services.ordering.contracts import OrderStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFilters(listing.Filters):
    """`open`: only orders that are not completed; `to_ship`: only those with something to be shipped."""

    status: list[str]
    open: bool
    to_ship: bool

    @classmethod
    def from_request(cls) -> Self:
        return cls(
            text=listing.search_text(),
            status=listing.chosen("status", OrderStatus),
            open=listing.flag("open"),
            to_ship=listing.flag("to_ship"),
        )

    def call_parameters(self) -> dict[str, Any]:
        return {"text": self.text, "statuses": self.status, "open_only": self.open, "to_ship": self.to_ship}
