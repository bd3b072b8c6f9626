"""Identity of a device: the serial number and the MAC address by which a machine is recognised.

A wrong identity would assign one customer's page counters to another customer's machine, so a doubtful value is treated
as missing.
"""

import re

from services.fleet.collector.vendors import vendor_of
from services.fleet.collector.walk import Oid, Value, Walk, readable

_PRT_SERIAL_NUMBER = (1, 3, 6, 1, 2, 1, 43, 5, 1, 1, 17)
_SYS_DESCR = (1, 3, 6, 1, 2, 1, 1, 1, 0)
_IF_TYPE = (1, 3, 6, 1, 2, 1, 2, 2, 1, 3)
_IF_PHYS_ADDRESS = (1, 3, 6, 1, 2, 1, 2, 2, 1, 6)

_SERIAL_LENGTHS = range(4, 61)
_PLACEHOLDERS = {"123456789", "1234567890", "0123456789"}
_SERIAL_IN_DESCRIPTION = re.compile(r"(?:^|[,;]\s*)S/?N[:\s]\s*([A-Za-z0-9-]{6,20})(?=\s*(?:[,;]|$))")

_ETHERNET, _LOOPBACK = 6, 24
_LIKE_ETHERNET = {7, 26, 62, 69, 117}  # iso88023Csmacd, ethernet3Mbit, fastEther, fastEtherFX, gigabitEthernet
_WIRELESS = 71


def serial_number(walk: Walk, devices: list[int]) -> str:
    """The serial number; "" when there is none or only a placeholder (zeros, "unknown", "<private>").

    From prtGeneralSerialNumber (RFC 3805), else the vendor's private object, else `SN:` in sysDescr. `devices`: the
    hrDeviceIndexes of this machine, the printer first.
    """
    vendor = vendor_of(walk)
    standard_oids: list[Oid] = [(*_PRT_SERIAL_NUMBER, device) for device in devices]
    candidates = [walk.text(oid) for oid in (*standard_oids, vendor.serial_number if vendor else ())]
    if described := _SERIAL_IN_DESCRIPTION.search(walk.text(_SYS_DESCR)):
        candidates.append(described[1])
    return next((candidate for candidate in candidates if _is_serial(candidate)), "")


def mac_address(walk: Walk) -> str:
    """The MAC address as "00:20:6b:4a:f3:25"; "" when there is none.

    Of several interfaces (IF-MIB), Ethernet is preferred to wireless and wireless to others; among equals, a
    universally administered address to a locally administered one; then the lowest ifIndex. Loopback interfaces, zeros
    and group addresses are ignored.
    """
    candidates = []
    for index, value in walk.column(_IF_PHYS_ADDRESS).items():
        if_type, address = walk.number((*_IF_TYPE, *index)), _address(value)
        if address and if_type != _LOOPBACK:
            is_local = bool(address[0] & 0b10)
            candidates.append((_rank(if_type), is_local, index, address.hex(":")))
    return min(candidates)[-1] if candidates else ""


def _is_serial(text: str) -> bool:
    """Whether the text can be a serial number: a plausible length, a digit from 1 to 9, no placeholder.

    The digit excludes "None", "Not Available", "XXXXXXXX" and zeros.
    """
    return len(text) in _SERIAL_LENGTHS and bool(re.search(r"[1-9]", text)) and _alphanumeric(text) not in _PLACEHOLDERS


def _alphanumeric(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def _rank(if_type: int | None) -> int:
    """The preference of an interface of this type; 0 is the best."""
    if if_type == _ETHERNET:
        return 0
    if if_type in _LIKE_ETHERNET:
        return 1
    return 2 if if_type == _WIRELESS else 3


def _address(value: Value) -> bytes | None:
    """The address from six octets or from text; None for zeros and group addresses."""
    octets = value if isinstance(value, bytes) else b""
    if len(octets) != 6:
        digits = re.sub(r"[:.\s-]", "", readable(octets))
        octets = bytes.fromhex(digits) if re.fullmatch(r"[0-9A-Fa-f]{12}", digits) else b""
    is_group = bool(octets) and bool(octets[0] & 0b1)
    return octets if any(octets) and not is_group else None
