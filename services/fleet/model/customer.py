"""Projection of identity's customers."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.messaging.projections import Projection
from services.fleet.model.base import Base


class Customer(Projection, Base):
    __tablename__ = "customers"

    customer_number: Mapped[str] = mapped_column(String(20), index=True)
    name: Mapped[str] = mapped_column(String(120))
    status: Mapped[str] = mapped_column(String(20))
    """A `CustomerStatus`."""
