"""Machine models."""

from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.persistence.aggregate import Published
from services.fleet.contracts import ModelStateChanged
from services.fleet.model.base import Base


class MachineModel(Published, Base):
    __tablename__ = "machine_models"
    publishes = ModelStateChanged

    manufacturer: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(80))
    colour: Mapped[bool]

    __table_args__ = (UniqueConstraint("manufacturer", "name"),)

    @classmethod
    def of_name(cls, manufacturer: str, name: str, *, colour: bool = False) -> "MachineModel":
        return cls(manufacturer=manufacturer, name=name, colour=colour)

    def describe(self, *, colour: bool) -> None:
        self.colour = colour

    def published(self) -> dict[str, Any]:
        return {"model_id": self.id, "manufacturer": self.manufacturer, "name": self.name, "colour": self.colour}
