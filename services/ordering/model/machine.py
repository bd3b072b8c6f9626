"""Projections of machines and models (fleet) and customers (identity)."""

from typing import Any
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.messaging.projections import Projection
from services.ordering.model.base import Base

NAMES = ("equipment_number", "serial_number", "manufacturer", "model_name", "own_reference", "site", "city")


class Machine(Projection, Base):
    __tablename__ = "machines"

    customer_id: Mapped[UUID] = mapped_column(index=True)
    model_id: Mapped[UUID] = mapped_column(index=True)
    equipment_number: Mapped[str] = mapped_column(String(20))
    serial_number: Mapped[str] = mapped_column(String(60))
    manufacturer: Mapped[str] = mapped_column(String(60))
    model_name: Mapped[str] = mapped_column(String(80))
    own_reference: Mapped[str] = mapped_column(String(60))
    site: Mapped[str] = mapped_column(String(80))
    street: Mapped[str] = mapped_column(String(120))
    postcode: Mapped[str] = mapped_column(String(12))
    city: Mapped[str] = mapped_column(String(80))

    @property
    def snapshot(self) -> dict[str, Any]:
        """The machine as the contracts' `OrderMachine`."""
        return {"id": self.id} | {name: getattr(self, name) for name in NAMES}


class MachineModel(Projection, Base):
    __tablename__ = "machine_models"

    manufacturer: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(80), index=True)


class Customer(Projection, Base):
    __tablename__ = "customers"

    customer_number: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
