"""How the supplies of a machine were at the last report."""

from collections.abc import Sequence
from typing import Any

from services.fleet.contracts import Condition, LevelDirection, LevelState, SupplyKind
from services.fleet.model.supply_reading import SupplyReading

LOW_PERCENT = 10
UNKNOWN_TONER = 101
"""Comes after every percentage."""


def level_of(reading: SupplyReading) -> dict[str, Any]:
    """What a machine keeps of it: `SupplyLevel` of the contract."""
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
    """`low` with a supply that is nearly used up, `unknown` where no level is told at all, else `ok`.

    Levels that may be a fill as well as a remainder (waste boxes) never make a machine low.
    """
    told = [supply for supply in supplies if supply.direction is LevelDirection.REMAINING]
    if any(supply.percent is not None and supply.percent <= LOW_PERCENT for supply in told):
        return Condition.LOW
    if any(supply.state in (LevelState.KNOWN, LevelState.SOME_REMAINING) for supply in told):
        return Condition.OK
    return Condition.UNKNOWN


def lowest_toner_percent_of(supplies: Sequence[SupplyReading]) -> int:
    """The percentage of the emptiest toner; `UNKNOWN_TONER` where no percentage is known."""
    toners = [one for one in supplies if one.kind is SupplyKind.TONER and one.direction is LevelDirection.REMAINING]
    return min((toner.percent for toner in toners if toner.percent is not None), default=UNKNOWN_TONER)
