"""Queries on the pictures of articles."""

import base64
from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select

from services.chassis.contract import Caller, NotFound
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.paging import SortKey, page
from services.servicedesk.contracts import TextState
from services.servicedesk.model import ArticleText, Picture, PictureUse

_TEXTS = list(TextState)


def get_picture(uow: UnitOfWork, caller: Caller, picture_id: UUID) -> dict[str, Any]:
    """Raises NotFound."""
    picture = uow.get(Picture, picture_id)
    if picture is None:
        raise NotFound
    return {"content_type": picture.content_type, "content": base64.b64encode(picture.content).decode()}


def list_pictures(uow: UnitOfWork, caller: Caller, unused: bool, after: str, before: str, limit: int) -> dict[str, Any]:
    """A page takes two statements: the pictures without their content, and the texts that use them."""
    query = _pictures()
    if unused:
        query = query.where(is_unused())
    key = SortKey((Picture.added_at, True), (Picture.id, True))
    rows, info = page(uow.session, query, key, after=after, before=before, limit=limit)
    uses = _uses(uow, [row.id for row in rows])
    return {"rows": [_row(row, uses) for row in rows], "page": info}


def get_picture_detail(uow: UnitOfWork, caller: Caller, picture_id: UUID) -> dict[str, Any]:
    """Raises NotFound."""
    row = uow.session.execute(_pictures().where(Picture.id == picture_id)).one_or_none()
    if row is None:
        raise NotFound
    return _row(row, _uses(uow, [picture_id]))


def titles_with(uow: UnitOfWork, picture_id: UUID) -> list[str]:
    """The titles of the articles whose published or newest text uses the picture."""
    query = _used_now().where(PictureUse.picture_id == picture_id).distinct()
    return sorted(uow.session.scalars(query))


def is_unused() -> ColumnElement[bool]:
    """Whether no published and no newest text uses the picture."""
    return ~_used_now().where(PictureUse.picture_id == Picture.id).exists()


def _pictures() -> Select[*tuple[Any, ...]]:
    columns = (Picture.id, Picture.width, Picture.height, Picture.added_at, Picture.added_by)
    return select(*columns, func.length(Picture.content).label("bytes"))


def _of_text() -> ColumnElement[bool]:
    return and_(PictureUse.article_id == ArticleText.article_id, PictureUse.language == ArticleText.language)


def _used_now() -> Select[str]:
    is_current = or_(PictureUse.number == ArticleText.published, PictureUse.number == ArticleText.newest)
    return select(ArticleText.title).join(PictureUse, _of_text() & is_current)


def _uses(uow: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """The texts that use these pictures, by picture: of each article and language one row."""
    text = func.min(
        case((PictureUse.number == ArticleText.published, 0), (PictureUse.number == ArticleText.newest, 1), else_=2)
    )
    columns = (PictureUse.picture_id, PictureUse.article_id, PictureUse.language, ArticleText.title)
    query = (
        select(*columns, text.label("text"))
        .join(ArticleText, _of_text())
        .where(PictureUse.picture_id.in_(ids))
        .group_by(*columns)
    )
    uses: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in uow.session.execute(query):
        uses[row.picture_id].append(row._asdict() | {"text": _TEXTS[row.text]})
    return uses


def _row(row: Row[Any], uses: dict[UUID, list[dict[str, Any]]]) -> dict[str, Any]:
    order = sorted(uses[row.id], key=lambda use: (_TEXTS.index(use["text"]), use["title"], use["language"]))
    names = ("id", "width", "height", "bytes", "added_at", "added_by")
    return {name: getattr(row, name) for name in names} | {"uses": order}
