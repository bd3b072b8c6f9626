"""Ordering's copies of fleet's machines and models."""

from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.service.copies import Copy
from services.ordering.model.base import Base


class Machine(Copy, Base):
    """Of which model a machine is, and whose."""

    __tablename__ = "machines"

    customer_id: Mapped[UUID] = mapped_column(index=True)
    model_id: Mapped[UUID] = mapped_column(index=True)


class MachineModel(Copy, Base):
    __tablename__ = "machine_models"

    manufacturer: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(80), index=True)
