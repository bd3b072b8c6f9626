"""Text without case and accents, for searching and sorting: "Zoë" is found by "zoe" and sorted beside it."""

import re
import string
import unicodedata

_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "n"}
)
"""Letters that Unicode does not decompose, as a Dutch or English index files them."""
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘ʼ`´"))
_LENGTH_MARKS = ":;<=>?@" + string.ascii_uppercase
"""For 1, 2, 3, … digits: in ASCII between the digits and the small letters."""
_NUMBER = re.compile(r"[0-9]+")


def plain(text: str) -> str:
    """The text in lower case without accents; compatibility forms such as ligatures are decomposed (Unicode NFKD)."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return bare.casefold().translate(_LETTERS)


def sort_text(text: str) -> str:
    """Text by whose code points names are sorted as a Dutch or English reader expects: case, accents and apostrophes do
    not separate names, and numbers are compared as numbers ("Floor 2" before "Floor 10").

    A number is preceded by a mark of its length, without leading zeros.
    """
    return _NUMBER.sub(lambda number: _mark(_digits(number)) + _digits(number), _unmarked(text))


def sort_text_pattern(part: str) -> str:
    """The LIKE pattern, with the escape character `/`, of sort texts whose text contains this part."""
    escaped = re.sub(r"[/%_]", r"/\g<0>", _unmarked(part))
    return f"%{_NUMBER.sub(lambda number: '_' * bool(number.start()) + _digits(number), escaped)}%"


def _unmarked(text: str) -> str:
    return plain(text.translate(_APOSTROPHES)).strip()


def _digits(number: re.Match[str]) -> str:
    return number[0].lstrip("0") or "0"


def _mark(digits: str) -> str:
    return _LENGTH_MARKS[min(len(digits), len(_LENGTH_MARKS)) - 1]


def letters_and_digits(text: str) -> str:
    """Only these, in capitals: how codes are compared that people type with or without spaces, hyphens and dots."""
    return re.sub(r"[\W_]", "", text).upper()
