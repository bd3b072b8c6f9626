"""Projection of identity's memberships. The machines chosen one by one for a user are a group with the membership's
id."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.messaging.projections import Projection
from services.fleet.model.base import Base


class Member(Projection, Base):
    """A membership. Its machines are in the chassis' `resource_groups`, like those of a group; it is not shown as a
    group."""

    __tablename__ = "members"

    customer_id: Mapped[UUID] = mapped_column(index=True)
