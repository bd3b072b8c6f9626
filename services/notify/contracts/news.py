"""News items: written by staff, and mailed to those who consent to news when the mail leaves
(docs/features.md#news)."""

import enum
from typing import Any

from services.chassis.contract import Command, ContractError, Kind, NotFound, Query, Schema, fields
from services.chassis.contract.paging import EXAMPLE_PAGE, Page, Paged
from services.identity.contracts import ConsentPurpose, StaffRight

__all__ = [
    "ChangeNews", "CountNewsRecipients", "CreateNews", "DeleteNews", "GetNews", "InvalidNewsTransition", "ListNews",
    "NewsChanged", "NewsIncomplete", "NewsStatus",
]  # fmt: skip

EDITORS: dict[Kind, StaffRight | None] = {Kind.STAFF: StaffRight.EDIT_CONTENT}
SUBJECT_LENGTH, BODY_LENGTH = 120, 20_000


class NewsStatus(enum.StrEnum):
    """`sending`: mails are being queued and sent; `stopped` by staff, who can start it again; `sent`: a mail was
    queued for every reader; some may still be waiting."""

    DRAFT = "draft"
    SENDING = "sending"
    STOPPED = "stopped"
    SENT = "sent"


class NewsChanged(ContractError):
    """The item was changed since the page was opened."""

    code = "news_changed"
    status = 409


class NewsIncomplete(ContractError):
    """The item has no language with both a subject and a text, or one of them alone in a language."""

    code = "news_incomplete"
    status = 422


class InvalidNewsTransition(ContractError):
    """The item's `status` does not allow this."""

    code = "invalid_news_transition"
    status = 409


class NewsText(Schema):
    """`body` is Markdown (CommonMark with tables)."""

    subject = fields.String(max_length=SUBJECT_LENGTH, load_default="")
    body = fields.String(max_length=BODY_LENGTH, load_default="", multiline=True)


class NewsRow(Schema):
    """A news item in a list. `purpose`: to which news its readers have consented. `subject` is that in the caller's
    language, or else in the other. `started_at`, the time of its last start, and `finished_at` are null
    before."""

    id = fields.UUID()
    purpose = fields.Enum(ConsentPurpose)
    status = fields.Enum(NewsStatus)
    subject = fields.String(max_length=SUBJECT_LENGTH)
    changed_at = fields.AwareDateTime()
    started_at = fields.AwareDateTime(allow_none=True, required=True)
    finished_at = fields.AwareDateTime(allow_none=True, required=True)


class NewsDetail(NewsRow):
    """A reader gets the text in the own language; the other one if only that was written. `waiting`, `sent` and
    `undeliverable` are numbers of mails. `may_start` and `may_stop`: whether StartNews and StopNews are possible.
    `is_complete`: one language is complete and the other complete or empty; an incomplete item may not start."""

    revision = fields.Integer(min=1)
    nl = fields.Nested(NewsText)
    en = fields.Nested(NewsText)
    waiting = fields.Integer(min=0)
    sent = fields.Integer(min=0)
    undeliverable = fields.Integer(min=0)
    is_complete = fields.Boolean()
    may_start = fields.Boolean()
    may_stop = fields.Boolean()


ID = "01980000-0000-7000-8000-000000000081"
_NL = {"subject": "Nieuwe openingstijden", "body": "Vanaf maandag zijn wij **tot zes uur** bereikbaar."}
_TEXTS: dict[str, Any] = {"purpose": "dealer_news", "nl": _NL, "en": {"subject": "", "body": ""}}
_ROW: dict[str, Any] = {
    "id": ID,
    "purpose": "dealer_news",
    "status": "draft",
    "subject": _NL["subject"],
    "changed_at": "2026-03-03T08:12:00+00:00",
    "started_at": None,
    "finished_at": None,
}
_NUMBERS = {"waiting": 0, "sent": 0, "undeliverable": 0}
EXAMPLE = _ROW | _TEXTS | _NUMBERS | {"revision": 1, "is_complete": True, "may_start": True, "may_stop": False}
NEWS_ID = {"news_id": ID}


class ListNews(Query):
    """News items, newest first."""

    allowed = EDITORS

    class Request(Paged):
        pass

    class Response(Page):
        rows = fields.List(fields.Nested(NewsRow), max_length=200)

    example = ({}, {"rows": [_ROW], "page": EXAMPLE_PAGE})


class GetNews(Query):
    """One news item, with the state of its mails."""

    allowed = EDITORS
    errors = (NotFound,)

    class Request(Schema):
        news_id = fields.UUID()

    class Response(NewsDetail):
        pass

    example = (NEWS_ID, EXAMPLE)


class CreateNews(Command):
    """Write a news item. Nobody gets it until StartNews."""

    allowed = EDITORS

    class Request(Schema):
        purpose = fields.Enum(ConsentPurpose)
        nl = fields.Nested(NewsText, load_default=dict)
        en = fields.Nested(NewsText, load_default=dict)

    class Response(NewsDetail):
        pass

    example = (_TEXTS, EXAMPLE)


class ChangeNews(Command):
    """Change a draft. `revision` is that on which the change is based."""

    allowed = EDITORS
    errors = (NotFound, NewsChanged, InvalidNewsTransition)

    class Request(CreateNews.Request):
        news_id = fields.UUID()
        revision = fields.Integer(min=1)

    class Response(NewsDetail):
        pass

    example = (NEWS_ID | _TEXTS | {"revision": 1}, EXAMPLE | {"revision": 2})


class DeleteNews(Command):
    """Delete a draft."""

    allowed = EDITORS
    errors = (NotFound, InvalidNewsTransition)

    class Request(Schema):
        news_id = fields.UUID()

    example = (NEWS_ID, {})


class CountNewsRecipients(Query):
    """How many people would get news of this purpose now."""

    allowed = EDITORS

    class Request(Schema):
        purpose = fields.Enum(ConsentPurpose)

    class Response(Schema):
        recipients = fields.Integer(min=0)

    example = ({"purpose": "dealer_news"}, {"recipients": 1})
