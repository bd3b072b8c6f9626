"""What happened to a request, and what both sides wrote about it."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.persistence.columns import Word, new_id, personal
from services.servicedesk.contracts import RequestStatus
from services.servicedesk.model.base import Base


class TimelineEntry(Base):
    """The request got a status at a moment. With `scheduled` goes the visit as it was planned then."""

    __tablename__ = "timeline_entries"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("service_requests.id"), index=True)
    status: Mapped[RequestStatus] = mapped_column(Word(RequestStatus))
    at: Mapped[dt.datetime]
    by_staff: Mapped[bool]
    note: Mapped[str] = mapped_column(String(1000))
    visit_begins_at: Mapped[dt.datetime | None]
    visit_ends_at: Mapped[dt.datetime | None]
    visit_number: Mapped[int]

    @property
    def visit(self) -> dict[str, Any] | None:
        return visit_of(self)


class Message(Base):
    """One side wrote to the other."""

    __tablename__ = "messages"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("service_requests.id"), index=True)
    author_id: Mapped[UUID | None] = mapped_column(index=True)
    at: Mapped[dt.datetime]
    by_staff: Mapped[bool]
    text: Mapped[str] = personal(Text)


def visit_of(row: Any) -> dict[str, Any] | None:
    """The visit of a request or a step, as contracts tell it."""
    if row.visit_begins_at is None:
        return None
    return {"begins_at": row.visit_begins_at, "ends_at": row.visit_ends_at, "number": row.visit_number}
