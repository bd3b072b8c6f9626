"""Consents to news, and the wordings to which people consent."""

import datetime as dt
import secrets
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.persistence.columns import EnumText, new_id
from services.identity.contracts import ConsentOutdated, ConsentPurpose
from services.identity.contracts.languages import Language
from services.identity.model.base import Base

WORDINGS: dict[ConsentPurpose, tuple[dict[Language, str], ...]] = {
    ConsentPurpose.DEALER_NEWS: (
        {
            Language.NL: "Ik ontvang graag per e-mail nieuws van de leverancier van onze printers over zijn producten "
            "en diensten.",
            Language.EN: "I would like to receive news by email from the supplier of our printers about its products "
            "and services.",
        },
    ),
    ConsentPurpose.GROUP_NEWS: (
        {
            Language.NL: "Ik ontvang graag per e-mail nieuws van bedrijven uit dezelfde groep als de leverancier van "
            "onze printers.",
            Language.EN: "I would like to receive news by email from companies in the same group as the supplier of "
            "our printers.",
        },
    ),
}
"""The wordings of each purpose in all languages, in the order of their versions, which begin with 1; the last is the
current one. A wording to which somebody may have consented is never changed: a new one is added."""


def current_version(purpose: ConsentPurpose) -> int:
    return len(WORDINGS[purpose])


def wording_of(purpose: ConsentPurpose, version: int, language: Language) -> str:
    return WORDINGS[purpose][version - 1][language]


class Consent(Base):
    """A consent, also after it was withdrawn. `language` and `version` identify the wording that was
    shown; `code` withdraws it."""

    __tablename__ = "consents"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    purpose: Mapped[ConsentPurpose] = mapped_column(EnumText(ConsentPurpose))
    version: Mapped[int]
    language: Mapped[Language] = mapped_column(EnumText(Language))
    code: Mapped[str] = mapped_column(String(64), unique=True)
    given_at: Mapped[dt.datetime]
    withdrawn_at: Mapped[dt.datetime | None]

    __table_args__ = (
        Index("ix_consents_person_id_purpose", "person_id", "purpose"),
        Index("ix_consents_purpose_withdrawn_at_person_id", "purpose", "withdrawn_at", "person_id"),
    )

    @classmethod
    def give(
        cls, person_id: UUID, purpose: ConsentPurpose, version: int, language: Language, at: dt.datetime
    ) -> "Consent":
        """Raises ConsentOutdated unless this is the version of the present wording."""
        if version != current_version(purpose):
            raise ConsentOutdated
        code = secrets.token_urlsafe(32)
        return cls(
            person_id=person_id,
            purpose=purpose,
            version=version,
            language=language,
            code=code,
            given_at=at,
            withdrawn_at=None,
        )

    def withdraw(self, at: dt.datetime) -> None:
        if self.withdrawn_at is None:
            self.withdrawn_at = at

    @property
    def withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def wording(self) -> str:
        """What was consented to."""
        return wording_of(self.purpose, self.version, self.language)
