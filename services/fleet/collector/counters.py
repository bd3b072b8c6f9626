"""Page counters of a device. Dealers invoice by them, so an incomplete sum is None.

Standard: prtMarkerLifeCount (RFC 3805), which counts in the unit of its own row. The private objects of Konica Minolta
and Ricoh are defined as impressions.
"""

from services.fleet.collector.observation import ObservedCounters
from services.fleet.collector.rfc_names import COUNTER_UNIT_IMPRESSIONS, OTHER_COUNTER_UNITS
from services.fleet.collector.vendors import private
from services.fleet.collector.walk import Oid, Walk

_PRT_MARKER_DEFAULT_INDEX = (1, 3, 6, 1, 2, 1, 43, 5, 1, 1, 8)
_PRT_MARKER_COUNTER_UNIT = (1, 3, 6, 1, 2, 1, 43, 10, 2, 1, 3)
_PRT_MARKER_LIFE_COUNT = (1, 3, 6, 1, 2, 1, 43, 10, 2, 1, 4)
_HIGHEST = 2**31 - 1
"""More than any machine prints; fleet stores no more, and some devices report 2³² − 1 for a counter that they lack."""

_KONICA_MINOLTA = "18334.1.1.1.5.7.2"
_TOTALS = (private(f"{_KONICA_MINOLTA}.1.1.0"), private("367.3.2.1.2.19.1.0"))  # the second: Ricoh
_KONICA_MINOLTA_DUPLEX = private(f"{_KONICA_MINOLTA}.1.3.0")
_KONICA_MINOLTA_SCANS = private(f"{_KONICA_MINOLTA}.3.1.5.1")
_KONICA_MINOLTA_MONO = (private(f"{_KONICA_MINOLTA}.2.1.5.1.1"), private(f"{_KONICA_MINOLTA}.2.1.5.1.2"))
_KONICA_MINOLTA_COLOUR = (private(f"{_KONICA_MINOLTA}.2.1.5.2.1"), private(f"{_KONICA_MINOLTA}.2.1.5.2.2"))


def counters(walk: Walk, devices: list[int]) -> ObservedCounters:
    """The device's counters; `devices` as in `identity.serial_number`.

    Mono and colour are copies plus prints, and None unless both are present: a sum without one part would look like a
    counter that went down. They need not add up to the total (faxes and reports are in neither).
    """
    private_totals = (total for oid in _TOTALS if (total := _count(walk, oid)) is not None)
    life_count, other_unit = _life_count(walk, devices)
    total = next(private_totals, life_count)
    return {
        "total": total,
        "mono": _sum(walk, _KONICA_MINOLTA_MONO),
        "colour": _sum(walk, _KONICA_MINOLTA_COLOUR),
        "duplex": _count(walk, _KONICA_MINOLTA_DUPLEX),
        "scans": _count(walk, _KONICA_MINOLTA_SCANS),
        "other_unit": other_unit if total is None else "",
    }


def _life_count(walk: Walk, devices: list[int]) -> tuple[int | None, str]:
    """The life count of the machine's marker if it counts impressions; else None and the unit that it counts.

    Of several markers, which count separately, the one of prtMarkerDefaultIndex is read, else the first. A missing unit
    means impressions; sheets (Ricoh) are another unit.
    """
    rows = walk.column(_PRT_MARKER_LIFE_COUNT)
    for device in devices:
        default = walk.number((*_PRT_MARKER_DEFAULT_INDEX, device))
        markers = sorted(
            (row for row in rows if len(row) == 2 and row[0] == device),
            key=lambda row: (row[1] != default, row),
        )
        if markers:
            unit = walk.number((*_PRT_MARKER_COUNTER_UNIT, *markers[0]))
            count = _count(walk, (*_PRT_MARKER_LIFE_COUNT, *markers[0]))
            if unit is None or unit == COUNTER_UNIT_IMPRESSIONS:
                return count, ""
            return None, OTHER_COUNTER_UNITS.get(unit, "other")
    return None, ""


def _sum(walk: Walk, parts: tuple[Oid, ...]) -> int | None:
    counts = [count for oid in parts if (count := _count(walk, oid)) is not None]
    return total if len(counts) == len(parts) and (total := sum(counts)) <= _HIGHEST else None


def _count(walk: Walk, oid: Oid) -> int | None:
    number = walk.number(oid)
    return number if number is not None and 0 <= number <= _HIGHEST else None
