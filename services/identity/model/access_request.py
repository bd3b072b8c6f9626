"""The access request aggregate: a user's request to see a machine out of scope."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.persistence.aggregate import Aggregate
from services.chassis.persistence.columns import EnumText, personal
from services.identity.contracts import AccessAnswered, AccessGranted, AccessRefused, AccessRequested, AccessStatus
from services.identity.model.base import Base
from services.identity.model.registration import Answerer


class AccessRequest(Aggregate, Base):
    """`number` is what the user typed, and the only thing about the machine shown to the user. The machine's names and
    place are copies of the moment of the request."""

    __tablename__ = "access_requests"

    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customers.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    machine_id: Mapped[UUID]
    number: Mapped[str] = mapped_column(String(80))
    equipment_number: Mapped[str] = mapped_column(String(20))
    serial_number: Mapped[str] = mapped_column(String(60))
    machine_name: Mapped[str] = mapped_column(String(160))
    place: Mapped[str] = mapped_column(String(240))
    status: Mapped[AccessStatus] = mapped_column(EnumText(AccessStatus))
    requested_at: Mapped[dt.datetime]
    answered_at: Mapped[dt.datetime | None]
    answered_by: Mapped[str] = personal(String(120))
    answered_by_id: Mapped[UUID | None]
    by_staff: Mapped[bool]
    reason: Mapped[str] = personal(String(500))

    __table_args__ = (
        Index("ix_access_requests_customer_id_status", "customer_id", "status", "requested_at"),
        Index("ix_access_requests_status_requested_at", "status", "requested_at", "id"),
    )

    @classmethod
    def ask(
        cls, customer_id: UUID, person_id: UUID, number: str, machine: dict[str, Any], at: dt.datetime
    ) -> "AccessRequest":
        request = cls(
            customer_id=customer_id,
            person_id=person_id,
            machine_id=machine["machine_id"],
            number=number,
            equipment_number=machine["equipment_number"],
            serial_number=machine["serial_number"],
            machine_name=machine["machine_name"],
            place=machine["place"],
            status=AccessStatus.OPEN,
            requested_at=at,
            answered_at=None,
            answered_by="",
            answered_by_id=None,
            by_staff=False,
            reason="",
        )
        request.record(AccessRequested, **request._event_data(at))
        return request

    def grant(self, by: Answerer, at: dt.datetime, *, staff: bool) -> None:
        """Raises AccessAnswered."""
        self._answer(AccessStatus.GRANTED, by, at, staff)
        self.record(AccessGranted, **self._event_data(at))

    def refuse(self, by: Answerer, reason: str, at: dt.datetime, *, staff: bool) -> None:
        """Raises AccessAnswered."""
        self._answer(AccessStatus.REFUSED, by, at, staff)
        self.reason = reason
        self.record(AccessRefused, **self._event_data(at))

    def _answer(self, status: AccessStatus, by: Answerer, at: dt.datetime, staff: bool) -> None:
        if self.status is not AccessStatus.OPEN:
            raise AccessAnswered(status=str(self.status))
        self.status, self.answered_at, self.by_staff = status, at, staff
        self.answered_by, self.answered_by_id = by

    def _event_data(self, at: dt.datetime) -> dict[str, object]:
        return {
            "request_id": self.id,
            "customer_id": self.customer_id,
            "person_id": self.person_id,
            "machine_id": self.machine_id,
            "at": at,
        }
