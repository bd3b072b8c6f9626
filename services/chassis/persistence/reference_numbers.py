"""Reference numbers for people: random, so that they reveal no volume and cannot be guessed."""

import secrets
from typing import Any

from sqlalchemy import ColumnElement, false, func

from services.chassis.contract.reference_numbers import DIGITS, digits_of, normalise

FEWEST_DIGITS = 3
"""Digits of a part of a number that a search finds: fewer would match too many."""


def reference_number(prefix: str) -> str:
    """`SR-4401-9273-5`: the prefix, eight random digits and a check digit (Luhn, ISO/IEC 7812-1 annex B)."""
    digits = f"{secrets.randbelow(10**8):08d}"
    return f"{prefix}-{digits[:4]}-{digits[4:]}-{check_digit(digits)}"


def check_digit(digits: str) -> int:
    """Luhn check digit: detects every single wrong digit."""
    doubled = [int(digit) * (2 - i % 2) for i, digit in enumerate(reversed(digits))]
    return -sum(value // 10 + value % 10 for value in doubled) % 10


def matches(column: Any, typed: str, prefix: str) -> ColumnElement[bool]:
    """SQL condition: the number in this column is the typed one, or contains the typed digits, at least FEWEST_DIGITS.
    Separators and the prefix may be missing."""
    digits = digits_of(typed, prefix)
    if not digits or len(digits) >= DIGITS:
        return column == normalise(typed, prefix)  # type: ignore[no-any-return]
    return func.replace(column, "-", "").contains(digits) if len(digits) >= FEWEST_DIGITS else false()
