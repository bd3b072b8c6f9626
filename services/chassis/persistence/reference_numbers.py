"""Reference numbers: for people to read and say, telling nothing about volume and not to be guessed from another."""

import secrets


def reference_number(prefix: str) -> str:
    """`SR-4401-9273-5`: the prefix, eight random digits and a check digit (Luhn, ISO/IEC 7812-1 annex B)."""
    digits = f"{secrets.randbelow(10**8):08d}"
    return f"{prefix}-{digits[:4]}-{digits[4:]}-{check_digit(digits)}"


def check_digit(digits: str) -> int:
    """The digit that makes a typing error in the others show."""
    doubled = [int(digit) * (2 - i % 2) for i, digit in enumerate(reversed(digits))]
    return -sum(value // 10 + value % 10 for value in doubled) % 10


def normalise(typed: str, prefix: str) -> str:
    """What a person typed, as it is stored; unchanged when it cannot be a reference number of this kind."""
    digits = "".join(character for character in typed if character.isdigit())
    if len(digits) != 9:
        return typed.strip().upper()
    return f"{prefix}-{digits[:4]}-{digits[4:8]}-{digits[8]}"
