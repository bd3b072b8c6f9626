"""Totals of prices in integer minor units."""

from collections.abc import Iterable
from typing import Any


def total(lines: Iterable[tuple[dict[str, Any] | None, int]]) -> dict[str, Any] | None:
    """Sum of price × quantity over `(price, quantity)` pairs; None without any price or with several currencies."""
    priced = [(price, quantity) for price, quantity in lines if price is not None]
    currencies = {price["currency"] for price, _ in priced}
    if len(currencies) != 1:
        return None
    return {"amount": sum(price["amount"] * quantity for price, quantity in priced), "currency": currencies.pop()}
