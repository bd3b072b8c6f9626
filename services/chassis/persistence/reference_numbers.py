"""Reference numbers for people: random, so that they reveal no volume and cannot be guessed."""

import secrets


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
    if len(digits) != 9:
        return typed.strip().upper()
    return f"{prefix}-{digits[:4]}-{digits[4:8]}-{digits[8]}"
