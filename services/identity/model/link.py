"""One-time links: what somebody may do who reads mail at an address, once and for a while (OWASP ASVS 5.0, 6.4.3)."""

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.persistence.aggregate import Aggregate
from services.chassis.persistence.columns import Word, personal
from services.identity.contracts import AccountMailRequested, LinkExpired, LinkPurpose
from services.identity.contracts.languages import Language
from services.identity.model.base import Base

LASTS = {
    LinkPurpose.RESET_PASSWORD: dt.timedelta(hours=1),
    LinkPurpose.SET_PASSWORD: dt.timedelta(days=14),
    LinkPurpose.JOIN: dt.timedelta(days=14),
    LinkPurpose.INVITE_STAFF: dt.timedelta(days=14),
    LinkPurpose.CONFIRM_EMAIL: dt.timedelta(days=1),
    LinkPurpose.UNDO_EMAIL: dt.timedelta(days=7),
    LinkPurpose.CONFIRM_REGISTRATION: dt.timedelta(days=3),
}
NOTICE_LASTS = dt.timedelta(days=30)
"""Purposes that open nothing: for so long the mail is tried, however long mail servers are away."""
MOST_SECRETS = 5
"""A mail that has to be sent again brings another secret; those of the mails before it still open the link."""


class Link(Aggregate, Base):
    """`email` is where it goes. `about` is what the purpose needs to know beyond the person."""

    __tablename__ = "links"

    purpose: Mapped[LinkPurpose] = mapped_column(Word(LinkPurpose))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"), index=True)
    email: Mapped[str] = personal(String(254))
    name: Mapped[str] = personal(String(120))
    language: Mapped[Language] = mapped_column(Word(Language))
    about: Mapped[dict[str, Any]] = mapped_column(info={"personal": True})
    secret_hashes: Mapped[list[str]]
    prepared_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)
    ended_at: Mapped[dt.datetime | None]

    @classmethod
    def prepare(
        cls,
        purpose: LinkPurpose,
        at: dt.datetime,
        *,
        email: str,
        name: str,
        language: Language,
        person_id: UUID | None = None,
        **about: Any,
    ) -> "Link":
        """A link that is to be sent. Its secret is made when the mail is written, and is nowhere else than in it."""
        link = cls(
            purpose=purpose,
            person_id=person_id,
            email=email,
            name=name,
            language=language,
            about=about,
            secret_hashes=[],
            prepared_at=at,
            expires_at=at + LASTS.get(purpose, NOTICE_LASTS),
            ended_at=None,
        )
        link.record(AccountMailRequested, link_id=link.id, purpose=purpose, person_id=person_id)
        return link

    @property
    def customer_name(self) -> str:
        """The customer that it is about, if it is about one."""
        return str(self.about.get("customer_name", ""))

    def issue(self, now: dt.datetime) -> str:
        """A token that opens it: its only copy. Raises LinkExpired."""
        self.expect_alive(now)
        secret = secrets.token_urlsafe(32)
        self.secret_hashes = [*self.secret_hashes[1 - MOST_SECRETS :], _hash(secret)]
        return f"{self.id.hex}.{secret}"

    def expect_alive(self, now: dt.datetime) -> None:
        if self.ended_at is not None or now >= self.expires_at:
            raise LinkExpired

    def expect(self, secret: str, purposes: Collection[LinkPurpose], now: dt.datetime) -> None:
        """Raises LinkExpired unless the secret opens it for one of these purposes now."""
        if self.purpose not in purposes or not any(
            hmac.compare_digest(known, _hash(secret)) for known in self.secret_hashes
        ):
            raise LinkExpired
        self.expect_alive(now)

    def end(self, at: dt.datetime) -> None:
        """It was used, or is not to be used any more."""
        if self.ended_at is None:
            self.ended_at = at


def parts_of(token: str) -> tuple[UUID | None, str]:
    """The id and the secret of a token; no id where it is not one of ours."""
    id, _, secret = token.partition(".")
    try:
        return UUID(hex=id), secret
    except ValueError:
        return None, ""


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
