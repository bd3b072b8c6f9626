"""Answers of readers to articles."""

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKey, Text
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
