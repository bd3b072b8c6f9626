"""The mail aggregate: one mail to one recipient about one event."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.persistence.aggregate import Aggregate
from services.chassis.persistence.columns import EnumText
from services.notify.contracts import MailSent, MailStatus
from services.notify.model.base import Base

LONGEST_PAUSE = dt.timedelta(hours=2)


class Mail(Aggregate, Base):
    """A mail and its delivery status. `about` is the event's data. The address is not stored: it is requested from
    identity just before sending."""

    __tablename__ = "mails"

    event_id: Mapped[UUID]
    template: Mapped[str] = mapped_column(String(60))
    recipient_id: Mapped[UUID] = mapped_column(index=True)
    about: Mapped[dict[str, Any]]
    status: Mapped[MailStatus] = mapped_column(EnumText(MailStatus))
    attempts: Mapped[int]
    problem: Mapped[str] = mapped_column(String(300))
    queued_at: Mapped[dt.datetime]
    sent_at: Mapped[dt.datetime | None]

    __table_args__ = (
        UniqueConstraint("event_id", "template", "recipient_id", name="uq_mails_event_id_template_reader_id"),
        Index("ix_mails_queued_at_id", "queued_at", "id"),
    )

    @classmethod
    def queue(cls, event_id: UUID, template: str, recipient_id: UUID, about: dict[str, Any], at: dt.datetime) -> "Mail":
        return cls(
            event_id=event_id,
            template=template,
            recipient_id=recipient_id,
            about=about,
            status=MailStatus.QUEUED,
            attempts=0,
            problem="",
            queued_at=at,
            sent_at=None,
        )

    def sent(self, at: dt.datetime) -> None:
        """Mark the mail as sent."""
        self.status, self.sent_at, self.problem = MailStatus.SENT, at, ""
        self.attempts += 1
        self.record(MailSent, mail_id=self.id, template=self.template, recipient_id=self.recipient_id, at=at)

    def not_taken(self, problem: str, at: dt.datetime) -> dt.datetime:
        """Record a failed attempt. Returns when to retry: after 30 s, 1, 2, 4, … minutes, at most 2 hours."""
        self.attempts += 1
        self.problem = problem[:300]
        doubled: int = 2 ** min(self.attempts, 12)
        return at + min(dt.timedelta(seconds=15) * doubled, LONGEST_PAUSE)

    def give_up(self, problem: str) -> None:
        """Mark the mail as undeliverable."""
        self.status, self.problem = MailStatus.UNDELIVERABLE, problem[:300]
        self.attempts += 1
