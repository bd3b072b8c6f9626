"""The SNMP objects of one device, from a recording (`snmprec.py`) or a live poll.

The other modules of this package only read a `Walk`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Oid: TypeAlias = tuple[int, ...]
Value: TypeAlias = int | bytes | Oid
"""Numbers (Integer32, Counter, Gauge, TimeTicks), octets (strings, bits, addresses), object identifiers."""

_NOT_TEXT = re.compile(r"[\x00-\x20\x7f-\xa0\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+")
_LONGEST_TEXT = 1000


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line of a recording that could not be parsed; the other lines are used.

    `number` counts from 1; `reason_code` is stable (see `snmprec.py`); `text` is cut at 200 characters.
    """

    number: int
    reason_code: str
    text: str


@dataclass(frozen=True, slots=True)
class Walk:
    """The objects of one device at one moment.

    `digest` is the SHA-256 (hex) of their source. It identifies the reading, so that the same walk submitted twice is
    recognised.
    """

    values: Mapping[Oid, Value]
    bad_lines: tuple[BadLine, ...] = ()
    digest: str = ""

    def number(self, oid: Oid) -> int | None:
        """The number at `oid`; None when there is none, or a value of another type."""
        value = self.values.get(oid)
        return value if isinstance(value, int) else None

    def octets(self, oid: Oid) -> bytes | None:
        """The raw octets at `oid` (bit strings, addresses); None when there are none."""
        value = self.values.get(oid)
        return value if isinstance(value, bytes) else None

    def text(self, oid: Oid) -> str:
        """The value at `oid` as one line of text; "" when there is none."""
        value = self.values.get(oid)
        return "" if value is None else readable(value)

    def column(self, column: Oid) -> dict[Oid, Value]:
        """The values of a table column by their index (the arcs after `column`), in index order."""
        length = len(column)
        rows = {oid[length:]: value for oid, value in self.values.items() if oid[:length] == column}
        return {index: rows[index] for index in sorted(rows) if index}


def readable(value: Value) -> str:
    """The value as text: UTF-8, else Latin-1; invisible characters and runs of whitespace become one space.

    Devices pad with NUL and break lines within a description; HP's own strings begin with two type octets.
    """
    if isinstance(value, tuple):
        return dotted(value)
    if isinstance(value, int):
        return str(value)
    return _NOT_TEXT.sub(" ", decoded(value)).strip()[:_LONGEST_TEXT].rstrip()


def decoded(octets: bytes) -> str:
    """The octets decoded as UTF-8 if valid, else as Latin-1, which never fails."""
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("latin-1")


def dotted(oid: Oid) -> str:
    """`(1, 3, 6)` as "1.3.6"."""
    return ".".join(map(str, oid))
