"""What the rows of prtMarkerSuppliesTable (RFC 3805) mean: which supply, and what is known of its level.

-1, -2 and -3 are states and never become a percentage; neither does a number without a capacity.
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
_TYPES_THAT_SAY_LITTLE = {"", "other", "unknown", "cleaner_unit"}
_RECEPTACLES = {"waste_toner", "waste_ink", "waste_wax", "waste_water", "waste_paper"}
_COLOURED = {SupplyKind.TONER, SupplyKind.DRUM, SupplyKind.DEVELOPER, SupplyKind.OTHER}
_NO_COLORANT = {"", "none", "other", "unknown"}
_SAYS_MORE = (LevelState.KNOWN, LevelState.SOME_REMAINING, LevelState.UNKNOWN, LevelState.NOT_REPORTED)

Row = Mapping[str, object]
"""A supply as the collector observed it: `ReportedSupply` in `services/fleet/contracts/readings.py`."""


@dataclass(frozen=True, slots=True)
class SupplyReading:
    """One supply at one moment. `percent` (0 to 100) is None unless `state` is `known`.

    With direction `ambiguous` it is not known whether the percentage is the room left or the fill.
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
    """The supplies of one device, in the order of their rows.

    Rows that describe the very same supply become one where at most one of them knows its level (some Brother
    devices give a toner twice, with 0 of unknown and with "some remaining").
    """
    readings = _merged([(_text(row, "description"), _read(row)) for row in rows])
    return _with_the_only_toner_black(readings, rows)


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
    """The kind: by the type column, then the class, then the text.

    One thing is believed against the type "toner": a class "filled", or a name that says waste. Some agents
    put "toner" into every row, no toner is called waste, and a full box must not read as a full toner.
    """
    supply_type, description = _text(row, "supply_type"), _text(row, "description")
    is_filled = _text(row, "supply_class") == "filled"
    if supply_type in _TYPES_THAT_SAY_LITTLE:
        if not is_filled:
            return kind_in(description)
        return SupplyKind.OTHER if says_no_toner(description) else SupplyKind.WASTE_TONER
    kind = _KIND_BY_TYPE.get(supply_type, SupplyKind.OTHER)
    if kind is SupplyKind.TONER and (is_filled or says_waste(description)):
        return SupplyKind.WASTE_TONER
    return kind


def _colour(row: Row) -> SupplyColour:
    named = colour_in(_text(row, "colorant"))
    return named if named is not SupplyColour.NONE else colour_in(_text(row, "description"))


def _level(level: int | None, capacity: int | None, unit: str) -> tuple[LevelState, int | None]:
    """State and percentage of prtMarkerSuppliesLevel against prtMarkerSuppliesMaxCapacity.

    Above the capacity, or without one, a number tells nothing (unless its unit is percent). What is not empty
    is at least 1 %: "0 %" means empty to people.
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
    """The readings without the poorer ones of the same supply; the lowest index stays.

    `described` holds each reading with the device's own, uncut text: two drums with a serial number each are
    two. A supply without any text is never the same as another.
    """
    same: dict[object, list[SupplyReading]] = {}
    for position, (text, reading) in enumerate(described):
        supply = (reading.kind, reading.colour, text.casefold()) if text else position
        same.setdefault(supply, []).append(reading)
    kept: list[SupplyReading] = []
    for group in same.values():
        if sum(reading.state is LevelState.KNOWN for reading in group) > 1:
            kept += group
        else:
            richest = min(group, key=lambda reading: _SAYS_MORE.index(reading.state))
            kept.append(replace(richest, index=min(reading.index for reading in group)))
    return sorted(kept, key=lambda reading: reading.index)


def _with_the_only_toner_black(readings: list[SupplyReading], rows: Sequence[Row]) -> list[SupplyReading]:
    """The readings, where a device with one toner whose colour nothing names prints black.

    Any colour of another supply, any word of colour in the toner's text and any colorant of it say otherwise.
    """
    toners = [reading for reading in readings if reading.kind is SupplyKind.TONER]
    black = (SupplyColour.NONE, SupplyColour.BLACK)
    if len(toners) != 1 or not all(reading.colour in black for reading in readings):
        return readings
    if any(_speaks_of_colour(row) for row in rows if _kind(row) is SupplyKind.TONER):
        return readings
    return [replace(one, colour=SupplyColour.BLACK) if one is toners[0] else one for one in readings]


def _speaks_of_colour(row: Row) -> bool:
    has_colorant = _text(row, "colorant").casefold() not in _NO_COLORANT
    return has_colorant or names_any_colour(_text(row, "description"))


def _text(row: Row, column: str) -> str:
    value = row.get(column)
    return value.strip() if isinstance(value, str) else ""


def _number(row: Row, column: str) -> int | None:
    value = row.get(column)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
