"""The filters of the machine list, read from the query string."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from flask import request

from gateway import listing
from services.fleet.contracts import Condition, MachineSort, Monitoring


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFilters(listing.Filters):
    """The filters of pages on which a machine is chosen."""

    site: str
    model: str | None
    group: str | None

    @classmethod
    def from_request(cls) -> Self:
        return cls(
            text=listing.search_text(),
            site=request.args.get("site", "").strip()[:80],
            model=listing.chosen_id("model"),
            group=listing.chosen_id("group"),
        )

    def call_parameters(self) -> dict[str, Any]:
        return {"text": self.text, "site": self.site, "model_id": self.model, "group_id": self.group}


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineFilters(PlaceFilters):
    """`customer` is for staff only. `add_to` is the group to which selected machines are to be added; it filters
    nothing."""

    FILTERS_NOTHING = ("sort", "add_to")

    condition: list[str]
    monitoring: str | None
    customer: str | None
    sort: str
    add_to: str | None

    @classmethod
    def from_request(cls) -> Self:
        return cls(
            **asdict(PlaceFilters.from_request()),
            condition=listing.chosen("condition", Condition),
            monitoring=listing.chosen_one("monitoring", Monitoring),
            customer=listing.chosen_id("customer"),
            sort=listing.chosen_one("sort", MachineSort) or MachineSort.SITE,
            add_to=listing.chosen_id("add_to"),
        )

    @property
    def only_group(self) -> bool:
        """Whether the group is the only filter."""
        return bool(self.group) and not replace(self, group=None).any

    @property
    def only_customer(self) -> bool:
        """Whether the customer is the only filter."""
        return bool(self.customer) and not replace(self, customer=None).any

    def url_parameters(self) -> dict[str, Any]:
        """Without the order if it is the default."""
        return listing.Filters.url_parameters(self) | ({"sort": ""} if self.sort == MachineSort.SITE else {})

    def call_parameters(self) -> dict[str, Any]:
        return PlaceFilters.call_parameters(self) | {
            "conditions": self.condition,
            "monitoring": self.monitoring,
            "customer_id": self.customer,
            "sort": self.sort,
        }
