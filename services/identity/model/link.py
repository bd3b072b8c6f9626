"""The link aggregate: a one-time link sent by mail, which proves that its user reads mail at the address (OWASP ASVS
5.0, 6.4.3)."""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.contract.clock_times import add_period
from services.chassis.persistence import link_tokens
from services.chassis.persistence.aggregate import Aggregate
from services.chassis.persistence.columns import EnumText, personal
from services.chassis.persistence.sort_names import SortedByName, sort_text_type
from services.identity.contracts import AccountMailRequested, LinkExpired, MailPurpose
from services.identity.contracts.languages import Language
from services.identity.model.base import Base

LINK_LIFETIMES = {
    MailPurpose.RESET_PASSWORD: dt.timedelta(hours=1),
    MailPurpose.PASSWORD_REMOVED: dt.timedelta(hours=1),
    MailPurpose.SET_PASSWORD: dt.timedelta(days=14),
    MailPurpose.JOIN: dt.timedelta(days=14),
    MailPurpose.INVITE_STAFF: dt.timedelta(days=14),
    MailPurpose.CONFIRM_EMAIL: dt.timedelta(days=1),
    MailPurpose.UNDO_EMAIL: dt.timedelta(days=7),
    MailPurpose.CONFIRM_REGISTRATION: dt.timedelta(days=3),
    MailPurpose.CONFIRM_CONFIRMATION_ADDRESS: dt.timedelta(days=3),
}
NOTICE_LASTS = dt.timedelta(days=30)
"""Validity of notices, which open nothing: their mail is retried for this long."""
THIRD_PERSON_IDS = ("registration_id", "request_id", "by_id")
"""Keys of `about` with the id of a person other than the recipient: of a registration or access request, or of who
invited, refused or asked for a change."""
THIRD_PERSON_TEXTS = ("requester_name", "requester_email", "invited_by", "reason")
"""Keys of `about` with texts about that person."""
MAX_SECRETS = 5
"""Number of valid secrets: each retry of the mail has a new one, and those of the previous mails stay valid."""


class Link(SortedByName, Aggregate, Base):
    """`email` is the recipient. `about` holds the data that the purpose needs besides the person."""

    __tablename__ = "links"

    purpose: Mapped[MailPurpose] = mapped_column(EnumText(MailPurpose))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"), index=True)
    email: Mapped[str] = personal(String(254), index=True)
    name: Mapped[str] = personal(String(120))
    sort_name: Mapped[str] = personal(sort_text_type(120))
    language: Mapped[Language] = mapped_column(EnumText(Language))
    about: Mapped[dict[str, Any]] = mapped_column(info={"personal": True})
    secret_hashes: Mapped[list[str]]
    prepared_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)
    ended_at: Mapped[dt.datetime | None]

    @classmethod
    def prepare(
        cls,
        purpose: MailPurpose,
        at: dt.datetime,
        zone: dt.tzinfo,
        *,
        email: str,
        name: str,
        language: Language,
        person_id: UUID | None = None,
        **about: Any,
    ) -> "Link":
        """A link whose mail is requested. Its secret is created when the mail is sent, and only its hash is stored."""
        link = cls(
            purpose=purpose,
            person_id=person_id,
            email=email,
            name=name,
            language=language,
            about=about,
            secret_hashes=[],
            prepared_at=at,
            expires_at=add_period(at, LINK_LIFETIMES.get(purpose, NOTICE_LASTS), zone),
            ended_at=None,
        )
        ids = {"person_id": person_id, "concerns_id": link.concerns_id}
        link.record(AccountMailRequested, link_id=link.id, purpose=purpose, **ids)
        return link

    @property
    def customer_name(self) -> str:
        """Name of the customer in `about`, or empty."""
        return str(self.about.get("customer_name", ""))

    @property
    def concerns_id(self) -> UUID | None:
        """The id of somebody whom the mail names beside its recipient (`THIRD_PERSON_IDS`)."""
        return next((UUID(self.about[key]) for key in THIRD_PERSON_IDS if self.about.get(key)), None)

    def anonymise(self) -> None:
        """Remove what the mail says about another person who was erased, and who sent it."""
        self.about = self.about | {key: "" for key in (*THIRD_PERSON_TEXTS, "by_id") if key in self.about}

    @property
    def ended(self) -> bool:
        """Whether it was used, withdrawn or replaced."""
        return self.ended_at is not None

    def issue(self, now: dt.datetime) -> str:
        """Create a secret and return the token, of which no copy is stored. Raises LinkExpired."""
        self.expect_alive(now)
        token, self.secret_hashes = link_tokens.issue(self.id, self.secret_hashes, valid_secrets=MAX_SECRETS)
        return token

    def expect_alive(self, now: dt.datetime) -> None:
        if self.ended_at is not None or now >= self.expires_at:
            raise LinkExpired

    def expect(self, secret: str, purposes: Collection[MailPurpose], now: dt.datetime) -> None:
        """Raises LinkExpired unless the secret is valid for one of these purposes."""
        if not self.has(secret, purposes):
            raise LinkExpired
        self.expect_alive(now)

    def has(self, secret: str, purposes: Collection[MailPurpose]) -> bool:
        """Whether this is the secret of a link, valid or ended, for one of these purposes."""
        return self.purpose in purposes and link_tokens.is_known(secret, self.secret_hashes)

    def end(self, at: dt.datetime) -> None:
        """Mark the link as used or withdrawn."""
        if self.ended_at is None:
            self.ended_at = at
