"""Vendors: enterprise numbers, names in device texts, private objects.

Enterprise numbers: https://www.iana.org/assignments/enterprise-numbers. An object is listed only if the vendor's MIB or
several independent inventories (GLPI agent, LibreNMS, Observium) agree on its meaning.
"""

import re
from dataclasses import dataclass

from services.fleet.collector.walk import Oid, Walk

_ENTERPRISES = (1, 3, 6, 1, 4, 1)
_SYS_OBJECT_ID = (1, 3, 6, 1, 2, 1, 1, 2, 0)


@dataclass(frozen=True, slots=True)
class Vendor:
    """A vendor and its private objects for serial number and model (empty: not known)."""

    name: str
    serial_number: Oid = ()
    model: Oid = ()


def private(path: str) -> Oid:
    """The object below 1.3.6.1.4.1, e.g. `private("18334.1.1")`."""
    return (*_ENTERPRISES, *map(int, path.split(".")))


VENDORS = {
    11: Vendor("HP", private("11.2.3.9.4.2.1.1.3.3.0")),
    128: Vendor("Xerox"),  # Tektronix, whose Phaser line Xerox took over
    236: Vendor("Samsung", private("236.11.5.1.1.1.4.0"), private("236.11.5.1.1.1.1.0")),
    253: Vendor("Xerox", private("253.8.53.3.2.1.3.1")),
    258: Vendor("Panasonic"),
    297: Vendor("Fuji Xerox"),
    367: Vendor("Ricoh", private("367.3.2.1.2.1.4.0"), private("367.3.2.1.1.1.1.0")),
    641: Vendor("Lexmark", private("641.2.1.2.1.6.1"), private("641.2.1.2.1.2.1")),
    674: Vendor("Dell"),
    1129: Vendor("Toshiba"),
    1248: Vendor("Epson", private("1248.1.2.2.1.1.1.5.1"), private("1248.1.2.2.1.1.1.2.1")),
    1347: Vendor("Kyocera", private("1347.43.5.1.1.28.1"), private("1347.43.5.1.1.1.1")),
    1552: Vendor("Océ"),
    1602: Vendor("Canon", private("1602.1.2.1.8.1.3.1.1"), private("1602.1.1.1.1.0")),
    2001: Vendor("OKI"),
    2385: Vendor("Sharp"),
    2435: Vendor("Brother", private("2435.2.3.9.4.2.1.5.5.1.0")),
    18334: Vendor("Konica Minolta", model=private("18334.1.1.1.1.6.2.1.0")),
    40093: Vendor("Pantum"),
}

IEEE_1284_DEVICE_IDS = (
    private("2699.1.2.1.2.1.1.3.1"),  # PWG Printer Port Monitor MIB
    private("11.2.3.9.1.1.7.0"),  # HP JetDirect, used by other vendors too
    private("2435.2.3.9.1.1.7.0"),
    private("253.8.51.1.2.1.20.1"),
    private("641.2.1.2.1.3.1"),
)
"""Objects that hold an IEEE 1284 device id: `MFG:…;MDL:…;DES:…;`."""

_NAMES_IN_TEXTS = (
    (r"konica[ _-]?minolta", "Konica Minolta"),
    (r"develop", "Develop"),
    (r"olivetti", "Olivetti"),
    (r"hewlett[ _-]?packard|hp", "HP"),
    (r"fuji[ _-]?xerox", "Fuji Xerox"),
    (r"xerox", "Xerox"),
    (r"fujifilm", "Fujifilm"),
    (r"ricoh", "Ricoh"),
    (r"infotec", "Infotec"),
    (r"lanier", "Lanier"),
    (r"savin", "Savin"),
    (r"gestetner", "Gestetner"),
    (r"nashuatec", "Nashuatec"),
    (r"nrg", "NRG"),
    (r"ta[ _/-]*utax|utax", "UTAX"),
    (r"(?:ta[ _/-]*)?triumph[ _-]?adler", "Triumph-Adler"),
    (r"kyocera(?:[ _-](?:mita|document solutions))?", "Kyocera"),
    (r"copystar", "Copystar"),
    (r"canon", "Canon"),
    (r"oki(?:[ _-]?data(?: corp(?:oration)?)?)?", "OKI"),
    (r"brother", "Brother"),
    (r"lexmark(?: international)?", "Lexmark"),
    (r"(?:seiko )?epson", "Epson"),
    (r"sharp", "Sharp"),
    (r"samsung", "Samsung"),
    (r"toshiba(?: ?tec)?", "Toshiba"),
    (r"panasonic", "Panasonic"),
    (r"dell", "Dell"),
    (r"pantum", "Pantum"),
    (r"oc[eé]", "Océ"),
)
_AT_THE_START = tuple(
    (re.compile(rf"(?:{words})(?![^\W_])[\s_,:;-]*", re.IGNORECASE), name) for words, name in _NAMES_IN_TEXTS
)


def vendor_of(walk: Walk) -> Vendor | None:
    """The vendor with the enterprise number in sysObjectID."""
    value = walk.values.get(_SYS_OBJECT_ID)
    if isinstance(value, tuple) and value[:6] == _ENTERPRISES and len(value) > 6:
        return VENDORS.get(value[6])
    return None


def without_vendor(text: str) -> tuple[str, str]:
    """The vendor at the beginning of `text` ("" for none) and the rest: "RICOH IM C300" -> "Ricoh", "IM C300".

    A repeated name ("Samsung Samsung X7600GX", "Hewlett-Packard HP LaserJet") is removed completely.
    """
    vendor, rest = "", text.strip()
    while True:
        for pattern, name in _AT_THE_START:
            if match := pattern.match(rest):
                vendor, rest = vendor or name, rest[match.end() :].strip()
                break
        else:
            return vendor, rest
