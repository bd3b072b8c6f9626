"""Pictures of articles, and their uses in texts."""

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.markdown import addresses_in, images_of
from services.chassis.persistence.columns import EnumText, new_id
from services.identity.contracts.languages import Language
from services.servicedesk.contracts.pictures import PICTURE_PATH
from services.servicedesk.model.base import Base


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


class PictureUse(Base):
    """A picture whose path the text of a revision contains, whether or not the picture exists. Written with the
    revision, because a search through the texts would read all of them for each page of pictures and each deletion."""

    __tablename__ = "picture_uses"

    article_id: Mapped[UUID] = mapped_column(primary_key=True)
    language: Mapped[Language] = mapped_column(EnumText(Language), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    picture_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)

    __table_args__ = (
        ForeignKeyConstraint(
            ["article_id", "language", "number"],
            ["article_revisions.article_id", "article_revisions.language", "article_revisions.number"],
            ondelete="CASCADE",
        ),
    )


def pictures_in(markdown: str) -> set[UUID]:
    """The ids of the pictures whose path a text contains, in a picture or a link."""
    return {UUID(id) for address in addresses_in(markdown) for id in PICTURE_PATH.findall(address)}


def without_alternative_text(markdown: str) -> str:
    """The path of the first picture of the support centre without alternative text (WCAG 2.2, 1.1.1); empty if there is
    none."""
    own = (image for image in images_of(markdown) if PICTURE_PATH.fullmatch(image.address))
    return next((image.address for image in own if not image.alternative_text), "")
