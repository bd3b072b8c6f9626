"""The filters of the order lists, read from the query string."""

from dataclasses import dataclass
from typing import Any, Self

from gateway import listing, periods
from services.ordering.contracts import OrderStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFilters(periods.PeriodFilters):
    """`open`: only orders that are not completed; `to_ship`: only those with something to be shipped; `guests`: only
    those of guests; `customer` is for staff. The period is that in which an order was placed."""

    status: list[str]
    open: bool
    to_ship: bool
    guests: bool
    customer: str | None

    @classmethod
    def from_request(cls) -> Self:
        return cls(
            text=listing.search_text(),
            status=listing.chosen("status", OrderStatus),
            open=listing.flag("open"),
            to_ship=listing.flag("to_ship"),
            guests=listing.flag("guests"),
            customer=listing.chosen_id("customer"),
            from_day=periods.typed_day("from_day"),
            to_day=periods.typed_day("to_day"),
        )

    def call_parameters(self) -> dict[str, Any]:
        flags = {"open_only": self.open, "to_ship": self.to_ship, "by_guests": self.guests}
        kept = {"statuses": self.status, "customer_id": self.customer} | flags
        return super(OrderFilters, self).call_parameters() | kept  # the class is rebuilt for its slots
