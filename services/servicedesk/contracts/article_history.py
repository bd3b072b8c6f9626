"""What belongs to articles of the support centre besides their newest text: revisions, answers of readers, and
the texts that come with the software."""

from services.chassis.contract import Command, Kind, NotFound, Query, Schema, fields
from services.chassis.contract.paging import EXAMPLE_PAGE, Page, Paged
from services.identity.contracts.languages import Language
from services.servicedesk.contracts.articles import BODY_LENGTH, EXAMPLE_BODY, EXAMPLE_ROW, SUMMARY_LENGTH, TITLE_LENGTH
from services.servicedesk.contracts.content import EDITORS

__all__ = ["GetArticleRevision", "ListArticleRatings", "ListArticleRevisions", "LoadShippedArticles"]

_AT = "2026-03-03T08:12:00+00:00"
_TEXT = {
    "title": EXAMPLE_ROW["title"],
    "summary": EXAMPLE_ROW["summary"],
    "body": EXAMPLE_BODY,
}
_ID = {"article_id": EXAMPLE_ROW["id"]}
_OF_TEXT = _ID | {"language": "nl"}


class RevisionRow(Schema):
    """A saved text. `author_id` is null for one that comes with the software."""

    number = fields.Integer(min=1)
    at = fields.AwareDateTime()
    author_id = fields.UUID(allow_none=True, required=True, person=True)
    title = fields.String(max_length=TITLE_LENGTH)
    is_published = fields.Boolean()


class RatingRow(Schema):
    """An answer to "Did this help?" that has a remark."""

    at = fields.AwareDateTime()
    language = fields.Enum(Language)
    helpful = fields.Boolean()
    remark = fields.String(max_length=1000, multiline=True, personal=True)


class ListArticleRevisions(Query):
    """The saved texts of an article in a language, newest first."""

    allowed = EDITORS
    errors = (NotFound,)

    class Request(Paged):
        article_id = fields.UUID()
        language = fields.Enum(Language)

    class Response(Page):
        rows = fields.List(fields.Nested(RevisionRow), max_length=200)

    example = (
        _OF_TEXT,
        {
            "rows": [
                {
                    "number": 1,
                    "at": _AT,
                    "author_id": "01980000-0000-7000-8000-000000000009",
                    "title": EXAMPLE_ROW["title"],
                    "is_published": True,
                }
            ],
            "page": EXAMPLE_PAGE,
        },
    )


class GetArticleRevision(Query):
    """A saved text, and the one before it; `previous` is null for the first."""

    allowed = EDITORS
    errors = (NotFound,)

    class Request(Schema):
        article_id = fields.UUID()
        language = fields.Enum(Language)
        number = fields.Integer(min=1)

    class Response(RevisionRow):
        class Text(Schema):
            title = fields.String(max_length=TITLE_LENGTH)
            summary = fields.String(max_length=SUMMARY_LENGTH, multiline=True)
            body = fields.String(max_length=BODY_LENGTH, multiline=True, trim=False)

        text = fields.Nested(Text)
        previous = fields.Nested(Text, allow_none=True, required=True)

    example = (
        _OF_TEXT | {"number": 1},
        ListArticleRevisions.example[1]["rows"][0] | {"text": _TEXT, "previous": None},
    )


class ListArticleRatings(Query):
    """The remarks of readers about an article, newest first."""

    allowed = EDITORS
    errors = (NotFound,)

    class Request(Paged):
        article_id = fields.UUID()

    class Response(Page):
        rows = fields.List(fields.Nested(RatingRow), max_length=200)

    example = (
        _ID,
        {
            "rows": [{"at": _AT, "language": "nl", "helpful": False, "remark": "Stap 2 ontbreekt."}],
            "page": EXAMPLE_PAGE,
        },
    )


class LoadShippedArticles(Command):
    """Load the articles that come with the software, and their new versions where staff changed nothing. Pictures of
    former versions that no published and no newest text uses are deleted. Run as a job at every start."""

    allowed = {Kind.SERVICE: None}

    class Response(Schema):
        pass

    example = ({}, {})
