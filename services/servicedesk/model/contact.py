"""The contact message aggregate."""

import datetime as dt
from typing import Any, Self
from uuid import UUID

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.contract import Caller, Event
from services.chassis.persistence.aggregate import Aggregate
from services.chassis.persistence.columns import EnumText, personal
from services.chassis.persistence.reference_numbers import reference_number
from services.identity.contracts.languages import Language
from services.servicedesk.contracts import (
    AlreadyHandled,
    ContactMessageHandled,
    ContactMessageReceived,
    ContactStatus,
    ContactSubject,
    NotSuspected,
)
from services.servicedesk.model.base import Base

CONTACT_PREFIX = "CM"
SHORTEST, LONGEST = dt.timedelta(seconds=3), dt.timedelta(days=2)
"""How long a person takes to fill in the form."""


class ContactMessage(Aggregate, Base):
    """A message to the dealer, not about a machine. From a user: `customer_name` is a copy of the moment of sending.
    From a visitor: without `customer_id` and `sender_id`, with `email` and perhaps a `customer_number`, as entered."""

    __tablename__ = "contact_messages"

    reference_number: Mapped[str] = mapped_column(String(20), unique=True)
    customer_id: Mapped[UUID | None]
    customer_name: Mapped[str] = mapped_column(String(120))
    sender_id: Mapped[UUID | None]
    email: Mapped[str] = personal(String(254), index=True)
    customer_number: Mapped[str] = mapped_column(String(20))
    language: Mapped[Language] = mapped_column(EnumText(Language))
    is_suspected: Mapped[bool]
    subject: Mapped[ContactSubject] = mapped_column(EnumText(ContactSubject))
    name: Mapped[str] = personal(String(120))
    telephone: Mapped[str] = personal(String(30))
    text: Mapped[str] = personal(Text)
    status: Mapped[ContactStatus] = mapped_column(EnumText(ContactStatus))
    received_at: Mapped[dt.datetime]
    handled_at: Mapped[dt.datetime | None]
    handled_by: Mapped[UUID | None]
    note: Mapped[str] = personal(String(1000))

    __table_args__ = (
        Index("ix_contact_messages_sender_id_received_at", "sender_id", "received_at"),
        Index("ix_contact_messages_received_at_id", "received_at", "id"),
        Index("ix_contact_messages_status", "status"),
    )

    @classmethod
    def send(cls, caller: Caller, customer_name: str, at: dt.datetime, **form: Any) -> Self:
        """Create a message from a user; `form` holds subject, name, telephone and text."""
        language = Language(caller.language) if caller.language in list(Language) else Language.NL
        ids = {"customer_id": caller.customer_id, "sender_id": caller.user_id}
        message = cls._new(customer_name, at, language=language, **ids, **form)
        message._record(ContactMessageReceived, at)
        return message

    @classmethod
    def send_as_visitor(cls, at: dt.datetime, *, trap: str, opened_at: dt.datetime | None, **form: Any) -> Self:
        """Create a message from a visitor. One that looks like spam is kept, and nobody is mailed about it."""
        is_by_person = not trap and opened_at is not None and SHORTEST <= at - opened_at <= LONGEST
        message = cls._new("", at, customer_id=None, sender_id=None, is_suspected=not is_by_person, **form)
        if is_by_person:
            message._record(ContactMessageReceived, at)
        return message

    def accept(self, at: dt.datetime) -> None:
        """Say that the message is no spam. Raises NotSuspected."""
        if not self.is_suspected:
            raise NotSuspected
        self.is_suspected = False
        self._record(ContactMessageReceived, at)

    @classmethod
    def imported(
        cls, customer_name: str, received_at: dt.datetime, handled_at: dt.datetime | None, note: str, **fields: Any
    ) -> Self:
        """Create a past message without recording events."""
        message = cls._new(customer_name, received_at, **fields)
        if handled_at is not None:
            message.status, message.handled_at, message.note = ContactStatus.HANDLED, handled_at, note
        return message

    @classmethod
    def _new(cls, customer_name: str, at: dt.datetime, **fields: Any) -> Self:
        unset = {"email": "", "customer_number": "", "language": Language.NL, "is_suspected": False}
        return cls(
            reference_number=reference_number(CONTACT_PREFIX),
            customer_name=customer_name,
            status=ContactStatus.RECEIVED,
            received_at=at,
            handled_at=None,
            handled_by=None,
            note="",
            **unset | fields,
        )

    def handle(self, caller: Caller, note: str, at: dt.datetime) -> None:
        """Mark the message as handled. Nobody is mailed about one that looks like spam, unless it is answered: then it
        is none. Raises AlreadyHandled."""
        if self.status is ContactStatus.HANDLED:
            raise AlreadyHandled
        self.status, self.note, self.handled_at, self.handled_by = ContactStatus.HANDLED, note, at, caller.user_id
        self.is_suspected = self.is_suspected and not note
        if not self.is_suspected:
            self._record(ContactMessageHandled, at)

    def _record(self, event: type[Event], at: dt.datetime) -> None:
        names = ("reference_number", "customer_id", "customer_name", "subject", "sender_id")
        self.record(event, message_id=self.id, at=at, **{name: getattr(self, name) for name in names})
