"""Sending a news item: a test to oneself, start, stop, and the jobs behind it."""

from services.chassis.contract import Command, Kind, NotFound, Schema, TooManyAttempts, fields
from services.notify.contracts.news import (
    EDITORS,
    EXAMPLE,
    NEWS_ID,
    InvalidNewsTransition,
    NewsChanged,
    NewsDetail,
    NewsIncomplete,
)

__all__ = ["QueueNewsMails", "RemoveNewsMails", "SendTestNews", "StartNews", "StopNews"]

_SENDING = EXAMPLE | {
    "status": "sending",
    "started_at": "2026-03-03T09:00:00+00:00",
    "may_start": False,
    "may_stop": True,
}


class SendTestNews(Command):
    """Mail the item to the caller, in each language in which it is written."""

    allowed = EDITORS
    errors = (NotFound, NewsIncomplete, TooManyAttempts)

    class Request(Schema):
        news_id = fields.UUID()

    class Response(Schema):
        mails = fields.Integer(min=1)

    example = (NEWS_ID, {"mails": 1})


class StartNews(Command):
    """Start sending the item at this `revision`, or resume it. A reader gets it who consents when the mail is sent."""

    allowed = EDITORS
    errors = (NotFound, NewsChanged, NewsIncomplete, InvalidNewsTransition)

    class Request(Schema):
        news_id = fields.UUID()
        revision = fields.Integer(min=1)

    class Response(NewsDetail):
        pass

    example = (NEWS_ID | {"revision": 1}, _SENDING)


class StopNews(Command):
    """Stop sending. Mails that wait are deleted by jobs, except those that are being sent or that the mail server has
    refused for now."""

    allowed = EDITORS
    errors = (NotFound, InvalidNewsTransition)

    class Request(Schema):
        news_id = fields.UUID()

    class Response(NewsDetail):
        pass

    example = (NEWS_ID, _SENDING | {"status": "stopped", "may_start": True, "may_stop": False})


class QueueNewsMails(Command):
    """Queue the mails of the next readers of an item that is being sent; run by a job until all have one. Does nothing
    if the item was stopped since `started_at`, also when it was started again."""

    allowed = {Kind.SERVICE: None}
    errors = (NotFound,)

    class Request(Schema):
        news_id = fields.UUID()
        started_at = fields.AwareDateTime(allow_none=True, load_default=None)
        after = fields.UUID(allow_none=True)

    example = (NEWS_ID, {})


class RemoveNewsMails(Command):
    """Delete waiting mails of an item that was stopped, a limited number; run by a job until none is left."""

    allowed = {Kind.SERVICE: None}
    errors = (NotFound,)

    class Request(Schema):
        news_id = fields.UUID()

    example = (NEWS_ID, {})
