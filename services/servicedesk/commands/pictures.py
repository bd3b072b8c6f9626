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
