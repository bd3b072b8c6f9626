"""What drafts and orders say besides their lines: columns of the same names in both, a `Delivery` in contracts."""

from collections.abc import Mapping
from typing import Any

ADDRESS = ("name", "street", "postcode", "city", "country")
DELIVERY = ("attention", "purchase_reference", "cost_centre", "remarks", "reason")


def spread(delivery: Mapping[str, Any]) -> dict[str, str]:
    """A contract's `Delivery` as columns."""
    return {name: delivery["deliver_to"][name] for name in ADDRESS} | {name: delivery[name] for name in DELIVERY}


def address(row: Any) -> dict[str, str]:
    return {name: getattr(row, name) for name in ADDRESS}


def gathered(row: Any) -> dict[str, Any]:
    """The columns as a contract's `Delivery`."""
    return {"deliver_to": address(row)} | {name: getattr(row, name) for name in DELIVERY}
