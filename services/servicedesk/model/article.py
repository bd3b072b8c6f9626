"""The article aggregate of the support centre: texts in several languages, each with its revisions
(docs/features.md#support-centre)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, WriteOnlyMapped, mapped_column, relationship

from services.chassis.persistence.aggregate import Aggregate
from services.chassis.persistence.columns import EnumText
from services.identity.contracts.languages import Language
from services.servicedesk.contracts import (
    AlternativeTextMissing,
    ArticleChanged,
    ArticleIncomplete,
    ArticleKind,
    ArticleTopic,
)
from services.servicedesk.model.base import Base
from services.servicedesk.model.picture import PictureUse, pictures_in, without_alternative_text

PLACE = ("topic", "kind", "position", "request_categories", "error_codes")
"""Where an article is shown and suggested."""
TEXT = ("title", "summary", "body")


class Article(Aggregate, Base):
    """An article. `shipped_name` names the one of `services/servicedesk/articles/` that it was loaded from, None for
    one of the dealer's own. `deleted` marks a shipped one that staff deleted, so that it is not loaded again."""

    __tablename__ = "articles"

    shipped_name: Mapped[str | None] = mapped_column(String(60), unique=True)
    topic: Mapped[ArticleTopic] = mapped_column(EnumText(ArticleTopic))
    kind: Mapped[ArticleKind] = mapped_column(EnumText(ArticleKind))
    position: Mapped[int]
    request_categories: Mapped[list[str]]
    error_codes: Mapped[list[str]]
    placed_by_staff: Mapped[bool]
    deleted: Mapped[bool]
    changed_at: Mapped[dt.datetime]
    texts: Mapped[list["ArticleText"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @classmethod
    def create(cls, place: Mapping[str, Any], at: dt.datetime, shipped_name: str | None = None) -> Self:
        return cls(
            shipped_name=shipped_name,
            placed_by_staff=shipped_name is None,
            deleted=False,
            changed_at=at,
            texts=[],
            **{name: place[name] for name in PLACE},
        )

    def text_in(self, language: Language) -> "ArticleText | None":
        return next((text for text in self.texts if text.language == language), None)

    def place(self, place: Mapping[str, Any], at: dt.datetime, *, by_staff: bool = True) -> None:
        """Change where the article is shown and suggested. A shipped place replaces no place that staff chose."""
        if not by_staff and self.placed_by_staff:
            return
        if any(getattr(self, name) != place[name] for name in PLACE):
            for name in PLACE:
                setattr(self, name, place[name])
            self.placed_by_staff, self.changed_at = by_staff, at

    def write(
        self,
        language: Language,
        new: Mapping[str, Any],
        author_id: UUID | None,
        at: dt.datetime,
        *,
        is_shipped: bool = False,
    ) -> bool:
        """Save a text, based on the revision `new["revision"]`, as a new revision if it differs from the newest one;
        returns whether it does. Raises ArticleChanged when there is a newer one."""
        text = self.text_in(language)
        if text is None:
            text = ArticleText.empty(self.id, language)
            if not any(new[name] for name in TEXT):
                return False
            self.texts.append(text)
        if text.newest != new["revision"]:
            raise ArticleChanged(language=str(language), number=text.newest)
        added = text.add_revision(new, author_id, at)
        if added:
            text.is_shipped, self.changed_at = is_shipped, at
        return added

    def write_shipped(self, language: Language, new: Mapping[str, Any], digest: str, at: dt.datetime) -> bool:
        """Save a text that comes with the software, unless the newest text is one that staff wrote; returns whether
        there is a new revision."""
        text, added = self.text_in(language), False
        if text is None or (text.is_shipped and text.shipped_digest != digest):
            newest = text.newest if text else 0
            added = self.write(language, {**new, "revision": newest}, None, at, is_shipped=True)
        if text := self.text_in(language):
            text.shipped_digest = digest
        return added

    def publish(self, language: Language, revision: int, slug: str, at: dt.datetime) -> "ArticleText":
        """Publish the newest text. `slug` becomes that of the text if it has none yet. Raises ArticleChanged when
        `revision` is not the newest one, ArticleIncomplete, AlternativeTextMissing."""
        text = self.text_in(language)
        if text is None or text.newest != revision:
            raise ArticleChanged(language=str(language), number=text.newest if text else 0)
        text.publish(slug, at)
        text.published_by_staff, self.changed_at = True, at
        return text

    def withdraw(self, language: Language, at: dt.datetime) -> None:
        text = self.text_in(language)
        if text is not None:
            text.published, text.published_at, text.published_by_staff = None, None, True
            self.changed_at = at

    def mark_deleted(self, at: dt.datetime) -> None:
        """Delete a shipped article for good: the next upgrade does not load it again."""
        self.texts, self.deleted, self.changed_at = [], True, at


class ArticleText(Base):
    """An article in one language, with its newest text. `newest` and `published` are numbers of revisions; `published`
    is None while the text is not on the support centre. `is_shipped`: the newest text comes with the software.
    `shipped_digest` is that of the shipped text loaded last. `published_by_staff`: staff decided whether the text is
    published; an upgrade leaves that as it is."""

    __tablename__ = "article_texts"

    article_id: Mapped[UUID] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    language: Mapped[Language] = mapped_column(EnumText(Language), primary_key=True)
    slug: Mapped[str | None] = mapped_column(String(80))
    newest: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    is_shipped: Mapped[bool]
    published: Mapped[int | None]
    published_at: Mapped[dt.datetime | None]
    published_by_staff: Mapped[bool]
    shipped_digest: Mapped[str] = mapped_column(String(64))
    revisions: WriteOnlyMapped["ArticleRevision"] = relationship(cascade="all, delete-orphan", passive_deletes=True)

    __table_args__ = (UniqueConstraint("language", "slug"),)

    @classmethod
    def empty(cls, article_id: UUID, language: Language) -> Self:
        return cls(
            article_id=article_id,
            language=language,
            slug=None,
            newest=0,
            title="",
            summary="",
            body="",
            is_shipped=False,
            published=None,
            published_at=None,
            published_by_staff=False,
            shipped_digest="",
        )

    def add_revision(self, new: Mapping[str, Any], author_id: UUID | None, at: dt.datetime) -> bool:
        """Add a revision unless the newest one has this text; returns whether it was added."""
        if all(getattr(self, name) == new[name] for name in TEXT):
            return False
        self.newest += 1
        self.title, self.summary, self.body = new["title"], new["summary"], new["body"]
        fields = {name: new[name] for name in TEXT}
        pictures = [PictureUse(picture_id=id) for id in pictures_in(self.body)]
        revision = ArticleRevision(number=self.newest, at=at, author_id=author_id, pictures=pictures, **fields)
        self.revisions.add(revision)
        return True

    @property
    def is_newer_shipped(self) -> bool:
        """Whether the newest text comes with the software, is not published, and may be: staff did not decide whether
        the text is published, or published one."""
        if not self.is_shipped or self.published == self.newest:
            return False
        return not self.published_by_staff or self.published is not None

    def publish(self, slug: str, at: dt.datetime) -> None:
        """Publish the newest revision. Raises ArticleIncomplete, AlternativeTextMissing."""
        for name in TEXT:
            if not getattr(self, name):
                raise ArticleIncomplete(language=str(self.language), field=name)
        if path := without_alternative_text(self.body):
            raise AlternativeTextMissing(language=str(self.language), path=path)
        self.slug = self.slug or slug
        self.published, self.published_at = self.newest, at


class ArticleRevision(Base):
    """A text as it was saved. `author_id` is the member of staff, None for a text that comes with the software."""

    __tablename__ = "article_revisions"

    article_id: Mapped[UUID] = mapped_column(primary_key=True)
    language: Mapped[Language] = mapped_column(EnumText(Language), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]
    author_id: Mapped[UUID | None]
    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    pictures: WriteOnlyMapped[PictureUse] = relationship(cascade="all, delete-orphan", passive_deletes=True)

    __table_args__ = (
        ForeignKeyConstraint(
            ["article_id", "language"], ["article_texts.article_id", "article_texts.language"], ondelete="CASCADE"
        ),
    )
