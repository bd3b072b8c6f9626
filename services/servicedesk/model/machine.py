"""The service desk's copies of machines (fleet) and customers (identity)."""

from typing import Any
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.messaging.projections import Projection
from services.servicedesk.model.base import Base

NAMES = ("equipment_number", "serial_number", "manufacturer", "model_name", "own_reference", "site", "city")


class Machine(Projection, Base):
    """A machine as it is called now, and whose it is."""

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


class AsCalledThen:
    """Mixed into what is about a machine: it keeps the names of that moment, and stays readable when it moves."""

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
        """The machine as it was called then."""
        return {"id": self.machine_id} | {name: getattr(self, name) for name in NAMES}
