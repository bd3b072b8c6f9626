"""Groups of machines of one customer. The machines of a group are in the chassis' table `resource_groups`."""

from typing import Any
from uuid import UUID

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.persistence.aggregate import Published
from services.chassis.persistence.sort_names import SortedByName, sort_text_type
from services.fleet.contracts import GroupStateChanged
from services.fleet.model.base import Base


class Group(SortedByName, Published, Base):
    __tablename__ = "groups"
    publishes = GroupStateChanged

    customer_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(80))
    sort_name: Mapped[str] = mapped_column(sort_text_type(100))

    __table_args__ = (UniqueConstraint("customer_id", "name"),)

    @classmethod
    def of_name(cls, customer_id: UUID, name: str) -> "Group":
        return cls(customer_id=customer_id, name=name)

    def rename(self, name: str) -> None:
        self.name = name

    def published(self) -> dict[str, Any]:
        return {"group_id": self.id, "customer_id": self.customer_id, "name": self.name}
