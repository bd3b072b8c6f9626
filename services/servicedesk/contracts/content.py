"""Editing the support centre, by staff with `edit_content` (docs/features.md#support-centre)."""

from typing import Any

from services.chassis.contract import Command, Kind, NotFound, Query, Schema, fields
from services.identity.contracts import StaffRight
from services.identity.contracts.languages import Language
from services.servicedesk.contracts.article_errors import (
    AlternativeTextMissing,
    ArticleChanged,
    ArticleIncomplete,
    ArticleUntitled,
    PictureMissing,
)
from services.servicedesk.contracts.articles import (
    BODY_LENGTH,
    EXAMPLE_BODY,
    EXAMPLE_ROW,
    SLUG_LENGTH,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    ArticleKind,
    ArticleTopic,
)
from services.servicedesk.contracts.requests import Category

__all__ = [
    "CreateArticle", "DeleteArticle", "GetArticleDraft", "ListArticleDrafts", "PublishArticle", "SaveArticle",
    "WithdrawArticle",
]  # fmt: skip

EDITORS: dict[Kind, StaffRight | None] = {Kind.STAFF: StaffRight.EDIT_CONTENT}


class DraftText(Schema):
    """The newest text of an article in one language. `revision` is 0 while nothing was written. `published_at` is null
    while the article is not published in this language; `has_changes` when the published text is an older one.
    `is_shipped`: the text comes with the software and was not changed; an upgrade may replace it."""

    revision = fields.Integer(min=0)
    title = fields.String(max_length=TITLE_LENGTH)
    summary = fields.String(max_length=SUMMARY_LENGTH, multiline=True)
    body = fields.String(max_length=BODY_LENGTH, multiline=True, trim=False)
    slug = fields.String(max_length=SLUG_LENGTH, allow_none=True, required=True)
    published_at = fields.AwareDateTime(allow_none=True, required=True)
    has_changes = fields.Boolean()
    is_shipped = fields.Boolean()


class DraftRow(Schema):
    """An article in the editors' list. `title` is that of each language, empty where nothing was written. The counts
    are those of both languages."""

    id = fields.UUID()
    topic = fields.Enum(ArticleTopic)
    kind = fields.Enum(ArticleKind)
    position = fields.Integer(min=0)
    titles = fields.Dict()
    published = fields.List(fields.Enum(Language), max_length=2)
    changed = fields.List(fields.Enum(Language), max_length=2)
    helpful = fields.Integer(min=0)
    not_helpful = fields.Integer(min=0)
    solved = fields.Integer(min=0)
    changed_at = fields.AwareDateTime()


class Draft(DraftRow):
    """An article as its editors see it. It is suggested for service requests of the `request_categories` and with the
    `error_codes`."""

    request_categories = fields.List(fields.Enum(Category), max_length=10)
    error_codes = fields.List(fields.String(max_length=40), max_length=50)
    nl = fields.Nested(DraftText)
    en = fields.Nested(DraftText)


class _Place(Schema):
    """Where an article is shown and suggested."""

    topic = fields.Enum(ArticleTopic)
    kind = fields.Enum(ArticleKind)
    position = fields.Integer(min=0, max=9999, load_default=100)
    request_categories = fields.List(fields.Enum(Category), max_length=10, load_default=list)
    error_codes = fields.List(fields.String(max_length=40, min_length=1), max_length=50, load_default=list)


class NewText(Schema):
    title = fields.String(max_length=TITLE_LENGTH, load_default="")
    summary = fields.String(max_length=SUMMARY_LENGTH, load_default="", multiline=True)
    body = fields.String(max_length=BODY_LENGTH, load_default="", multiline=True)


class ChangedText(NewText):
    """A text to save; `revision` is that of the text on which it is based, 0 where nothing was written."""

    revision = fields.Integer(min=0)


