"""Articles of the support centre, as everybody reads them (docs/features.md#support-centre)."""

import enum
from typing import Any

from services.chassis.contract import Command, Kind, NotFound, Query, Schema, TooManyAttempts, fields
from services.identity.contracts.languages import Language
from services.servicedesk.contracts.requests import Category

__all__ = [
    "ArticleKind", "ArticleRow", "ArticleSlugs", "ArticleTopic", "CountArticleSolved", "GetArticle",
    "ListArticles", "RateArticle", "SearchArticles", "SuggestArticles",
]  # fmt: skip

EVERYBODY: dict[Kind, str | None] = {Kind.VISITOR: None, Kind.USER: None, Kind.STAFF: None}


class ArticleTopic(enum.StrEnum):
    """What an article is about: the headings of the support centre, in their order."""

    GETTING_STARTED = "getting_started"
    MACHINES = "machines"
    ORDERS = "orders"
    SERVICE_REQUESTS = "service_requests"
    USERS = "users"
    PRIVACY = "privacy"
    PRINTERS = "printers"


class ArticleKind(enum.StrEnum):
    """`question`: a frequently asked question, with a short answer."""

    ARTICLE = "article"
    QUESTION = "question"


SLUG_LENGTH, TITLE_LENGTH, SUMMARY_LENGTH, BODY_LENGTH = 80, 120, 300, 20_000


class ArticleRow(Schema):
    """A published article in a list. `slug` identifies it in its language and never changes."""

    id = fields.UUID()
    slug = fields.String(max_length=SLUG_LENGTH)
    topic = fields.Enum(ArticleTopic)
    kind = fields.Enum(ArticleKind)
    title = fields.String(max_length=TITLE_LENGTH)
    summary = fields.String(max_length=SUMMARY_LENGTH, multiline=True)
    published_at = fields.AwareDateTime()


class ArticleSlugs(Schema):
    """The slug of an article in each language in which it is published; null where it is not."""

    nl = fields.String(max_length=SLUG_LENGTH, allow_none=True, required=True)
    en = fields.String(max_length=SLUG_LENGTH, allow_none=True, required=True)


class Fragment(Schema):
    """A piece of a text; `matches` when it is one of the words searched for."""

    text = fields.String(max_length=BODY_LENGTH, multiline=True, trim=False)
    matches = fields.Boolean()


class FoundArticle(ArticleRow):
    """A search result: the title and a passage of the text, in fragments that join to the whole."""

    title_fragments = fields.List(fields.Nested(Fragment), max_length=TITLE_LENGTH)
    passage = fields.List(fields.Nested(Fragment), max_length=SUMMARY_LENGTH)


EXAMPLE_ROW: dict[str, Any] = {
    "id": "01980000-0000-7000-8000-000000000071",
    "slug": "wat-kost-het-klantportaal",
    "topic": "getting_started",
    "kind": "question",
    "title": "Wat kost het klantportaal?",
    "summary": "Niets. Het klantportaal gebruiken is gratis.",
    "published_at": "2026-03-03T08:12:00+00:00",
}
EXAMPLE_BODY = "Voor wat u **bestelt** geldt uw contract."
EXAMPLE_FOUND = EXAMPLE_ROW | {
    "title_fragments": [
        {"text": "Wat ", "matches": False},
        {"text": "kost", "matches": True},
        {"text": " het klantportaal?", "matches": False},
    ],
    "passage": [
        {"text": "Wat u bestelt ", "matches": False},
        {"text": "kost", "matches": True},
        {"text": " wat uw contract zegt.", "matches": False},
    ],
}
_SLUGS = {"nl": EXAMPLE_ROW["slug"], "en": None}
_SLUG = {"language": "nl", "slug": EXAMPLE_ROW["slug"]}


class ListArticles(Query):
    """The published articles of a language, by topic, then as staff ordered them."""

    allowed = EVERYBODY

    class Request(Schema):
        language = fields.Enum(Language)

    class Response(Schema):
        rows = fields.List(fields.Nested(ArticleRow), max_length=500)

    example = ({"language": "nl"}, {"rows": [EXAMPLE_ROW]})


class GetArticle(Query):
    """A published article. `body` is Markdown (CommonMark with tables); `related` are at most five others about like
    things."""

    allowed = EVERYBODY
    errors = (NotFound,)

    class Request(Schema):
        language = fields.Enum(Language)
        slug = fields.String(max_length=SLUG_LENGTH)

    class Response(ArticleRow):
        body = fields.String(max_length=BODY_LENGTH, multiline=True, trim=False)
        slugs = fields.Nested(ArticleSlugs)
        related = fields.List(fields.Nested(ArticleRow), max_length=5)

    example = (
        _SLUG,
        EXAMPLE_ROW
        | {
            "body": "Voor wat u **bestelt** geldt uw contract.",
            "slugs": {"nl": EXAMPLE_ROW["slug"], "en": None},
            "related": [],
        },
    )


class Correction(Schema):
    """A word that no article contains, and the similar one that was looked up instead."""

    typed = fields.String(max_length=200)
    used = fields.String(max_length=200)


class SearchArticles(Query):
    """Published articles that contain one of the words or a synonym, in any of their forms, best first. Case, accents
    and words such as "the" do not count. A word of five letters or more that finds nothing may be misspelt: the most
    similar one is looked up, for the first five of such words."""

    allowed = EVERYBODY

    class Request(Schema):
        language = fields.Enum(Language)
        text = fields.String(max_length=200)
        limit = fields.Integer(min=1, max=50, load_default=20)

    class Response(Schema):
        rows = fields.List(fields.Nested(FoundArticle), max_length=50)
        corrections = fields.List(fields.Nested(Correction), max_length=20)

    example = (
        {"language": "nl", "text": "kotsen"},
        {"rows": [EXAMPLE_FOUND], "corrections": [{"typed": "kotsen", "used": "kosten"}]},
    )


class SuggestArticles(Query):
    """At most three published articles that may solve a service request before it is filed: for the error code (with or
    without its hyphens and spaces), the category and the words of the description, best first."""

    allowed = {Kind.USER: None, Kind.STAFF: None}

    class Request(Schema):
        language = fields.Enum(Language)
        category = fields.Enum(Category)
        error_code = fields.String(max_length=40, load_default="")
        text = fields.String(max_length=4000, load_default="", multiline=True)

    class Response(Schema):
        rows = fields.List(fields.Nested(ArticleRow), max_length=3)

    example = ({"language": "nl", "category": "paper_jam"}, {"rows": [EXAMPLE_ROW]})


class CountArticleSolved(Command):
    """Count that an article solved what a user was about to file a service request for."""

    allowed = {Kind.USER: None}
    errors = (NotFound, TooManyAttempts)

    class Request(Schema):
        article_id = fields.UUID()

    class Response(Schema):
        pass

    example = ({"article_id": EXAMPLE_ROW["id"]}, {})


class RateArticle(Command):
    """Answer "Did this help?", with an optional remark for staff. Who answers is not stored."""

    allowed = EVERYBODY
    errors = (NotFound, TooManyAttempts)

    class Request(Schema):
        language = fields.Enum(Language)
        slug = fields.String(max_length=SLUG_LENGTH)
        helpful = fields.Boolean()
        remark = fields.String(max_length=1000, load_default="", multiline=True, personal=True)

    class Response(Schema):
        pass

    example = (_SLUG | {"helpful": True}, {})
