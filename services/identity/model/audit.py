"""The audit log: entries are written in the transaction of the change and never changed."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.persistence.columns import EnumText, new_id, personal
from services.identity.contracts import AuditAction
from services.identity.model.base import Base


class AuditEntry(Base):
    """Names are copies of the moment. `customer_id` is null for entries about staff only."""

    __tablename__ = "audit_entries"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    customer_id: Mapped[UUID | None]
    at: Mapped[dt.datetime]
    action: Mapped[AuditAction] = mapped_column(EnumText(AuditAction))
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = personal(String(120))
    by_staff: Mapped[bool]
    subject_id: Mapped[UUID | None]
    subject_name: Mapped[str] = personal(String(120))
    details: Mapped[dict[str, Any]] = mapped_column(info={"personal": True})

    __table_args__ = (
        Index("ix_audit_entries_customer_id_at", "customer_id", "at", "id"),
        Index("ix_audit_entries_at", "at", "id"),
        Index("ix_audit_entries_action_at", "action", "at", "id"),
        Index("ix_audit_entries_actor_id", "actor_id"),
        Index("ix_audit_entries_subject_id", "subject_id"),
    )

    def clear_details(self) -> None:
        """Erase personal data in the details; the action stays."""
        self.details = {}
