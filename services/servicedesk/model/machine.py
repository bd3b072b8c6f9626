"""Projections of machines (fleet) and customers (identity), and the copied names of a machine."""

from typing import Any
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.messaging.projections import Projection
from services.servicedesk.model.base import Base

NAMES = ("equipment_number", "serial_number", "manufacturer", "model_name", "own_reference", "site", "city")


class Machine(Projection, Base):
    __tablename__ = "machines"

    customer_id: Mapped[UUID] = mapped_column(index=True)
    equipment_number: Mapped[str] = mapped_column(String(20))
    serial_number: Mapped[str] = mapped_column(String(60))
    manufacturer: Mapped[str] = mapped_column(String(60))
    model_name: Mapped[str] = mapped_column(String(80))
    own_reference: Mapped[str] = mapped_column(String(60))
    site: Mapped[str] = mapped_column(String(80))
    city: Mapped[str] = mapped_column(String(80))


class Customer(Projection, Base):
    __tablename__ = "customers"

    customer_number: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    has_confirmation_address: Mapped[bool]


class MachineSnapshot:
    """Mixin with a copy of a machine's names, so that a row keeps them when the machine is moved or renamed."""

    machine_id: Mapped[UUID] = mapped_column(index=True)
    equipment_number: Mapped[str] = mapped_column(String(20))
    serial_number: Mapped[str] = mapped_column(String(60))
    manufacturer: Mapped[str] = mapped_column(String(60))
    model_name: Mapped[str] = mapped_column(String(80))
    own_reference: Mapped[str] = mapped_column(String(60))
    site: Mapped[str] = mapped_column(String(80))
    city: Mapped[str] = mapped_column(String(80))

    @property
    def machine(self) -> dict[str, Any]:
        """The copied names as the contracts' `RequestMachine`."""
        return {"id": self.machine_id} | {name: getattr(self, name) for name in NAMES}
