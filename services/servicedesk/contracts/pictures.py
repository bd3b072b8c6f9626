"""The pictures of articles as their editors see them: in which texts they are used, and their deletion."""

import enum
from typing import Any

from services.chassis.contract import Command, ContractError, NotFound, Query, Schema, fields
from services.chassis.contract.paging import EXAMPLE_PAGE, Page, Paged
from services.identity.contracts.languages import Language
from services.servicedesk.contracts.articles import EXAMPLE_ROW, TITLE_LENGTH
from services.servicedesk.contracts.content import EDITORS

__all__ = ["DeletePicture", "GetPictureDetail", "ListPictures", "PictureInUse", "UsingText"]


class PictureInUse(ContractError):
    """The published or the newest text of the articles with these `titles` uses the picture."""

    code = "picture_in_use"
    status = 409


class UsingText(enum.StrEnum):
    """Which text of an article uses a picture: the published one, the newest one, else only an earlier one."""

    PUBLISHED = "published"
    DRAFT = "draft"
    EARLIER = "earlier"


class PictureUse(Schema):
    """A text that uses a picture. `title` is that of the newest text."""

    article_id = fields.UUID()
    language = fields.Enum(Language)
    title = fields.String(max_length=TITLE_LENGTH)
    text = fields.Enum(UsingText)


class PictureRow(Schema):
    """A picture. `bytes` is its size as stored. `added_by` is null for one that comes with the software. `uses` are the
    texts of articles that use it; other services that show it are not known."""

    id = fields.UUID()
    width = fields.Integer(min=1)
    height = fields.Integer(min=1)
    bytes = fields.Integer(min=1)
    added_at = fields.AwareDateTime()
    added_by = fields.UUID(allow_none=True, required=True, person=True)
    uses = fields.List(fields.Nested(PictureUse), max_length=1000)


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
