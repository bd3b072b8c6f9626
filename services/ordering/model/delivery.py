"""Conversion between the `Delivery` schema of the contracts and the columns of the same names in drafts and orders."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from services.ordering.contracts.addresses import NewAddress

ADDRESS = ("name", "street", "postcode", "city", "country")
DELIVERY = ("attention", "purchase_reference", "cost_centre", "remarks", "reason")


def column_values(delivery: Mapping[str, Any]) -> dict[str, str]:
    """The column values of a `Delivery`."""
    return {name: delivery["deliver_to"][name] for name in ADDRESS} | {name: delivery[name] for name in DELIVERY}


def address(row: Any) -> dict[str, str]:
    return {name: getattr(row, name) for name in ADDRESS}


def has_complete_address(row: Any) -> bool:
    """Whether an order can have the row's address."""
    try:
        NewAddress().load(address(row))
    except ValidationError:
        return False
    return True


def delivery_of(row: Any) -> dict[str, Any]:
    """The `Delivery` held in a row's columns."""
    return {"deliver_to": address(row)} | {name: getattr(row, name) for name in DELIVERY}
