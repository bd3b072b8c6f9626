"""Reference numbers for people: random, so that they reveal no volume and cannot be guessed."""

import re
import secrets
from typing import Any

from sqlalchemy import ColumnElement, false, func

DIGITS, FEWEST_DIGITS = 9, 3
"""Digits of a number, and of a part of one that a search finds: fewer would match too many."""


def reference_number(prefix: str) -> str:
    """`SR-4401-9273-5`: the prefix, eight random digits and a check digit (Luhn, ISO/IEC 7812-1 annex B)."""
    digits = f"{secrets.randbelow(10**8):08d}"
    return f"{prefix}-{digits[:4]}-{digits[4:]}-{check_digit(digits)}"


def check_digit(digits: str) -> int:
    """Luhn check digit: detects every single wrong digit."""
    doubled = [int(digit) * (2 - i % 2) for i, digit in enumerate(reversed(digits))]
    return -sum(value // 10 + value % 10 for value in doubled) % 10


def normalise(typed: str, prefix: str) -> str:
    """Typed input in stored form. Input without exactly nine digits is only stripped and upper-cased."""
    digits = "".join(character for character in typed if character.isdigit())
    if len(digits) != DIGITS:
        return typed.strip().upper()
    return f"{prefix}-{digits[:4]}-{digits[4:8]}-{digits[8]}"


def matches(column: Any, typed: str, prefix: str) -> ColumnElement[bool]:
    """SQL condition: the number in this column is the typed one, or contains the typed digits, at least FEWEST_DIGITS.
    Hyphens and the prefix may be missing."""
    digits = re.sub(rf"^{prefix}|[\s-]", "", typed.strip().upper())
    if len(digits) >= DIGITS or not (digits.isascii() and digits.isdigit()):
        return column == normalise(typed, prefix)  # type: ignore[no-any-return]
    return func.replace(column, "-", "").contains(digits) if len(digits) >= FEWEST_DIGITS else false()
