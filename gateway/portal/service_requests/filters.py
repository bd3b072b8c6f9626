"""The filters of the lists of service requests, read from the query string."""

from dataclasses import dataclass
from typing import Any, Self

from gateway import listing
from services.servicedesk.contracts import RequestStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFilters(listing.Filters):
    """`open`: only requests that have not ended. `answer`: only those whose last message is the customer's."""

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
        )

    def call_parameters(self) -> dict[str, Any]:
        return {"text": self.text, "statuses": self.status, "open_only": self.open, "needs_answer": self.answer}
