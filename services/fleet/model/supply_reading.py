"""Interpretation of the rows of prtMarkerSuppliesTable (RFC 3805): kind of supply, colour and level.

-1, -2 and -3 are states and never become a percentage; neither does a level without a capacity.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from services.fleet.contracts.supplies import LevelDirection, LevelState, SupplyColour, SupplyKind
from services.fleet.model.supply_words import (
    colour_in,
    kind_in,
    name_and_part_number,
    names_any_colour,
    says_no_toner,
    says_waste,
)

__all__ = ["LevelDirection", "LevelState", "SupplyColour", "SupplyKind", "SupplyReading", "read_supplies"]

_NO_RESTRICTION, _SOME_REMAINING = -1, -3

_KIND_BY_TYPE = {
    "toner": SupplyKind.TONER,
    "toner_cartridge": SupplyKind.TONER,
    "waste_toner": SupplyKind.WASTE_TONER,
    "opc": SupplyKind.DRUM,
    "developer": SupplyKind.DEVELOPER,
    "fuser": SupplyKind.FUSER,
    "transfer_unit": SupplyKind.TRANSFER,
    "staples": SupplyKind.STAPLES,
}
_UNSPECIFIC_TYPES = {"", "other", "unknown", "cleaner_unit"}
_RECEPTACLES = {"waste_toner", "waste_ink", "waste_wax", "waste_water", "waste_paper"}
_COLOURED = {SupplyKind.TONER, SupplyKind.DRUM, SupplyKind.DEVELOPER, SupplyKind.OTHER}
_NO_COLORANT = {"", "none", "other", "unknown"}
_MOST_INFORMATIVE = (LevelState.KNOWN, LevelState.SOME_REMAINING, LevelState.UNKNOWN, LevelState.NOT_REPORTED)

Row = Mapping[str, object]
"""A submitted supply: `ReportedSupply` in `services/fleet/contracts/readings.py`."""


@dataclass(frozen=True, slots=True)
class SupplyReading:
    """One supply at one moment. `percent` (0 to 100) is None unless `state` is `known`.

    With direction `ambiguous` the percentage may be the room left or the fill.
    """

    index: int
    kind: SupplyKind
    colour: SupplyColour
    description: str
    part_number: str
    state: LevelState
    percent: int | None
    direction: LevelDirection


def read_supplies(rows: Sequence[Row]) -> list[SupplyReading]:
    """The supplies of one device, ordered by index.

    Rows with the same description, kind and colour are merged when at most one of them has a known level (some Brother
    devices report a toner twice, with an unknown level and with "some remaining").
    """
    readings = _merged([(_text(row, "description"), _read(row)) for row in rows])
    return _with_single_toner_black(readings, rows)


def _read(row: Row) -> SupplyReading:
    kind = _kind(row)
    description, part_number = name_and_part_number(_text(row, "description"))
    state, percent = _level(_number(row, "level"), _number(row, "max_capacity"), _text(row, "unit"))
    is_filled = (
        kind is SupplyKind.WASTE_TONER
        or _text(row, "supply_class") == "filled"
        or _text(row, "supply_type") in _RECEPTACLES
    )
    return SupplyReading(
        index=_number(row, "index") or 0,
        kind=kind,
        colour=_colour(row) if kind in _COLOURED else SupplyColour.NONE,
        description=description,
        part_number=part_number,
        state=state,
        percent=percent,
        direction=LevelDirection.AMBIGUOUS if is_filled else LevelDirection.REMAINING,
    )


def _kind(row: Row) -> SupplyKind:
    """The kind from the type column, else from the class, else from the description.

    A class "filled" or a description of waste overrides the type "toner": some agents put "toner" into every row, no
    toner is described as waste, and a full waste box must not be shown as a full toner.
    """
    supply_type, description = _text(row, "supply_type"), _text(row, "description")
    is_filled = _text(row, "supply_class") == "filled"
    if supply_type in _UNSPECIFIC_TYPES:
        if not is_filled:
            return kind_in(description)
        return SupplyKind.OTHER if says_no_toner(description) else SupplyKind.WASTE_TONER
    kind = _KIND_BY_TYPE.get(supply_type, SupplyKind.OTHER)
    if kind is SupplyKind.TONER and (is_filled or says_waste(description)):
        return SupplyKind.WASTE_TONER
    return kind


def _colour(row: Row) -> SupplyColour:
    colour = colour_in(_text(row, "colorant"))
    return colour if colour is not SupplyColour.NONE else colour_in(_text(row, "description"))


def _level(level: int | None, capacity: int | None, unit: str) -> tuple[LevelState, int | None]:
    """State and percentage of prtMarkerSuppliesLevel in relation to prtMarkerSuppliesMaxCapacity.

    A level above the capacity, or without one, is unknown (unless its unit is percent). A level above 0 is at least 1
    %, because people read "0 %" as empty.
    """
    if level is None or level == _NO_RESTRICTION:
        return LevelState.NOT_REPORTED, None
    if level == _SOME_REMAINING:
        return LevelState.SOME_REMAINING, None
    if (capacity is None or capacity <= 0) and unit == "percent":
        capacity = 100
    if level < 0 or capacity is None or capacity <= 0 or level > capacity:
        return LevelState.UNKNOWN, None
    rounded = (200 * level + capacity) // (2 * capacity)
    return LevelState.KNOWN, max(rounded, 1) if level else 0


def _merged(described: Sequence[tuple[str, SupplyReading]]) -> list[SupplyReading]:
    """The readings without duplicates of the same supply; the most informative remains, with the lowest index.

    `described` pairs each reading with the device's full description: two drums with different serial numbers are two
    supplies. Supplies without a description are never merged.
    """
    groups: dict[object, list[SupplyReading]] = {}
    for position, (text, reading) in enumerate(described):
        identity = (reading.kind, reading.colour, text.casefold()) if text else position
        groups.setdefault(identity, []).append(reading)
    merged: list[SupplyReading] = []
    for group in groups.values():
        if sum(reading.state is LevelState.KNOWN for reading in group) > 1:
            merged += group
        else:
            best = min(group, key=lambda reading: _MOST_INFORMATIVE.index(reading.state))
            merged.append(replace(best, index=min(reading.index for reading in group)))
    return sorted(merged, key=lambda reading: reading.index)


def _with_single_toner_black(readings: list[SupplyReading], rows: Sequence[Row]) -> list[SupplyReading]:
    """The readings, with the colour black for the only toner of a device that names no colour anywhere.

    A coloured other supply, a colour word in the toner's description or a colorant prevents this.
    """
    toners = [reading for reading in readings if reading.kind is SupplyKind.TONER]
    black = (SupplyColour.NONE, SupplyColour.BLACK)
    if len(toners) != 1 or not all(reading.colour in black for reading in readings):
        return readings
    if any(_names_colour(row) for row in rows if _kind(row) is SupplyKind.TONER):
        return readings
    return [replace(item, colour=SupplyColour.BLACK) if item is toners[0] else item for item in readings]


def _names_colour(row: Row) -> bool:
    has_colorant = _text(row, "colorant").casefold() not in _NO_COLORANT
    return has_colorant or names_any_colour(_text(row, "description"))


def _text(row: Row, column: str) -> str:
    value = row.get(column)
    return value.strip() if isinstance(value, str) else ""


def _number(row: Row, column: str) -> int | None:
    value = row.get(column)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
