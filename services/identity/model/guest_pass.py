"""Passes of guests (docs/decisions/0016-guests.md)."""

import datetime as dt
import secrets
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.persistence.columns import EnumText, new_id
from services.identity.contracts import GuestAction
from services.identity.model.base import Base
from services.identity.model.session import hash_of

PASS_LIFETIME = dt.timedelta(minutes=30)


class GuestPass(Base):
    """Opens one action at one machine until `expires_at`. It does not say who the guest is, and is no session."""

    __tablename__ = "guest_passes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    machine_id: Mapped[UUID]
    customer_id: Mapped[UUID]
    action: Mapped[GuestAction] = mapped_column(EnumText(GuestAction))
    issued_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)

    @classmethod
    def issue(
        cls, machine_id: UUID, customer_id: UUID, action: GuestAction, at: dt.datetime
    ) -> tuple["GuestPass", str]:
        """Returns a new pass and its token, of which only the hash is stored."""
        token = secrets.token_urlsafe(32)
        guest_pass = cls(
            token_hash=hash_of(token),
            machine_id=machine_id,
            customer_id=customer_id,
            action=action,
            issued_at=at,
            expires_at=at + PASS_LIFETIME,
        )
        return guest_pass, token
