"""Operations that every service answers, because the chassis does. Call them with `service=`."""

import enum

from services.chassis.contract import fields
from services.chassis.contract.caller import MANAGE_BUS, OPERATE, Kind
from services.chassis.contract.errors import NotFound
from services.chassis.contract.fields import Schema
from services.chassis.contract.operation import Command, Query


class Check(Schema):
    name = fields.String(max_length=100)
    well = fields.Boolean()


class Health(Query):
    """Whether the service can do its work: its database answers and each of its queues has a consumer."""

    allowed = dict.fromkeys(Kind)

    class Response(Schema):
        well = fields.Boolean()
        checks = fields.List(fields.Nested(Check), max_length=200)

    example = ({}, {"well": True, "checks": [{"name": "database", "well": True}]})


class RebuildPage(Command):
    """Fill one page of a copy from its owner's feed. Call again with `next` as `after` until it is null."""

    allowed = {Kind.STAFF: OPERATE, Kind.SERVICE: None}
    errors = (NotFound,)

    class Request(Schema):
        projection = fields.String(max_length=60, min_length=1)
        after = fields.UUID(allow_none=True, load_default=None)

    class Response(Schema):
        rows = fields.Integer(min=0)
        next = fields.UUID(allow_none=True, required=True)

    example = ({"projection": "machine_state_changed"}, {"rows": 2, "next": None})


class ListProjections(Query):
    """The projections of a service, named after the event that feeds each."""

    allowed = {Kind.STAFF: OPERATE, Kind.SERVICE: None}

    class Response(Schema):
        projections = fields.List(fields.String(max_length=60), max_length=100)

    example = ({}, {"projections": ["machine_state_changed"]})


class FailedMessageKind(enum.StrEnum):
    """`event`: one that a subscription could not have its effect of; `job`: a command that did not succeed in time."""

    EVENT = "event"
    JOB = "job"


class FailedMessageStatus(enum.StrEnum):
    """`retry`: tried again by itself, at `next_at`; `dead`: given up, an operator decides."""

    RETRY = "retry"
    DEAD = "dead"


class FailedMessage(Schema):
    """Something that did not succeed. `name` is the subscription's queue or the command.

    `error` begins with its kind (`KeyError`, `service_unavailable`). What follows may tell about people: it is for who
    may `operate`, and others get the kind alone, or nothing where it has none.
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
    """`body` is the event as it came, or the command's request: JSON as text, with what it holds about people.

    It is empty for who may not `operate`.
    """

    body = fields.String(max_length=1_000_000, multiline=True, trim=False, personal=True)


class ListDeadLetters(Query):
    """What was given up (or is being tried again), the oldest first, without its content. `more`: there are others."""

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
    """One of them; with its content, for who may `operate`."""

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
    """Try it again now, as if it had just come."""

    allowed = {Kind.STAFF: MANAGE_BUS}
    errors = (NotFound,)

    class Request(Schema):
        id = fields.String(max_length=64, min_length=1)

    example = ({"id": "01980000-0000-7000-8000-00000000dead"}, {})


class ReplayDeadLetters(Command):
    """Try these again now, or with `everything` all that were given up. What is dealt with by now is passed over."""

    allowed = {Kind.STAFF: MANAGE_BUS}

    class Request(Schema):
        ids = fields.List(fields.String(max_length=64, min_length=1), max_length=1000, load_default=list)
        everything = fields.Boolean(load_default=False)

    class Response(Schema):
        count = fields.Integer(min=0)

    example = ({"ids": ["01980000-0000-7000-8000-00000000dead"]}, {"count": 1})


class DropDeadLetter(Command):
    """Give it up for good: it has no effect, also when it comes again, and its content is gone."""

    allowed = {Kind.STAFF: MANAGE_BUS}
    errors = (NotFound,)

    class Request(Schema):
        id = fields.String(max_length=64, min_length=1)

    example = ({"id": "01980000-0000-7000-8000-00000000dead"}, {})


class CountBacklog(Query):
    """What waits in a service: events in its outbox (and since when), what is tried again, given up, or due."""

    allowed = {Kind.STAFF: OPERATE}

    class Response(Schema):
        outbox = fields.Integer(min=0)
        outbox_since = fields.AwareDateTime(allow_none=True, required=True)
        retries = fields.Integer(min=0)
        dead = fields.Integer(min=0)
        jobs_due = fields.Integer(min=0)

    example = ({}, {"outbox": 0, "outbox_since": None, "retries": 0, "dead": 1, "jobs_due": 0})
