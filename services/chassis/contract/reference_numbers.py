"""Reference numbers as people type them: with any separators between the digits, in either case, within other words."""

import re
import unicodedata
from collections.abc import Iterable

DIGITS = 9
_SEPARATOR = r"[\W_]"
"""Whatever is neither letter nor digit: spaces, all kinds of hyphens and dashes, dots, underscores, "#"."""
_NO_DIGIT = re.compile(r"[^0-9]")
_SEPARATORS = re.compile(rf"{_SEPARATOR}+", re.ASCII)


def normalise(typed: str, prefix: str) -> str:
    """Typed input in stored form, `SO-2207-6143-5`. Input without exactly nine digits is only stripped and
    upper-cased."""
    digits = _NO_DIGIT.sub("", _plain(typed))
    if len(digits) != DIGITS:
        return typed.strip().upper()
    return f"{prefix}-{digits[:4]}-{digits[4:8]}-{digits[8]}"


def find(text: str, prefixes: Iterable[str]) -> tuple[str, str] | None:
    """The first complete reference number in the text with one of the prefixes: the prefix, and the number in stored
    form."""
    pattern = rf"(?<![^\W_])({'|'.join(prefixes)})(?:{_SEPARATOR}*[0-9]){{{DIGITS}}}(?![^\W_]|{_SEPARATOR}*[0-9])"
    found = re.search(pattern, _plain(text), re.ASCII)
    return (found[1], normalise(found[0], found[1])) if found else None


def digits_of(typed: str, prefix: str) -> str:
    """The digits of a reference number or of a part of one; empty if there is anything else in it."""
    digits = _SEPARATORS.sub("", _plain(typed)).removeprefix(prefix)
    return digits if digits.isascii() and digits.isdigit() else ""


def _plain(text: str) -> str:
    """In upper case, with compatibility forms, such as full-width digits, as usual ones (Unicode NFKC)."""
    return unicodedata.normalize("NFKC", text).upper()
