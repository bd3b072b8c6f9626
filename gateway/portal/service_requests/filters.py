"""The filters of the lists of service requests, read from the query string."""

from dataclasses import dataclass
from typing import Any, Self

from gateway import listing, periods
from services.servicedesk.contracts import RequestStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFilters(periods.PeriodFilters):
    """`open`: only requests that have not ended. `answer`: only those whose last message is the customer's. The period
    is that in which a request was received."""

    status: list[str]
    open: bool
    answer: bool

    @classmethod
    def from_request(cls) -> Self:
        return cls(
            text=listing.search_text(),
            status=listing.chosen("status", RequestStatus),
            open=listing.flag("open"),
            answer=listing.flag("answer"),
            from_day=periods.typed_day("from_day"),
            to_day=periods.typed_day("to_day"),
        )

    def call_parameters(self) -> dict[str, Any]:
        kept = {"statuses": self.status, "open_only": self.open, "needs_answer": self.answer}
        return super(RequestFilters, self).call_parameters() | kept  # the class is rebuilt for its slots
