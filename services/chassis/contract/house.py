"""Operations that every service answers, because the chassis does. Call them with `service=`."""

import enum

from services.chassis.contract.caller import MANAGE_BUS, OPERATE, Kind
from services.chassis.contract.errors import NotFound
from services.chassis.contract.fields import Choice, Flag, Id, ListOf, Moment, One, Schema, Text, Whole
from services.chassis.contract.operation import Command, Query


class Check(Schema):
    name = Text(max=100)
    well = Flag()


class Health(Query):
    """Whether the service can do its work: its database answers and each of its queues has a consumer."""

    allowed = dict.fromkeys(Kind)

    class Response(Schema):
        well = Flag()
        checks = ListOf(One(Check), max=200)

    example = ({}, {"well": True, "checks": [{"name": "database", "well": True}]})


class RebuildPage(Command):
    """Fill one page of a copy from its owner's feed. Call again with `next` as `after` until it is null."""

    allowed = {Kind.STAFF: OPERATE, Kind.SERVICE: None}
    errors = (NotFound,)

    class Request(Schema):
        copy = Text(max=60, min=1)
        after = Id(nullable=True, load_default=None)

    class Response(Schema):
        rows = Whole(min=0)
        next = Id(nullable=True, required=True)

    example = ({"copy": "machine_recorded"}, {"rows": 2, "next": None})


class ListCopies(Query):
    """The copies that a service keeps of what others own, by the event that feeds them."""

    allowed = {Kind.STAFF: OPERATE, Kind.SERVICE: None}

    class Response(Schema):
        copies = ListOf(Text(max=60), max=100)

    example = ({}, {"copies": ["machine_recorded"]})


class LetterKind(enum.StrEnum):
    """`event`: one that a subscription could not have its effect of; `job`: a command that did not succeed in time."""

    EVENT = "event"
    JOB = "job"


class LetterStatus(enum.StrEnum):
    """`retry`: tried again by itself, at `next_at`; `dead`: given up, an operator decides."""

    RETRY = "retry"
    DEAD = "dead"


class Letter(Schema):
    """Something that did not succeed. `name` is the subscription's queue or the command.

    `error` begins with its kind (`KeyError`, `service_unavailable`). What follows may tell about people: it is for who
    may `operate`, and others get the kind alone, or nothing where it has none.
    """

    id = Text(max=64)
    kind = Choice(LetterKind)
    name = Text(max=160)
    status = Choice(LetterStatus)
    attempts = Whole(min=0)
    error = Text(max=2000)
    since = Moment(nullable=True, required=True)
    next_at = Moment(nullable=True, required=True)


class LetterDetail(Letter):
    """`body` is the event as it came, or the command's request: JSON as text, with what it holds about people.

    It is empty for who may not `operate`.
    """

    body = Text(max=1_000_000, lines=True, trim=False, personal=True)


class ListDeadLetters(Query):
    """What was given up (or is being tried again), the oldest first, without its content. `more`: there are others."""

    allowed = {Kind.STAFF: MANAGE_BUS}

    class Request(Schema):
        status = Choice(LetterStatus, load_default=LetterStatus.DEAD)
        limit = Whole(min=1, max=500, load_default=200)

    class Response(Schema):
        rows = ListOf(One(Letter), max=1000)
        more = Flag()

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


class FindDeadLetter(Query):
    """One of them; with its content, for who may `operate`."""

    allowed = {Kind.STAFF: MANAGE_BUS}
    errors = (NotFound,)

    class Request(Schema):
        id = Text(max=64, min=1)

    class Response(LetterDetail):
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
        id = Text(max=64, min=1)

    example = ({"id": "01980000-0000-7000-8000-00000000dead"}, {})


class ReplayDeadLetters(Command):
    """Try these again now, or with `everything` all that were given up. What is dealt with by now is passed over."""

    allowed = {Kind.STAFF: MANAGE_BUS}

    class Request(Schema):
        ids = ListOf(Text(max=64, min=1), max=1000, load_default=list)
        everything = Flag(load_default=False)

    class Response(Schema):
        count = Whole(min=0)

    example = ({"ids": ["01980000-0000-7000-8000-00000000dead"]}, {"count": 1})


class DropDeadLetter(Command):
    """Give it up for good: it has no effect, also when it comes again, and its content is gone."""

    allowed = {Kind.STAFF: MANAGE_BUS}
    errors = (NotFound,)

    class Request(Schema):
        id = Text(max=64, min=1)

    example = ({"id": "01980000-0000-7000-8000-00000000dead"}, {})


class CountBacklog(Query):
    """What waits in a service: events in its outbox (and since when), what is tried again, given up, or due."""

    allowed = {Kind.STAFF: OPERATE}

    class Response(Schema):
        outbox = Whole(min=0)
        outbox_since = Moment(nullable=True, required=True)
        retries = Whole(min=0)
        dead = Whole(min=0)
        jobs_due = Whole(min=0)

    example = ({}, {"outbox": 0, "outbox_since": None, "retries": 0, "dead": 1, "jobs_due": 0})
