"""Operations by which an operator proves that nothing was lost. Every service answers them: call with `service=`."""

import enum

from services.chassis.contract.caller import OPERATE, Kind
from services.chassis.contract.errors import NotFound
from services.chassis.contract.fields import Choice, Flag, Id, ListOf, Moment, One, Schema, Text, Whole
from services.chassis.contract.operation import Query

EXAMPLE_ID = "01980000-0000-7000-8000-000000000061"


class Difference(enum.StrEnum):
    """How a row of a copy differs from its source: it is not there, or is of an earlier or later version, or of the
    same version with other content, or its source does not exist (any more)."""

    MISSING = "missing"
    BEHIND = "behind"
    AHEAD = "ahead"
    CONTENT = "content"
    LEFT_OVER = "left_over"


class DifferingRow(Schema):
    id = Id()
    difference = Choice(Difference)


class ComparePage(Query):
    """One page of a copy beside its owner's feed. Call again with `next` as `after` until it is null."""

    allowed = {Kind.STAFF: OPERATE}
    errors = (NotFound,)

    class Request(Schema):
        copy = Text(max=60, min=1)
        after = Id(nullable=True, load_default=None)

    class Response(Schema):
        rows = Whole(min=0)
        differing = ListOf(One(DifferingRow), max=2000)
        next = Id(nullable=True, required=True)

    example = (
        {"copy": "machine_recorded"},
        {"rows": 2, "differing": [{"id": EXAMPLE_ID, "difference": "behind"}], "next": None},
    )


class RecordedEvent(Schema):
    """An event of the outbox without its content. `subject` is the aggregate that it is about."""

    id = Id()
    type = Text(max=80)
    subject = Text(max=64)
    recorded_at = Moment()
    sent = Flag()


class ListRecordedEvents(Query):
    """What happened in a service, the oldest first, as long as its outbox keeps it (14 days)."""

    allowed = {Kind.STAFF: OPERATE}

    class Request(Schema):
        after = Id(nullable=True, load_default=None)
        limit = Whole(min=1, max=500, load_default=500)

    class Response(Schema):
        rows = ListOf(One(RecordedEvent), max=500)
        next = Id(nullable=True, required=True)

    example = (
        {},
        {
            "rows": [
                {
                    "id": EXAMPLE_ID,
                    "type": "order_placed",
                    "subject": EXAMPLE_ID,
                    "recorded_at": "2026-03-03T08:12:00+00:00",
                    "sent": True,
                }
            ],
            "next": None,
        },
    )


class ListUnreceived(Query):
    """Which of these events a subscription has not had its effect of. `begun_at` is when it received its first."""

    allowed = {Kind.STAFF: OPERATE}

    class Request(Schema):
        subscription = Text(max=160, min=1)
        event_ids = ListOf(Id(), max=500)

    class Response(Schema):
        event_ids = ListOf(Id(), max=500)
        begun_at = Moment(nullable=True, required=True)

    example = (
        {"subscription": "evt-ordering-order_placed--notify.subscriptions.on_order_placed", "event_ids": [EXAMPLE_ID]},
        {"event_ids": [EXAMPLE_ID], "begun_at": None},
    )
