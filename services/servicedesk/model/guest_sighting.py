"""Guests who say of a service request that they have seen its fault too, and their passes."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.persistence.columns import new_id
from services.chassis.persistence.guest_records import GuestColumns, UsedPassColumns
from services.servicedesk.contracts import FaultNoLongerOpen
from services.servicedesk.model.base import Base
from services.servicedesk.model.transitions import UNRESOLVED


class GuestSighting(GuestColumns, Base):
    """A guest who said of a request "also seen by me"."""

    __tablename__ = "guest_sightings"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("service_requests.id"), index=True)
    at: Mapped[dt.datetime]


class GuestParts(GuestColumns):
    """Mixin with what guests have to do with a request: whether one filed it, and how many others have seen it too."""

    by_guest: Mapped[bool]
    sighting_count: Mapped[int]

    status: Any
    sightings: Any

    def is_new_to_guest(self, email: str) -> bool:
        """Whether no guest with this address filed the request or has seen its fault too. Raises FaultNoLongerOpen."""
        if self.status not in UNRESOLVED:
            raise FaultNoLongerOpen
        return not (self.is_guests_address(email) or any(one.is_guests_address(email) for one in self.sightings))


class UsedPass(UsedPassColumns, Base):
    __tablename__ = "used_passes"
