"""Sums of money: integer minor units, and only where all are of one currency."""

from collections.abc import Iterable
from typing import Any


def total(lines: Iterable[tuple[dict[str, Any] | None, int]]) -> dict[str, Any] | None:
    """What these prices (or None) times their quantities make; None without a price, or with two currencies."""
    priced = [(price, quantity) for price, quantity in lines if price is not None]
    currencies = {price["currency"] for price, _ in priced}
    if len(currencies) != 1:
        return None
    return {"amount": sum(price["amount"] * quantity for price, quantity in priced), "currency": currencies.pop()}
