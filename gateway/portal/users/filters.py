"""The filters of the user list, read from the query string."""

from dataclasses import dataclass
from typing import Any, Self

from gateway import listing
from services.identity.contracts import Right, UserStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class UserFilters(listing.Filters):
    right: str | None
    status: str | None
    group: str | None

    @classmethod
    def from_request(cls) -> Self:
        return cls(
            text=listing.search_text(),
            right=listing.chosen_one("right", Right),
            status=listing.chosen_one("status", UserStatus),
            group=listing.chosen_id("group"),
        )

    def call_parameters(self) -> dict[str, Any]:
        return {"text": self.text, "right": self.right, "status": self.status, "group_id": self.group}
