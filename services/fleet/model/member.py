"""Fleet's copy of a user of a customer: machines chosen one by one for the user are a group with this id."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.messaging.projections import Projection
from services.fleet.model.base import Base


class Member(Projection, Base):
    """Which machines they are stands in the chassis' `resource_groups`, as of any group; nobody sees it as a group."""

    __tablename__ = "members"

    customer_id: Mapped[UUID] = mapped_column(index=True)
