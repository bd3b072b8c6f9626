"""Pictures in the texts of articles."""

import re
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.markdown import pictures_of
from services.chassis.persistence.columns import EnumText
from services.identity.contracts.languages import Language
from services.servicedesk.model.base import Base

_PATH = re.compile(r"/support/pictures/([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})", re.IGNORECASE)


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
    return {UUID(id) for id in _PATH.findall(markdown)}


def undescribed_picture(markdown: str) -> str:
    """The path of the first picture of the support centre without alternative text (WCAG 2.2, 1.1.1); empty if there is
    none."""
    own = (picture for picture in pictures_of(markdown) if _PATH.fullmatch(picture.address))
    return next((picture.address for picture in own if not picture.alternative_text), "")
