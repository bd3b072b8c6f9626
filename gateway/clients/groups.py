"""The groups of a customer, for selections and as names."""

from typing import Any
from uuid import UUID

from gateway.clients import query
from services.chassis.bus import PendingCall
from services.fleet.contracts import ListGroups

MAX_GROUPS = 200
"""Maximum number of groups in a selection."""


def all_groups(customer_id: str | UUID | None = None) -> PendingCall:
    """The groups of this customer; by default, of the caller's own."""
    return query(ListGroups, customer_id=customer_id, limit=MAX_GROUPS)


def names_by_id(response: dict[str, Any] | None) -> dict[str, str]:
    """The names of the response of `all_groups`, by id; empty if fleet did not answer."""
    return {} if response is None else {group["id"]: group["name"] for group in response["rows"]}
