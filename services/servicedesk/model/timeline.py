"""Timeline and messages of a service request."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.persistence.columns import EnumText, new_id, personal
from services.servicedesk.contracts import RequestStatus
from services.servicedesk.model.base import Base


class TimelineEntry(Base):
    """A change of status. An entry with the status `scheduled` also holds the visit, as it was scheduled then.
    `author_id` is the user who made the change, None for the dealer and for changes before it was stored; `technician`
    the engineer of the visit, None for visits before it was stored."""

    __tablename__ = "timeline_entries"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("service_requests.id"), index=True)
    status: Mapped[RequestStatus] = mapped_column(EnumText(RequestStatus))
    at: Mapped[dt.datetime]
    by_staff: Mapped[bool]
    author_id: Mapped[UUID | None] = mapped_column(index=True)
    note: Mapped[str] = personal(String(1000))
    visit_begins_at: Mapped[dt.datetime | None]
    visit_ends_at: Mapped[dt.datetime | None]
    visit_number: Mapped[int]
    technician: Mapped[str | None] = personal(String(120))

    @property
    def visit(self) -> dict[str, Any] | None:
        return visit_of(self)


class Message(Base):
    """A message between customer and dealer."""

    __tablename__ = "messages"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("service_requests.id"), index=True)
    author_id: Mapped[UUID | None] = mapped_column(index=True)
    at: Mapped[dt.datetime]
    by_staff: Mapped[bool]
    text: Mapped[str] = personal(Text)


def visit_of(row: Any) -> dict[str, Any] | None:
    """The visit of a request or a timeline entry in the form of the contracts' `Visit`; None if there is none."""
    if row.visit_begins_at is None:
        return None
    return {"begins_at": row.visit_begins_at, "ends_at": row.visit_ends_at, "number": row.visit_number}
