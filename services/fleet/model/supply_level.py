"""How a supply of a machine was at the last report."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.service.columns import Word
from services.fleet.contracts import Condition, LevelDirection, LevelState, SupplyColour, SupplyKind
from services.fleet.model.base import Base
from services.fleet.model.supply_reading import SupplyReading

LOW_PERCENT = 10


class SupplyLevel(Base):
    """`row` is the place in the machine's list. `percent` is null unless `state` is `known`."""

    __tablename__ = "supply_levels"

    machine_id: Mapped[UUID] = mapped_column(ForeignKey("machines.id"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[SupplyKind] = mapped_column(Word(SupplyKind))
    colour: Mapped[SupplyColour] = mapped_column(Word(SupplyColour))
    description: Mapped[str] = mapped_column(String(255))
    part_number: Mapped[str] = mapped_column(String(60))
    state: Mapped[LevelState] = mapped_column(Word(LevelState))
    percent: Mapped[int | None]
    direction: Mapped[LevelDirection] = mapped_column(Word(LevelDirection))

    def take(self, reading: SupplyReading) -> None:
        """Be as the device last said."""
        self.kind, self.colour = reading.kind, reading.colour
        self.description, self.part_number = reading.description[:255], reading.part_number[:60]
        self.state, self.percent, self.direction = reading.state, reading.percent, reading.direction


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


def lowest_toner_of(supplies: Sequence[SupplyReading]) -> int | None:
    """The percentage of the emptiest toner; None where no percentage is known."""
    toners = [one for one in supplies if one.kind is SupplyKind.TONER and one.direction is LevelDirection.REMAINING]
    return min((toner.percent for toner in toners if toner.percent is not None), default=None)
