"""Projections of machines and models (fleet) and customers (identity)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.messaging.projections import Projection
from services.ordering.model.base import Base

NAMES = (
    "equipment_number", "serial_number", "manufacturer", "model_name", "own_reference", "cost_centre", "site", "city",
)  # fmt: skip
"""Columns that an order line copies from its machine."""


class Machine(Projection, Base):
    __tablename__ = "machines"

    customer_id: Mapped[UUID] = mapped_column(index=True)
    model_id: Mapped[UUID] = mapped_column(index=True)
    equipment_number: Mapped[str] = mapped_column(String(20))
    serial_number: Mapped[str] = mapped_column(String(60))
    manufacturer: Mapped[str] = mapped_column(String(60))
    model_name: Mapped[str] = mapped_column(String(80))
    own_reference: Mapped[str] = mapped_column(String(60))
    cost_centre: Mapped[str] = mapped_column(String(40))
    site: Mapped[str] = mapped_column(String(80))
    street: Mapped[str] = mapped_column(String(120))
    postcode: Mapped[str] = mapped_column(String(12))
    city: Mapped[str] = mapped_column(String(80))

    @property
    def snapshot(self) -> dict[str, Any]:
        """The machine as the contracts' `OrderMachine`."""
        return {"id": self.id} | {name: getattr(self, name) for name in NAMES}


def common_cost_centre(of_machines: Iterable[str]) -> str:
    """The cost centre of an order for machines with these cost centres; empty if they differ."""
    cost_centres = set(of_machines)
    return cost_centres.pop() if len(cost_centres) == 1 else ""


class MachineModel(Projection, Base):
    __tablename__ = "machine_models"

    manufacturer: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(80), index=True)


class Customer(Projection, Base):
    __tablename__ = "customers"

    customer_number: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
