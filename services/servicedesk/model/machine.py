"""The service desk's copies of machines (fleet) and customers (identity)."""

from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.service.copies import Copy
from services.servicedesk.model.base import Base


class Machine(Copy, Base):
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


class Customer(Copy, Base):
    __tablename__ = "customers"

    customer_number: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
