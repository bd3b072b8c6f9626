"""A session: somebody is logged in, until it is ended or time is up."""

import datetime as dt
import hashlib
import secrets
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.service.columns import new_id
from services.identity.model.base import Base

LASTS = dt.timedelta(hours=12)


class LoginSession(Base):
    __tablename__ = "sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    customer_id: Mapped[UUID | None] = mapped_column(ForeignKey("customers.id"))
    begun_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)
    ended_at: Mapped[dt.datetime | None]

    @classmethod
    def begin(cls, person_id: UUID, customer_id: UUID | None, at: dt.datetime) -> tuple["LoginSession", str]:
        """A new session, and the token that opens it: its only copy."""
        token = secrets.token_urlsafe(32)
        session = cls(
            token_hash=hash_of(token),
            person_id=person_id,
            customer_id=customer_id,
            begun_at=at,
            expires_at=at + LASTS,
        )
        return session, token

    def end(self, at: dt.datetime) -> None:
        if self.ended_at is None:
            self.ended_at = at


def hash_of(token: str) -> str:
    """What is stored of a token. It is random and long, so a fast hash is enough (unlike for passwords)."""
    return hashlib.sha256(token.encode()).hexdigest()
