"""The news item aggregate."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.contract import Caller
from services.chassis.persistence.aggregate import Aggregate
from services.chassis.persistence.columns import EnumText
from services.identity.contracts import ConsentPurpose
from services.identity.contracts.languages import Language
from services.notify.contracts import InvalidNewsTransition, NewsChanged, NewsIncomplete, NewsStatus
from services.notify.contracts.news import SUBJECT_LENGTH
from services.notify.model.base import Base

NewsText = dict[str, str]
"""`subject` and `body`, which is Markdown."""


class NewsItem(Aggregate, Base):
    """`author_id` is the member of staff who changed it last. `revision` counts its changes. `started_at` is the time
    of the last start."""

    __tablename__ = "news_items"

    purpose: Mapped[ConsentPurpose] = mapped_column(EnumText(ConsentPurpose))
    status: Mapped[NewsStatus] = mapped_column(EnumText(NewsStatus))
    revision: Mapped[int]
    nl_subject: Mapped[str] = mapped_column(String(SUBJECT_LENGTH))
    nl_body: Mapped[str] = mapped_column(Text)
    en_subject: Mapped[str] = mapped_column(String(SUBJECT_LENGTH))
    en_body: Mapped[str] = mapped_column(Text)
    author_id: Mapped[UUID | None]
    changed_at: Mapped[dt.datetime]
    started_at: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]

    __table_args__ = (Index("ix_news_items_changed_at_id", "changed_at", "id"),)

    @classmethod
    def write(
        cls, caller: Caller, purpose: ConsentPurpose, texts: dict[Language, NewsText], at: dt.datetime
    ) -> "NewsItem":
        item = cls(status=NewsStatus.DRAFT, revision=0, started_at=None, finished_at=None)
        item._set(caller, purpose, texts, at)
        return item

    def change(
        self, caller: Caller, revision: int, purpose: ConsentPurpose, texts: dict[Language, NewsText], at: dt.datetime
    ) -> None:
        """Raises InvalidNewsTransition unless it is a draft, NewsChanged."""
        self.expect_draft()
        self._expect_revision(revision)
        self._set(caller, purpose, texts, at)

    def _set(self, caller: Caller, purpose: ConsentPurpose, texts: dict[Language, NewsText], at: dt.datetime) -> None:
        self.purpose, self.author_id, self.changed_at = purpose, caller.user_id, at
        for language, text in texts.items():
            for name in ("subject", "body"):
                setattr(self, f"{language}_{name}", text.get(name, ""))
        self.revision += 1

    @property
    def may_start(self) -> bool:
        return self.is_complete and self.status in (NewsStatus.DRAFT, NewsStatus.STOPPED)

    def may_stop(self, waiting: int) -> bool:
        """`waiting`: number of its mails that wait to be sent."""
        return self.is_being_sent or (self.status is NewsStatus.SENT and waiting > 0)

    def start(self, revision: int, at: dt.datetime) -> None:
        """Begin to send, or go on after a stop. Raises InvalidNewsTransition, NewsChanged, NewsIncomplete."""
        self._expect(self.status in (NewsStatus.DRAFT, NewsStatus.STOPPED))
        self._expect_revision(revision)
        self.expect_complete()
        self.status, self.started_at = NewsStatus.SENDING, at

    def stop(self, waiting: int) -> None:
        """Raises InvalidNewsTransition unless it `may_stop`."""
        self._expect(self.may_stop(waiting))
        self.status, self.finished_at = NewsStatus.STOPPED, None

    def finish(self, at: dt.datetime) -> None:
        """Record that a mail is queued for every reader."""
        self.status, self.finished_at = NewsStatus.SENT, at

    @property
    def is_being_sent(self) -> bool:
        return self.status is NewsStatus.SENDING

    def is_being_sent_since(self, started_at: dt.datetime | None) -> bool:
        """Whether it is being sent and was started then, not again after a stop; None in jobs of earlier versions."""
        return self.is_being_sent and started_at in (None, self.started_at)

    def expect_draft(self) -> None:
        """Only a draft is changed or deleted. Raises InvalidNewsTransition."""
        self._expect(self.status is NewsStatus.DRAFT)

    def _expect(self, is_allowed: bool) -> None:
        if not is_allowed:
            raise InvalidNewsTransition(status=str(self.status))

    @property
    def is_complete(self) -> bool:
        """Whether one language is complete and the other complete or empty."""
        texts = [self.text_in(language) for language in Language]
        return bool(self.written) and all(bool(text["subject"]) == bool(text["body"]) for text in texts)

    def expect_complete(self) -> None:
        """Raises NewsIncomplete."""
        if not self.is_complete:
            raise NewsIncomplete

    def _expect_revision(self, revision: int) -> None:
        if revision != self.revision:
            raise NewsChanged

    def text_in(self, language: Language) -> NewsText:
        return {name: getattr(self, f"{language}_{name}") for name in ("subject", "body")}

    @property
    def written(self) -> list[Language]:
        """The languages in which it has a subject and a text."""
        return [language for language in Language if all(self.text_in(language).values())]

    def language_for(self, reader: Language) -> Language:
        """The reader's language, or else one in which it is written."""
        return reader if reader in self.written or not self.written else self.written[0]

    def subject_for(self, reader: Language) -> str:
        return self.text_in(reader)["subject"] or next((self.text_in(one)["subject"] for one in self.written), "")

    @property
    def texts(self) -> dict[str, Any]:
        return {str(language): self.text_in(language) for language in Language}
