"""Commands on the pictures of articles."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from services.chassis.contract import Caller, NotFound
from services.chassis.persistence import UnitOfWork
from services.servicedesk import queries
from services.servicedesk.contracts import PictureInUse
from services.servicedesk.model import Picture

WEBP = "image/webp"
MAX_DELETED = 500
"""Pictures of earlier versions of the software that are deleted at one start."""


def add_picture(uow: UnitOfWork, caller: Caller, content: str, picture: tuple[bytes, int, int]) -> dict[str, Any]:
    """Store the picture that `prepare` made of `content`: bytes (WebP), width and height."""
    remade, width, height = picture
    size = {"width": width, "height": height}
    added = uow.add(Picture(content=remade, content_type=WEBP, added_at=uow.now, added_by=caller.user_id, **size))
    uow.session.flush()  # gives the id
    return {"picture_id": added.id, **size}


def delete_picture(uow: UnitOfWork, caller: Caller, picture_id: UUID) -> dict[str, Any]:
    """Waits for editors who are saving a text with the picture. Raises NotFound, PictureInUse."""
    found = uow.session.scalar(select(Picture.id).where(Picture.id == picture_id).with_for_update())
    if found is None:
        raise NotFound
    if titles := queries.pictures.titles_with(uow, picture_id):
        raise PictureInUse(titles=titles)
    uow.session.execute(delete(Picture).where(Picture.id == picture_id))
    return {}


def delete_unused_shipped(uow: UnitOfWork) -> None:
    """Delete pictures that came with the software and that no published and no newest text uses. One in a text that is
    being saved is left for the next start."""
    uow.session.flush()
    unused = select(Picture.id).where(Picture.added_by.is_(None), queries.pictures.is_unused())
    ids = uow.session.scalars(unused.limit(MAX_DELETED).with_for_update(skip_locked=True)).all()
    if ids:  # a text may have been saved before they were locked
        uow.session.execute(delete(Picture).where(Picture.id.in_(ids), queries.pictures.is_unused()))
