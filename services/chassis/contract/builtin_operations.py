"""Operations that every service answers because the chassis implements them. Call with `service=`."""

import enum

from services.chassis.contract import fields
from services.chassis.contract.caller import MANAGE_BUS, OPERATE, Kind
from services.chassis.contract.errors import NotFound
from services.chassis.contract.fields import Schema
from services.chassis.contract.operation import Command, Query


class Check(Schema):
    name = fields.String(max_length=100)
    healthy = fields.Boolean()


class Health(Query):
    """Whether the service works: its database can be reached and each of its queues has a consumer."""

    allowed = dict.fromkeys(Kind)

    class Response(Schema):
        healthy = fields.Boolean()
        checks = fields.List(fields.Nested(Check), max_length=200)

    example = ({}, {"healthy": True, "checks": [{"name": "database", "healthy": True}]})


class RebuildPage(Command):
    """Fill one page of a projection from its owner's feed. Call again with `next` as `after` until it is null; with
    `to_end` the service does that itself, by jobs."""

    allowed = {Kind.STAFF: OPERATE, Kind.SERVICE: None}
    errors = (NotFound,)

    class Request(Schema):
        projection = fields.String(max_length=60, min_length=1)
        after = fields.UUID(allow_none=True, load_default=None)
        to_end = fields.Boolean(load_default=False)

    class Response(Schema):
        rows = fields.Integer(min=0)
        next = fields.UUID(allow_none=True, required=True)

    example = ({"projection": "machine_state_changed"}, {"rows": 2, "next": None})


class ListProjections(Query):
    """The names of a service's projections: the type of the event that each is built from."""

    allowed = {Kind.STAFF: OPERATE, Kind.SERVICE: None}

    class Response(Schema):
        projections = fields.List(fields.String(max_length=60), max_length=100)

    example = ({}, {"projections": ["machine_state_changed"]})


class FailedMessageKind(enum.StrEnum):
    """`event`: a subscription failed to process it; `job`: a scheduled command failed."""

    EVENT = "event"
    JOB = "job"


class FailedMessageStatus(enum.StrEnum):
    """`retry`: retried automatically at `next_at`; `dead`: not retried, an operator replays or drops it."""

    RETRY = "retry"
    DEAD = "dead"


class FailedMessage(Schema):
    """A failed event or job. `name` is the subscription's queue or the command.

    `error` starts with an exception or error code (`KeyError`, `service_unavailable`). The rest may contain personal
    data: callers without the right `operate` get only the code, or an empty string where there is none.
    """

    id = fields.String(max_length=64)
    kind = fields.Enum(FailedMessageKind)
    name = fields.String(max_length=160)
    status = fields.Enum(FailedMessageStatus)
    attempts = fields.Integer(min=0)
    error = fields.String(max_length=2000)
    since = fields.AwareDateTime(allow_none=True, required=True)
    next_at = fields.AwareDateTime(allow_none=True, required=True)


class FailedMessageDetail(FailedMessage):
    """`body` is the event as received or the command's request: JSON text, which may contain personal data.

    It is empty for callers without the right `operate`.
    """

    body = fields.String(max_length=1_000_000, multiline=True, trim=False, personal=True)


class ListDeadLetters(Query):
    """Dead events and jobs (or those to be retried), oldest first, without content. `more`: cut at `limit`."""

    allowed = {Kind.STAFF: MANAGE_BUS}

    class Request(Schema):
        status = fields.Enum(FailedMessageStatus, load_default=FailedMessageStatus.DEAD)
        limit = fields.Integer(min=1, max=500, load_default=200)

    class Response(Schema):
        rows = fields.List(fields.Nested(FailedMessage), max_length=1000)
        more = fields.Boolean()

    example = (
        {"status": "dead"},
        {
            "rows": [
                {
                    "id": "01980000-0000-7000-8000-00000000dead",
                    "kind": "job",
                    "name": "send_mail",
                    "status": "dead",
                    "attempts": 60,
                    "error": "service_unavailable",
                    "since": None,
                    "next_at": None,
                }
            ],
            "more": False,
        },
    )


class GetDeadLetter(Query):
    """A failed event or job; with its content for callers with the right `operate`."""

    allowed = {Kind.STAFF: MANAGE_BUS}
    errors = (NotFound,)

    class Request(Schema):
        id = fields.String(max_length=64, min_length=1)

    class Response(FailedMessageDetail):
        pass

    example = (
        {"id": "01980000-0000-7000-8000-00000000dead"},
        {
            "id": "01980000-0000-7000-8000-00000000dead",
            "kind": "job",
            "name": "send_mail",
            "status": "dead",
            "attempts": 60,
            "error": "service_unavailable",
            "since": None,
            "next_at": None,
            "body": "{}",
        },
    )


class ReplayDeadLetter(Command):
    """Retry it now, with its attempts reset."""

    allowed = {Kind.STAFF: MANAGE_BUS}
    security_event = True
    errors = (NotFound,)

    class Request(Schema):
        id = fields.String(max_length=64, min_length=1)

    example = ({"id": "01980000-0000-7000-8000-00000000dead"}, {})


class ReplayDeadLetters(Command):
    """Retry these now, or with `everything` all dead ones. Ids that are no longer failed are skipped."""

    allowed = {Kind.STAFF: MANAGE_BUS}
    security_event = True

    class Request(Schema):
        ids = fields.List(fields.String(max_length=64, min_length=1), max_length=1000, load_default=list)
        everything = fields.Boolean(load_default=False)

    class Response(Schema):
        count = fields.Integer(min=0)

    example = ({"ids": ["01980000-0000-7000-8000-00000000dead"]}, {"count": 1})


class DropDeadLetter(Command):
    """Drop it: its content is deleted, and it has no effect when it is delivered again."""

    allowed = {Kind.STAFF: MANAGE_BUS}
    security_event = True
    errors = (NotFound,)

    class Request(Schema):
        id = fields.String(max_length=64, min_length=1)

    example = ({"id": "01980000-0000-7000-8000-00000000dead"}, {})


class CountBacklog(Query):
    """The backlog of a service: unsent events (and the oldest's time), retries, dead events and jobs, jobs due."""

    allowed = {Kind.STAFF: OPERATE}

    class Response(Schema):
        outbox = fields.Integer(min=0)
        outbox_since = fields.AwareDateTime(allow_none=True, required=True)
        retries = fields.Integer(min=0)
        dead = fields.Integer(min=0)
        jobs_due = fields.Integer(min=0)

    example = ({}, {"outbox": 0, "outbox_since": None, "retries": 0, "dead": 1, "jobs_due": 0})
