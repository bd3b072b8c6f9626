"""The filters of the lists of service requests, read from the query string."""

from dataclasses import dataclass
from typing import Any, Self

from gateway import listing, periods
from services.servicedesk.contracts import RequestStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFilters(periods.PeriodFilters):
    """`open`: only requests that have not ended. `answer`: only those that wait for an answer of the dealer. `guests`:
    only those of guests. `customer` is for staff. The period is that in which a request was received."""

    status: list[str]
    open: bool
    answer: bool
    guests: bool
    customer: str | None

    @classmethod
    def from_request(cls) -> Self:
        return cls(
            text=listing.search_text(),
            status=listing.chosen("status", RequestStatus),
            open=listing.flag("open"),
            answer=listing.flag("answer"),
            guests=listing.flag("guests"),
            customer=listing.chosen_id("customer"),
            from_day=periods.typed_day("from_day"),
            to_day=periods.typed_day("to_day"),
        )

    def call_parameters(self) -> dict[str, Any]:
        flags = {"open_only": self.open, "needs_answer": self.answer, "by_guests": self.guests}
        kept = {"statuses": self.status, "customer_id": self.customer} | flags
        return super(RequestFilters, self).call_parameters() | kept  # the class is rebuilt for its slots
