"""The registration aggregate: requested, confirmed by mail, then approved, refused or expired."""

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.contract.clock_times import add_period
from services.chassis.persistence.aggregate import Aggregate
from services.chassis.persistence.columns import EnumText, personal
from services.identity.contracts import (
    RegistrationAnswered,
    RegistrationApproved,
    RegistrationExpired,
    RegistrationReceived,
    RegistrationRefused,
    RegistrationStatus,
)
from services.identity.contracts.languages import Language
from services.identity.model.base import Base
from services.identity.model.customer import Customer

REMINDED_AFTER = dt.timedelta(days=3)
EXPIRES_AFTER = dt.timedelta(days=30)
Answerer = tuple[str, UUID | None]
"""Name and id of who answers; no id for programs."""


class Registration(Aggregate, Base):
    """`admitted`: the customer's policy accepted the address when it was confirmed. The password hash moves to the
    account on approval and is deleted with every answer. `person_id`: the account's, once approved."""

    __tablename__ = "registrations"

    customer_number: Mapped[str] = mapped_column(String(20))
    customer_id: Mapped[UUID | None] = mapped_column(ForeignKey("customers.id"))
    person_id: Mapped[UUID | None] = mapped_column(index=True)
    admitted: Mapped[bool]
    email: Mapped[str] = personal(String(254), index=True)
    name: Mapped[str] = personal(String(120))
    telephone: Mapped[str] = personal(String(30))
    language: Mapped[Language] = mapped_column(EnumText(Language))
    password_hash: Mapped[str] = mapped_column(String(200))
    status: Mapped[RegistrationStatus] = mapped_column(EnumText(RegistrationStatus))
    requested_at: Mapped[dt.datetime]
    answered_at: Mapped[dt.datetime | None]
    answered_by: Mapped[str] = personal(String(120))
    answered_by_id: Mapped[UUID | None]
    by_staff: Mapped[bool]
    reason: Mapped[str] = personal(String(500))

    __table_args__ = (
        Index("ix_registrations_customer_id_status", "customer_id", "status", "requested_at"),
        Index("ix_registrations_status_requested_at", "status", "requested_at", "id"),
    )

    @classmethod
    def ask(
        cls,
        at: dt.datetime,
        *,
        customer_number: str,
        email: str,
        name: str,
        telephone: str,
        language: Language,
        password_hash: str,
    ) -> "Registration":
        """An unconfirmed registration: it is not known yet whether it comes from the reader of the address."""
        return cls(
            customer_number=customer_number,
            customer_id=None,
            person_id=None,
            admitted=False,
            email=email,
            name=name,
            telephone=telephone,
            language=language,
            password_hash=password_hash,
            status=RegistrationStatus.UNCONFIRMED,
            requested_at=at,
            answered_at=None,
            answered_by="",
            answered_by_id=None,
            by_staff=False,
            reason="",
        )

    def confirm(self, customer: Customer | None, at: dt.datetime) -> None:
        """Mark the address as confirmed; the registration is open from now on."""
        self.status, self.requested_at = RegistrationStatus.OPEN, at
        self.belong_to(customer)
        self.record(RegistrationReceived, **self._event_data(at))

    def belong_to(self, customer: Customer | None) -> None:
        """Set the customer; None when no active customer has the number."""
        self.customer_id = customer.id if customer else None
        self.admitted = customer is not None and customer.admits(self.email)

    def renew(self, later: "Registration") -> None:
        """Take over the data of a later registration of the same person. Times and status stay. Raises
        RegistrationAnswered."""
        self.expect_open()
        self.name, self.telephone, self.language = later.name, later.telephone, later.language
        self.password_hash = later.password_hash

    def approve(self, by: Answerer, person_id: UUID, at: dt.datetime, *, staff: bool) -> None:
        """Raises RegistrationAnswered."""
        self._answer(RegistrationStatus.APPROVED, by, at)
        self.by_staff, self.person_id = staff, person_id
        self.record(RegistrationApproved, **self._event_data(at), person_id=person_id)

    def refuse(self, by: Answerer, reason: str, at: dt.datetime, *, staff: bool) -> None:
        """Raises RegistrationAnswered."""
        self._answer(RegistrationStatus.REFUSED, by, at)
        self.by_staff, self.reason = staff, reason
        self.record(RegistrationRefused, **self._event_data(at))

    def expire(self, at: dt.datetime) -> None:
        """Raises RegistrationAnswered."""
        self._answer(RegistrationStatus.EXPIRED, ("", None), at)
        self.record(RegistrationExpired, **self._event_data(at))

    def expect_open(self) -> None:
        """Raises RegistrationAnswered."""
        if not self.is_open:
            raise RegistrationAnswered(status=str(self.status))

    @property
    def is_open(self) -> bool:
        return self.status is RegistrationStatus.OPEN

    def expires_at(self, zone: dt.tzinfo) -> dt.datetime:
        return add_period(self.requested_at, EXPIRES_AFTER, zone)

    def _answer(self, status: RegistrationStatus, by: Answerer, at: dt.datetime) -> None:
        self.expect_open()
        self.status, self.answered_at, self.password_hash = status, at, ""
        self.answered_by, self.answered_by_id = by

    def _event_data(self, at: dt.datetime) -> dict[str, object]:
        return {"registration_id": self.id, "customer_id": self.customer_id, "at": at}
