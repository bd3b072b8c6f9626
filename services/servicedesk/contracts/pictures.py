"""The pictures of articles: as readers see them, their addition, in which texts they are used, and their deletion."""

import enum
import re
from typing import Any
from uuid import UUID

from services.chassis.contract import Command, ContractError, NotFound, Query, Schema, fields
from services.chassis.contract.paging import EXAMPLE_PAGE, Page, Paged
from services.identity.contracts.languages import Language
from services.servicedesk.contracts.articles import EVERYBODY, EXAMPLE_ROW, TITLE_LENGTH
from services.servicedesk.contracts.content import EDITORS

__all__ = [
    "AddPicture", "DeletePicture", "GetPicture", "GetPictureDetail", "ListPictures", "PictureInUse", "PictureRefused",
    "TextState",
]  # fmt: skip

PICTURE_PATH = re.compile(r"/support/pictures/([0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12})")
"""The path of a picture in Markdown; the group is its id."""
PICTURE_LIMIT = 2_000_000
"""Bytes of a picture as sent."""


def picture_path(picture_id: UUID) -> str:
    return f"/support/pictures/{picture_id}"


class PictureRefused(ContractError):
    """`reason`: `not_a_picture`, `too_large` (more than `limit` bytes), `too_many_pixels`."""

    code = "picture_refused"
    status = 422


class PictureInUse(ContractError):
    """The published or the newest text of the articles with these `titles` uses the picture."""

    code = "picture_in_use"
    status = 409


class TextState(enum.StrEnum):
    """Which text of an article uses a picture: the published one, the newest one, else only an earlier one."""

    PUBLISHED = "published"
    DRAFT = "draft"
    EARLIER = "earlier"


class PictureUseRow(Schema):
    """A text that uses a picture. `title` is that of the newest text."""

    article_id = fields.UUID()
    language = fields.Enum(Language)
    title = fields.String(max_length=TITLE_LENGTH)
    text = fields.Enum(TextState)


class PictureRow(Schema):
    """A picture. `bytes` is its size as stored. `added_by` is null for one that comes with the software. `uses` are the
    texts of articles that use it; other services that show it are not known."""

    id = fields.UUID()
    width = fields.Integer(min=1)
    height = fields.Integer(min=1)
    bytes = fields.Integer(min=1)
    added_at = fields.AwareDateTime()
    added_by = fields.UUID(allow_none=True, required=True, person=True)
    uses = fields.List(fields.Nested(PictureUseRow), max_length=1000)


_ID = {"picture_id": "01980000-0000-7000-8000-000000000072"}
_ROW: dict[str, Any] = {
    "id": _ID["picture_id"],
    "width": 800,
    "height": 600,
    "bytes": 34_180,
    "added_at": "2026-03-03T08:12:00+00:00",
    "added_by": "01980000-0000-7000-8000-000000000009",
    "uses": [
        {"article_id": EXAMPLE_ROW["id"], "language": "nl", "title": EXAMPLE_ROW["title"], "text": "published"},
    ],
}


class GetPicture(Query):
    """A picture of articles, in base64. It never changes: another picture has another id."""

    allowed = EVERYBODY
    errors = (NotFound,)

    class Request(Schema):
        picture_id = fields.UUID()

    class Response(Schema):
        content_type = fields.String(max_length=40)
        content = fields.String(max_length=4_000_000)

    example = (
        _ID,
        {"content_type": "image/png", "content": "iVBORw0KGgo="},
    )


class AddPicture(Command):
    """Store a picture for articles (JPEG, PNG, WebP or GIF), made anew without metadata and at most 1,600 pixels wide.
    Refer to it in Markdown by `/support/pictures/{picture_id}`."""

    allowed = EDITORS
    errors = (PictureRefused,)

    class Request(Schema):
        content = fields.String(max_length=PICTURE_LIMIT * 4 // 3 + 4, min_length=1)

    class Response(Schema):
        picture_id = fields.UUID()
        width = fields.Integer(min=1)
        height = fields.Integer(min=1)

    example = (
        {"content": "iVBORw0KGgo="},
        _ID | {"width": 800, "height": 600},
    )


class ListPictures(Query):
    """The pictures, newest first. `unused`: only those that no published and no newest text of an article uses."""

    allowed = EDITORS

    class Request(Paged):
        unused = fields.Boolean(load_default=False)

    class Response(Page):
        rows = fields.List(fields.Nested(PictureRow), max_length=200)

    example = ({}, {"rows": [_ROW], "page": EXAMPLE_PAGE})


class GetPictureDetail(Query):
    """A picture, without its content."""

    allowed = EDITORS
    errors = (NotFound,)

    class Request(Schema):
        picture_id = fields.UUID()

    class Response(PictureRow):
        pass

    example = (_ID, _ROW)


class DeletePicture(Command):
    """Delete a picture that no published and no newest text of an article uses. Earlier texts keep its path."""

    allowed = EDITORS
    errors = (NotFound, PictureInUse)

    class Request(Schema):
        picture_id = fields.UUID()

    class Response(Schema):
        pass

    example = (_ID, {})
