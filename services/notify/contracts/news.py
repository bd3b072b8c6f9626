"""News items: written by staff, and mailed to those who consent to news when the mail leaves
(docs/features.md#news)."""

import enum
from typing import Any

from services.chassis.contract import Command, ContractError, Kind, NotFound, Query, Schema, TooManyAttempts, fields
from services.chassis.contract.paging import EXAMPLE_PAGE, Page, Paged
from services.identity.contracts import ConsentPurpose, StaffRight

__all__ = [
    "ChangeNews", "CountNewsRecipients", "CreateNews", "DeleteNews", "GetNews", "InvalidNewsTransition", "ListNews",
    "NewsChanged", "NewsIncomplete", "NewsStatus", "QueueNewsMails", "SendTestNews", "StartNews", "StopNews",
]  # fmt: skip

EDITORS: dict[Kind, StaffRight | None] = {Kind.STAFF: StaffRight.EDIT_CONTENT}
SUBJECT_LENGTH, BODY_LENGTH = 120, 20_000


class NewsStatus(enum.StrEnum):
    """`sending`: mails are being queued and sent; `stopped` by staff, who can start it again; `sent`: every reader had
    been queued a mail, of which some may still wait to be sent."""

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
    language, or else in the other. `started_at` and `finished_at` of its sending are null before."""

    id = fields.UUID()
    purpose = fields.Enum(ConsentPurpose)
    status = fields.Enum(NewsStatus)
    subject = fields.String(max_length=SUBJECT_LENGTH)
    changed_at = fields.AwareDateTime()
    started_at = fields.AwareDateTime(allow_none=True, required=True)
    finished_at = fields.AwareDateTime(allow_none=True, required=True)


class NewsDetail(NewsRow):
    """A reader gets the text in the own language; the other one if only that was written. `waiting`, `sent` and
    `undeliverable` are numbers of mails."""

    revision = fields.Integer(min=1)
    nl = fields.Nested(NewsText)
    en = fields.Nested(NewsText)
    waiting = fields.Integer(min=0)
    sent = fields.Integer(min=0)
    undeliverable = fields.Integer(min=0)


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
_DETAIL = _ROW | _TEXTS | {"revision": 1, "waiting": 0, "sent": 0, "undeliverable": 0}
_ID = {"news_id": ID}
_SENDING = _DETAIL | {"status": "sending", "started_at": "2026-03-03T09:00:00+00:00"}


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

    example = (_ID, _DETAIL)


class CreateNews(Command):
    """Write a news item. Nobody gets it until StartNews."""

    allowed = EDITORS

    class Request(Schema):
        purpose = fields.Enum(ConsentPurpose)
        nl = fields.Nested(NewsText, load_default=dict)
        en = fields.Nested(NewsText, load_default=dict)

    class Response(NewsDetail):
        pass

    example = (_TEXTS, _DETAIL)


class ChangeNews(Command):
    """Change a draft. `revision` is that on which the change is based."""

    allowed = EDITORS
    errors = (NotFound, NewsChanged, InvalidNewsTransition)

    class Request(CreateNews.Request):
        news_id = fields.UUID()
        revision = fields.Integer(min=1)

    class Response(NewsDetail):
        pass

    example = (_ID | _TEXTS | {"revision": 1}, _DETAIL | {"revision": 2})


class DeleteNews(Command):
    """Delete a draft."""

    allowed = EDITORS
    errors = (NotFound, InvalidNewsTransition)

    class Request(Schema):
        news_id = fields.UUID()

    example = (_ID, {})


class CountNewsRecipients(Query):
    """How many people would get news of this purpose now."""

    allowed = EDITORS

    class Request(Schema):
        purpose = fields.Enum(ConsentPurpose)

    class Response(Schema):
        recipients = fields.Integer(min=0)

    example = ({"purpose": "dealer_news"}, {"recipients": 1})


class SendTestNews(Command):
    """Mail the item to the caller, in each language in which it is written."""

    allowed = EDITORS
    errors = (NotFound, NewsIncomplete, TooManyAttempts)

    class Request(Schema):
        news_id = fields.UUID()

    class Response(Schema):
        mails = fields.Integer(min=1)

    example = (_ID, {"mails": 1})


class StartNews(Command):
    """Send the item, as its `revision` is, to those who consent when their mail leaves; also one that was stopped."""

    allowed = EDITORS
    errors = (NotFound, NewsChanged, NewsIncomplete, InvalidNewsTransition)

    class Request(Schema):
        news_id = fields.UUID()
        revision = fields.Integer(min=1)

    class Response(NewsDetail):
        pass

    example = (_ID | {"revision": 1}, _SENDING)


class StopNews(Command):
    """Stop sending. Mails that wait are not sent, unless the server is just taking them or has refused them for now."""

    allowed = EDITORS
    errors = (NotFound, InvalidNewsTransition)

    class Request(Schema):
        news_id = fields.UUID()

    class Response(NewsDetail):
        pass

    example = (_ID, _SENDING | {"status": "stopped"})


class QueueNewsMails(Command):
    """Queue the mails of the next readers of an item that is being sent; run by a job until all have one."""

    allowed = {Kind.SERVICE: None}
    errors = (NotFound,)

    class Request(Schema):
        news_id = fields.UUID()
        after = fields.UUID(allow_none=True)

    example = (_ID, {})
