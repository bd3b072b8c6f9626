"""The filters of the lists of service requests, read from the query string."""

from dataclasses import dataclass
from typing import Any

from flask import request

from gateway import listing
from services.servicedesk.contracts import RequestStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFilters:
    """`open`: only requests that have not ended. `answer`: only those whose last message is the customer's."""

    text: str
    status: list[str]
    open: bool
    answer: bool

    @classmethod
    def from_request(cls) -> "RequestFilters":
        return cls(
            text=listing.search_text(),
            status=listing.chosen("status", RequestStatus),
            open=request.args.get("open") == "1",
            answer=request.args.get("answer") == "1",
        )

    @property
    def any(self) -> bool:
        return bool(self.text or self.status or self.open or self.answer)

    def in_url(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "status": self.status,
            "open": "1" if self.open else "",
            "answer": "1" if self.answer else "",
        }

    def in_call(self) -> dict[str, Any]:
        """The arguments of `ListServiceRequests`."""
        return {"text": self.text, "statuses": self.status, "open_only": self.open, "needs_answer": self.answer}
