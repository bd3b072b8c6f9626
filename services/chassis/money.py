"""Amounts of money as a reader expects them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from babel.numbers import format_currency, get_currency_precision

from services.chassis.catalogues import locale_of


def format_money(price: Mapping[str, Any], language: str) -> str:
    """Format `{"amount": minor units, "currency": ISO 4217}`: € 12,50 in Dutch, €12.50 in English."""
    return format_currency(decimal_amount(price), price["currency"], locale=locale_of(language))


def decimal_amount(price: Mapping[str, Any]) -> Decimal:
    """The amount in the currency itself: 12.50."""
    return Decimal(price["amount"]).scaleb(-get_currency_precision(price["currency"]))
