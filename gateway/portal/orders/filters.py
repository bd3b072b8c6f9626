"""The filters of the order lists, read from the query string."""

from dataclasses import dataclass
from typing import Any

from flask import request

from gateway import listing
from services.ordering.contracts import OrderStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFilters:
    """`open`: only orders that are not completed."""

    text: str
    status: list[str]
    open: bool

    @classmethod
    def from_request(cls) -> "OrderFilters":
        return cls(
            text=listing.search_text(),
            status=listing.chosen("status", OrderStatus),
            open=request.args.get("open") == "1",
        )

    @property
    def any(self) -> bool:
        return bool(self.text or self.status or self.open)

    def in_url(self) -> dict[str, Any]:
        return {"text": self.text, "status": self.status, "open": "1" if self.open else ""}

    def in_call(self) -> dict[str, Any]:
        """The arguments of `ListOrders`."""
        return {"text": self.text, "statuses": self.status, "open_only": self.open}
