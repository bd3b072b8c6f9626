"""Parser for SNMP recordings in snmpsim's `.snmprec` format: one `oid|type|value` per line.

The type is the ASN.1 tag of the value (2 Integer32, 4 octet string, 6 object identifier, 64 IP address, 65 Counter32,
66 Gauge32, 67 TimeTicks, 68 Opaque, 70 Counter64); the suffix `x` means octets in hex. Source:
https://github.com/etingof/snmpsim, "Simulation data".
"""

import hashlib
import re
from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from services.fleet.collector.walk import BadLine, Oid, Value, Walk, decoded

__all__ = ["LARGEST_FILE", "BadLine", "UnreadableWalk", "Walk", "read_walk", "read_walk_file"]

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes. A complete walk of a large multifunction device is below 1 MB."""

_OCTET_TYPES = {"4", "68"}
_IP_ADDRESS, _OBJECT_ID = "64", "6"
_NO_VALUE_TYPES = {"5", "128", "129", "130"}  # Null, noSuchObject, noSuchInstance, endOfMibView
_RANGES = {
    "2": (-(2**31), 2**31 - 1),
    "65": (0, 2**32 - 1),
    "66": (0, 2**32 - 1),
    "67": (0, 2**32 - 1),
    "70": (0, 2**64 - 1),
}
_LARGEST_ARC = 2**32 - 1

_OID = re.compile(rb"\.?(\d{1,10}(?:\.\d{1,10}){0,127})")
_NUMBER = re.compile(rb"-?\d{1,20}")
_TYPE = re.compile(rb"(\d{1,3})(x?)")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_BAD_LINE_TEXT = 200


class UnreadableWalk(Exception):
    """A recording without any readable content.

    `reason_code`: absent, is_a_folder, not_a_file, not_permitted, not_readable, too_large, empty, no_readable_line.
    """

    def __init__(self, path: Path, reason_code: str) -> None:
        super().__init__(f"{path}: {reason_code}")
        self.path = path
        self.reason_code = reason_code


class _BadLineReason(Exception):
    """Stable code of the reason why a line cannot be parsed."""


def read_walk(lines: Iterable[str | bytes]) -> Walk:
    """Parse the lines of a recording. Malformed lines do not raise; they are in `bad_lines`.

    Blank lines and comments (`#`) are ignored. `reason_code` of a bad line: not_three_fields, bad_oid,
    unsupported_type, bad_number, number_out_of_range, bad_hex, bad_address, bad_object_id, contradiction (the object
    has another value in an earlier line, which is used).
    """
    return _parse(b"".join(_to_line(line) for line in lines))


def read_walk_file(path: str | PathLike[str]) -> Walk:
    """Parse a recording from a file. Raises UnreadableWalk when it has no readable content."""
    where = Path(path)
    content = _content(where)
    if not content.strip():
        raise UnreadableWalk(where, "empty")
    walk = _parse(content)
    if not walk.values:
        raise UnreadableWalk(where, "no_readable_line")
    return walk


def _content(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        if S_ISDIR(mode):
            raise UnreadableWalk(path, "is_a_folder")
        if not S_ISREG(mode):
            raise UnreadableWalk(path, "not_a_file")  # reading a pipe would block
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: NUL in the name
        raise UnreadableWalk(path, "absent") from error
    except PermissionError as error:
        raise UnreadableWalk(path, "not_permitted") from error
    except OSError as error:
        raise UnreadableWalk(path, "not_readable") from error
    if len(content) > LARGEST_FILE:
        raise UnreadableWalk(path, "too_large")
    return content


def _to_line(line: str | bytes) -> bytes:
    raw = line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line
    return raw if raw.endswith(b"\n") else raw + b"\n"


def _parse(content: bytes) -> Walk:
    values: dict[Oid, Value] = {}
    bad_lines: list[BadLine] = []
    for number, line in enumerate(content.removeprefix(_BYTE_ORDER_MARK).split(b"\n"), start=1):
        if not line.strip() or line.lstrip().startswith(b"#"):
            continue
        try:
            oid, value = _object(line.rstrip(b"\r"))
            if values.get(oid, value) != value:
                raise _BadLineReason("contradiction")
        except _BadLineReason as reason:
            bad_lines.append(BadLine(number, str(reason), decoded(line.strip())[:_BAD_LINE_TEXT]))
            continue
        if value is not None:
            values[oid] = value
    return Walk(values=values, bad_lines=tuple(bad_lines), digest=hashlib.sha256(content).hexdigest())


def _object(line: bytes) -> tuple[Oid, Value | None]:
    fields = line.split(b"|", 2)
    if len(fields) != 3:
        raise _BadLineReason("not_three_fields")
    oid = _oid(fields[0].strip())
    if oid is None or len(oid) < 2:
        raise _BadLineReason("bad_oid")
    tag = _TYPE.fullmatch(fields[1].strip())
    if tag is None:
        raise _BadLineReason("unsupported_type")
    return oid, _value(tag[1].decode(), tag[2] == b"x", fields[2])


def _value(kind: str, in_hex: bool, raw: bytes) -> Value | None:
    if kind in _NO_VALUE_TYPES:
        return None
    if kind in _OCTET_TYPES:
        return _from_hex(raw) if in_hex else raw
    if kind == _IP_ADDRESS:
        return _address(_from_hex(raw) if in_hex else bytes(_octets_of_address(raw)))
    if in_hex:
        raise _BadLineReason("unsupported_type")
    if kind == _OBJECT_ID:
        if (oid := _oid(raw.strip())) is None:
            raise _BadLineReason("bad_object_id")
        return oid
    if kind in _RANGES:
        return _number(raw, *_RANGES[kind])
    raise _BadLineReason("unsupported_type")


def _number(raw: bytes, lowest: int, highest: int) -> int:
    if not _NUMBER.fullmatch(raw.strip()):
        raise _BadLineReason("bad_number")
    number = int(raw)
    if not lowest <= number <= highest:
        raise _BadLineReason("number_out_of_range")
    return number


def _from_hex(raw: bytes) -> bytes:
    try:
        return bytes.fromhex(raw.decode("ascii"))
    except ValueError:
        raise _BadLineReason("bad_hex") from None


def _address(octets: bytes) -> bytes:
    if len(octets) != 4:
        raise _BadLineReason("bad_address")
    return octets


def _octets_of_address(raw: bytes) -> Oid:
    numbers = _oid(raw.strip()) or ()
    return numbers if all(number <= 255 for number in numbers) else ()


def _oid(raw: bytes) -> Oid | None:
    match = _OID.fullmatch(raw)
    if match is None:
        return None
    arcs = tuple(map(int, match[1].split(b".")))
    return arcs if max(arcs) <= _LARGEST_ARC else None
