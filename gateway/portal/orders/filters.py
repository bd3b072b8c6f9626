"""The filters of the order lists, read from the query string."""

from dataclasses import dataclass
from typing import Any, Self

from gateway import listing
from services.ordering.contracts import OrderStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFilters(listing.Filters):
    """`open`: only orders that are not completed."""

    status: list[str]
    open: bool

    @classmethod
    def from_request(cls) -> Self:
        return cls(text=listing.search_text(), status=listing.chosen("status", OrderStatus), open=listing.flag("open"))

    def call_parameters(self) -> dict[str, Any]:
        return {"text": self.text, "statuses": self.status, "open_only": self.open}
