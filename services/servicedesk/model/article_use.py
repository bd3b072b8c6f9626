"""What belongs to articles and is never changed: answers of readers, and pictures."""

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.persistence.columns import EnumText, new_id, personal
from services.identity.contracts.languages import Language
from services.servicedesk.model.base import Base


class ArticleRating(Base):
    """An anonymous answer to "Did this help?", or (`solved`) that the article made a service request unnecessary."""

    __tablename__ = "article_ratings"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    article_id: Mapped[UUID] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), index=True)
    language: Mapped[Language] = mapped_column(EnumText(Language))
    helpful: Mapped[bool]
    solved: Mapped[bool]
    remark: Mapped[str] = personal(Text)
    at: Mapped[dt.datetime] = mapped_column(index=True)


class Picture(Base):
    """A picture of articles, as made anew from what staff sent. It is never changed."""

    __tablename__ = "pictures"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    content_type: Mapped[str] = mapped_column(String(40))
    content: Mapped[bytes]
    width: Mapped[int]
    height: Mapped[int]
    added_at: Mapped[dt.datetime]
    added_by: Mapped[UUID | None]

    __table_args__ = (Index("ix_pictures_added_at", "added_at", "id"),)
