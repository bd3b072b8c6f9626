"""A service request: a state machine, and the only place where a request changes (product.md section 5)."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.chassis.contract import Caller, Event
from services.chassis.service.aggregate import Aggregate
from services.chassis.service.columns import Word, new_id, personal
from services.chassis.service.reference import reference_number
from services.servicedesk.contracts import (
    Category,
    RequestMovedOn,
    RequestStatus,
    ServiceRequestAccepted,
    ServiceRequestCancelled,
    ServiceRequestReceived,
    Urgency,
)
from services.servicedesk.model.base import Base
from services.servicedesk.model.machine import Machine

PREFIX = "SR"
OPEN = (RequestStatus.RECEIVED, RequestStatus.ACCEPTED)
MOVES = {
    RequestStatus.RECEIVED: {RequestStatus.ACCEPTED, RequestStatus.CANCELLED},
    RequestStatus.ACCEPTED: set(),
    RequestStatus.CANCELLED: set(),
}
"""From each status, those that may follow."""


class ServiceRequest(Aggregate, Base):
    __tablename__ = "service_requests"

    reference_number: Mapped[str] = mapped_column(String(20), unique=True)
    customer_id: Mapped[UUID]
    machine_id: Mapped[UUID] = mapped_column(index=True)
    requester_id: Mapped[UUID] = mapped_column(index=True)
    equipment_number: Mapped[str] = mapped_column(String(20))
    serial_number: Mapped[str] = mapped_column(String(60))
    manufacturer: Mapped[str] = mapped_column(String(60))
    model_name: Mapped[str] = mapped_column(String(80))
    own_reference: Mapped[str] = mapped_column(String(60))
    site: Mapped[str] = mapped_column(String(80))
    city: Mapped[str] = mapped_column(String(80))
    category: Mapped[Category] = mapped_column(Word(Category))
    urgency: Mapped[Urgency] = mapped_column(Word(Urgency))
    description: Mapped[str] = personal(Text)
    error_code: Mapped[str] = mapped_column(String(40))
    contact_name: Mapped[str] = personal(String(120))
    telephone: Mapped[str] = personal(String(30))
    availability: Mapped[str] = personal(String(200))
    status: Mapped[RequestStatus] = mapped_column(Word(RequestStatus))
    received_at: Mapped[dt.datetime]
    changed_at: Mapped[dt.datetime]
    timeline: Mapped[list["TimelineEntry"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="TimelineEntry.at, TimelineEntry.id"
    )

    __table_args__ = (
        Index("ix_service_requests_customer_id_received_at", "customer_id", "received_at"),
        Index("ix_service_requests_received_at_id", "received_at", "id"),
        Index("ix_service_requests_status", "status"),
    )

    @classmethod
    def file(cls, caller: Caller, machine: Machine, at: dt.datetime, **told: Any) -> "ServiceRequest":
        """The customer reports something about a machine; `told` is what was written on the form.

        The machine's names are kept as they are now: a request stays readable when the machine moves.
        """
        names = ("equipment_number", "serial_number", "manufacturer", "model_name", "own_reference", "site", "city")
        request = cls(
            reference_number=reference_number(PREFIX),
            customer_id=machine.customer_id,
            machine_id=machine.id,
            requester_id=caller.user_id,
            received_at=at,
            timeline=[],
            **{name: getattr(machine, name) for name in names},
            **told,
        )
        request._arrive(RequestStatus.RECEIVED, caller, at)
        request.record(ServiceRequestReceived, **request._facts())
        return request

    def accept(self, caller: Caller, at: dt.datetime) -> None:
        """The dealer takes it in hand. Raises RequestMovedOn."""
        self._move(RequestStatus.ACCEPTED, ServiceRequestAccepted, caller, at)

    def cancel(self, caller: Caller, at: dt.datetime) -> None:
        """The customer takes it back, until the dealer has accepted it. Raises RequestMovedOn."""
        self._move(RequestStatus.CANCELLED, ServiceRequestCancelled, caller, at)

    def may_become(self, status: RequestStatus) -> bool:
        return status in MOVES[self.status]

    def _move(self, status: RequestStatus, event: type[Event], caller: Caller, at: dt.datetime) -> None:
        if not self.may_become(status):
            raise RequestMovedOn(status=str(self.status))
        self._arrive(status, caller, at)
        self.record(event, **self._facts())

    def _arrive(self, status: RequestStatus, caller: Caller, at: dt.datetime) -> None:
        self.status, self.changed_at = status, at
        self.timeline.append(TimelineEntry(status=status, at=at, by_staff=caller.is_staff))

    @property
    def machine(self) -> dict[str, Any]:
        """The machine as it was called when the request was filed."""
        return {
            "id": self.machine_id,
            "equipment_number": self.equipment_number,
            "serial_number": self.serial_number,
            "manufacturer": self.manufacturer,
            "model_name": self.model_name,
            "own_reference": self.own_reference,
            "site": self.site,
            "city": self.city,
        }

    def _facts(self) -> dict[str, Any]:
        return {
            "request_id": self.id,
            "reference_number": self.reference_number,
            "customer_id": self.customer_id,
            "machine": self.machine,
            "category": self.category,
            "urgency": self.urgency,
            "requester_id": self.requester_id,
            "at": self.changed_at,
        }


class TimelineEntry(Base):
    """The request got a status at a moment."""

    __tablename__ = "timeline_entries"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("service_requests.id"), index=True)
    status: Mapped[RequestStatus] = mapped_column(Word(RequestStatus))
    at: Mapped[dt.datetime]
    by_staff: Mapped[bool]
