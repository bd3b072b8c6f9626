"""Login sessions, with idle and absolute timeout."""

import datetime as dt
import hashlib
import secrets
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.persistence.columns import new_id, personal
from services.identity.model.base import Base

TOUCHED_EVERY = dt.timedelta(minutes=1)
"""Resolution of `seen_at`: the use of a session is stored at most this often."""


class LoginSession(Base):
    """The session ends at `idle_until` unless used, and at `expires_at` in any case (OWASP ASVS 5.0, 7.3).

    While `viewing_id` is set, the person impersonates that user.
    """

    __tablename__ = "sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    customer_id: Mapped[UUID | None] = mapped_column(ForeignKey("customers.id"))
    viewing_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    started_at: Mapped[dt.datetime]
    seen_at: Mapped[dt.datetime]
    idle_until: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)
    ended_at: Mapped[dt.datetime | None]
    client_address: Mapped[str] = personal(String(45))
    device: Mapped[str] = personal(String(200))

    @classmethod
    def begin(
        cls,
        person_id: UUID,
        customer_id: UUID | None,
        at: dt.datetime,
        *,
        idle_timeout: dt.timedelta,
        lifetime: dt.timedelta,
        client_address: str = "",
        device: str = "",
    ) -> tuple["LoginSession", str]:
        """Returns a new session and its token, of which only the hash is stored."""
        token = secrets.token_urlsafe(32)
        session = cls(
            token_hash=hash_of(token),
            person_id=person_id,
            customer_id=customer_id,
            started_at=at,
            expires_at=at + lifetime,
            client_address=client_address,
            device=device,
        )
        session.touch(at, idle_timeout)
        return session, token

    def touch(self, at: dt.datetime, idle_timeout: dt.timedelta) -> None:
        self.seen_at, self.idle_until = at, min(at + idle_timeout, self.expires_at)

    def switch_to(self, customer_id: UUID, at: dt.datetime) -> None:
        """Use the session for another customer; the next login begins there."""
        self.customer_id, self.seen_at = customer_id, at

    def end(self, at: dt.datetime) -> None:
        if self.ended_at is None:
            self.ended_at = at


def hash_of(token: str) -> str:
    """The stored hash of a token. Tokens are long and random, so a fast hash is enough (unlike for passwords)."""
    return hashlib.sha256(token.encode()).hexdigest()
