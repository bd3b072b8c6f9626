"""The mail aggregate: one mail to one recipient about one event."""

import datetime as dt
import enum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.persistence.aggregate import Aggregate
from services.chassis.persistence.columns import EnumText
from services.notify.contracts import MailSent, MailStatus, MailWaiting
from services.notify.model.base import Base

LONGEST_PAUSE = dt.timedelta(hours=2)
TAKEN_FOR = dt.timedelta(seconds=150)
"""How long a process has to send a mail that it took. Afterwards, if the process died, the mail is due again."""
LONGEST_REFERENCE = 20


class Priority(enum.IntEnum):
    """Mails of the lower number are sent first."""

    ACCOUNT = 1
    OTHER = 2
    NEWS = 3


class Mail(Aggregate, Base):
    """A mail and its delivery status. The address is not stored: it is requested from
    identity just before sending.

    Due mails are sent by `priority`, then `turn`. `source_id` is the person who caused the mail; each further waiting
    mail of a source has a higher turn, so that sources take turns (`queries.mails.next_turn`). `reference_number` is
    empty if the event has none. `concerns_id` is the person whom the mail names, if that is not the recipient, or that
    person's registration or access request. `resends` counts how often staff sent the mail again.
    """

    __tablename__ = "mails"

    event_id: Mapped[UUID]
    template: Mapped[str] = mapped_column(String(60))
    recipient_id: Mapped[UUID] = mapped_column(index=True)
    source_id: Mapped[UUID]
    priority: Mapped[int]
    turn: Mapped[int]
    reference_number: Mapped[str] = mapped_column(String(LONGEST_REFERENCE), index=True)
    event_data: Mapped[dict[str, Any]] = mapped_column(info={"personal": True})
    concerns_id: Mapped[UUID | None] = mapped_column(index=True)
    status: Mapped[MailStatus] = mapped_column(EnumText(MailStatus))
    attempts: Mapped[int]
    problem: Mapped[str] = mapped_column(String(300))
    resends: Mapped[int]
    queued_at: Mapped[dt.datetime]
    due_at: Mapped[dt.datetime]
    sent_at: Mapped[dt.datetime | None]

    __table_args__ = (
        UniqueConstraint("event_id", "template", "recipient_id"),
        Index("ix_mails_queued_at_id", "queued_at", "id"),
        Index("ix_mails_status_priority_turn_queued_at", "status", "priority", "turn", "queued_at"),
        Index("ix_mails_source_id_status_turn", "source_id", "status", "turn"),
    )

    @classmethod
    def queue(
        cls,
        event_id: UUID,
        template: str,
        recipient_id: UUID,
        event_data: dict[str, Any],
        at: dt.datetime,
        *,
        source_id: UUID,
        priority: Priority,
        turn: int,
    ) -> "Mail":
        return cls(
            event_id=event_id,
            template=template,
            recipient_id=recipient_id,
            source_id=source_id,
            priority=priority,
            turn=turn,
            reference_number=str(event_data.get("reference_number", ""))[:LONGEST_REFERENCE],
            event_data=event_data,
            concerns_id=event_data.get("concerns_id") or event_data.get("author_id"),
            status=MailStatus.QUEUED,
            attempts=0,
            problem="",
            resends=0,
            queued_at=at,
            due_at=at,
            sent_at=None,
        )

    def take(self, at: dt.datetime) -> None:
        """Mark the mail as being sent: it is due again when it was not sent within TAKEN_FOR."""
        self.due_at = at + TAKEN_FOR

    def queue_again(self, turn: int, at: dt.datetime) -> None:
        """Send the mail once more, with a new Message-ID. Raises MailWaiting."""
        if self.status is MailStatus.QUEUED:
            raise MailWaiting
        self.status, self.turn, self.due_at, self.problem = MailStatus.QUEUED, turn, at, ""
        self.attempts, self.sent_at = 0, None
        self.resends += 1

    def mark_sent(self, at: dt.datetime) -> None:
        """Mark the mail as sent."""
        self.status, self.sent_at, self.problem = MailStatus.SENT, at, ""
        self.attempts += 1
        self.record(MailSent, mail_id=self.id, template=self.template, recipient_id=self.recipient_id, at=at)

    def postpone(self, problem: str, at: dt.datetime) -> None:
        """Record an attempt that failed for now: the mail is due again after 30 s, 1, 2, 4, … minutes, at most 2 h."""
        self.attempts += 1
        self.problem = problem[:300]
        doubled: int = 2 ** min(self.attempts, 12)
        self.due_at = at + min(dt.timedelta(seconds=15) * doubled, LONGEST_PAUSE)

    def remove_note(self) -> None:
        """Remove the text of an erased person."""
        if self.event_data.get("note"):
            self.event_data = self.event_data | {"note": ""}

    def give_up(self, problem: str) -> None:
        """Mark the mail as undeliverable."""
        self.status, self.problem = MailStatus.UNDELIVERABLE, problem[:300]
        self.attempts += 1