_TEXT = {
    "revision": 1,
    "title": EXAMPLE_ROW["title"],
    "summary": EXAMPLE_ROW["summary"],
    "body": EXAMPLE_BODY,
    "slug": EXAMPLE_ROW["slug"],
    "published_at": EXAMPLE_ROW["published_at"],
    "has_changes": False,
    "is_shipped": False,
}
_NO_TEXT = _TEXT | {"revision": 0, "title": "", "summary": "", "body": "", "slug": None, "published_at": None}
_DRAFT_ROW: dict[str, Any] = {
    "id": EXAMPLE_ROW["id"],
    "topic": "getting_started",
    "kind": "question",
    "position": 100,
    "titles": {"nl": EXAMPLE_ROW["title"], "en": ""},
    "published": ["nl"],
    "changed": [],
    "helpful": 3,
    "not_helpful": 1,
    "solved": 2,
    "changed_at": "2026-03-03T08:12:00+00:00",
}
_DRAFT = _DRAFT_ROW | {"request_categories": [], "error_codes": [], "nl": _TEXT, "en": _NO_TEXT}
_NOT_PUBLISHED = _DRAFT | {"published": [], "nl": _TEXT | {"slug": None, "published_at": None}}
_NEW = {"nl": {key: _TEXT[key] for key in ("title", "summary", "body")}}
_CHANGED = {"nl": _NEW["nl"] | {"revision": 1}}
_PLACE = {"topic": "getting_started", "kind": "question"}
_ID = {"article_id": EXAMPLE_ROW["id"]}
_OF_TEXT = _ID | {"language": "nl"}


class ListArticleDrafts(Query):
    """All articles, also those that are not published, by topic and position."""

    allowed = EDITORS

    class Request(Schema):
        topics = fields.List(fields.Enum(ArticleTopic), max_length=10, load_default=list)
        text = fields.String(max_length=80, load_default="")

    class Response(Schema):
        rows = fields.List(fields.Nested(DraftRow), max_length=500)

    example = ({}, {"rows": [_DRAFT_ROW]})


class GetArticleDraft(Query):
    """An article with its newest texts."""

    allowed = EDITORS
    errors = (NotFound,)

    class Request(Schema):
        article_id = fields.UUID()

    class Response(Draft):
        pass

    example = (_ID, _DRAFT)


class CreateArticle(Command):
    """Create an article, not published yet."""

    allowed = EDITORS
    errors = (ArticleUntitled,)

    class Request(_Place):
        nl = fields.Nested(NewText, load_default=None, allow_none=True)
        en = fields.Nested(NewText, load_default=None, allow_none=True)

    class Response(Draft):
        pass

    example = (_PLACE | _NEW, _NOT_PUBLISHED)


class SaveArticle(Command):
    """Save an article. Each text that differs becomes a new revision; what is published stays until `PublishArticle`.
    A text that is left out stays as it is."""

    allowed = EDITORS
    errors = (NotFound, ArticleChanged)

    class Request(_Place):
        article_id = fields.UUID()
        nl = fields.Nested(ChangedText, load_default=None, allow_none=True)
        en = fields.Nested(ChangedText, load_default=None, allow_none=True)

    class Response(Draft):
        pass

    example = (_ID | _PLACE | _CHANGED, _NOT_PUBLISHED)


class PublishArticle(Command):
    """Publish the newest text of a language. The first time, the slug is made of its title."""

    allowed = EDITORS
    errors = (NotFound, ArticleChanged, ArticleIncomplete, AlternativeTextMissing, PictureMissing)

    class Request(Schema):
        article_id = fields.UUID()
        language = fields.Enum(Language)
        revision = fields.Integer(min=1)

    class Response(Draft):
        pass

    example = (_OF_TEXT | {"revision": 1}, _DRAFT)


class WithdrawArticle(Command):
    """Take the text of a language off the support centre. It stays as a draft."""

    allowed = EDITORS
    errors = (NotFound,)

    class Request(Schema):
        article_id = fields.UUID()
        language = fields.Enum(Language)

    class Response(Draft):
        pass

    example = (_OF_TEXT, _DRAFT | {"published": [], "nl": _TEXT | {"published_at": None}})


class DeleteArticle(Command):
    """Delete an article with its history. One that came with the software is not loaded again."""

    allowed = EDITORS
    errors = (NotFound,)

    class Request(Schema):
        article_id = fields.UUID()

    class Response(Schema):
        pass

    example = (_ID, {})
