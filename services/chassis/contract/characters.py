"""Characters that no text contains, or none on one line.

Invisible characters make two names look alike; those that change the direction of the text make one read as another
(Unicode Technical Report 36, sections 2.5 and 2.8). Hebrew and Arabic need neither.
"""

import re

_NUL_AND_SURROGATES = r"\x00\ud800-\udfff"
_CONTROL = r"\x01-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u2028\u2029"
_DIRECTION_CHANGING = r"\u202a-\u202e\u2066-\u2069"
_ZERO_WIDTH = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"
    r"\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_BLANK = r"\s\u2800\ufe00-\ufe0f"
"""Also invisible where nothing else is there: white space, the empty Braille pattern, variation selectors of emoji."""

_UNSTORABLE = re.compile(f"[{_NUL_AND_SURROGATES}]")
_NOWHERE = re.compile(f"[{_NUL_AND_SURROGATES}{_CONTROL}{_DIRECTION_CHANGING}]")
_NOT_ON_ONE_LINE = re.compile(rf"[\r\n\t{_ZERO_WIDTH}]")
_INVISIBLE = re.compile(f"[{_BLANK}{_ZERO_WIDTH}]+")


def is_storable(text: str) -> bool:
    """Whether databases accept the text: PostgreSQL refuses NUL, and a lone surrogate has no UTF-8."""
    return not _UNSTORABLE.search(text)


def storable(text: str) -> str:
    """The text with U+FFFD for every character that databases refuse."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def is_clean(text: str, *, multiline: bool) -> bool:
    """Whether the text is empty or visible, and contains neither control characters nor any that change its direction.

    On one line, no character may be invisible; longer texts may have joiners, as in the emoji of a family.
    """
    if _NOWHERE.search(text) or (not multiline and _NOT_ON_ONE_LINE.search(text)):
        return False
    return not text.strip() or not _INVISIBLE.fullmatch(text)
