"""Projection of fleet's groups, against which scopes are checked."""

from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.messaging.projections import Projection
from services.identity.model.base import Base


class Group(Projection, Base):
    __tablename__ = "groups"

    customer_id: Mapped[UUID] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(80))
