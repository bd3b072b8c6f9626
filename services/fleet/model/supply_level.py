"""Supply levels of a machine at its last report."""

from collections.abc import Sequence
from typing import Any

from services.fleet.contracts import Condition, LevelDirection, LevelState, SupplyKind
from services.fleet.model.supply_reading import SupplyReading

LOW_PERCENT = 10
UNKNOWN_TONER = 101
"""Sorts after every percentage."""


def level_of(reading: SupplyReading) -> dict[str, Any]:
    """The reading as the contract's `SupplyLevel`."""
    return {
        "kind": str(reading.kind),
        "colour": str(reading.colour),
        "description": reading.description[:255],
        "part_number": reading.part_number[:60],
        "state": str(reading.state),
        "percent": reading.percent,
        "direction": str(reading.direction),
    }


def condition_of(supplies: Sequence[SupplyReading]) -> Condition:
    """`low` with a supply at 10 % or less, `unknown` without any reported level, else `ok`.

    Levels of ambiguous direction (waste boxes) never make a machine low.
    """
    remaining = [supply for supply in supplies if supply.direction is LevelDirection.REMAINING]
    if any(supply.percent is not None and supply.percent <= LOW_PERCENT for supply in remaining):
        return Condition.LOW
    if any(supply.state in (LevelState.KNOWN, LevelState.SOME_REMAINING) for supply in remaining):
        return Condition.OK
    return Condition.UNKNOWN


def lowest_toner_percent_of(supplies: Sequence[SupplyReading]) -> int:
    """The lowest toner percentage; `UNKNOWN_TONER` when none is known."""
    toners = [
        supply
        for supply in supplies
        if supply.kind is SupplyKind.TONER and supply.direction is LevelDirection.REMAINING
    ]
    return min((toner.percent for toner in toners if toner.percent is not None), default=UNKNOWN_TONER)
