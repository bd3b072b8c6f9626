"""Operations with which an operator verifies that no event was lost. Every service answers: call with `service=`."""

import enum

from services.chassis.contract import fields
from services.chassis.contract.caller import OPERATE, Kind
from services.chassis.contract.errors import NotFound
from services.chassis.contract.fields import Schema
from services.chassis.contract.operation import Query

EXAMPLE_ID = "01980000-0000-7000-8000-000000000061"


class Difference(enum.StrEnum):
    """How a row of a projection differs from its source: absent; of an earlier (`behind`) or later version (`ahead`);
    of the same version with other content; or without a source (`left_over`)."""

    MISSING = "missing"
    BEHIND = "behind"
    AHEAD = "ahead"
    CONTENT = "content"
    LEFT_OVER = "left_over"


class DifferingRow(Schema):
    id = fields.UUID()
    difference = fields.Enum(Difference)


class ComparePage(Query):
    """Compare one page of a projection with its owner's feed. Call again with `next` as `after` until it is null."""

    allowed = {Kind.STAFF: OPERATE}
    errors = (NotFound,)

    class Request(Schema):
        projection = fields.String(max_length=60, min_length=1)
        after = fields.UUID(allow_none=True, load_default=None)

    class Response(Schema):
        rows = fields.Integer(min=0)
        differing = fields.List(fields.Nested(DifferingRow), max_length=2000)
        next = fields.UUID(allow_none=True, required=True)

    example = (
        {"projection": "machine_state_changed"},
        {"rows": 2, "differing": [{"id": EXAMPLE_ID, "difference": "behind"}], "next": None},
    )


class RecordedEvent(Schema):
    """An event of the outbox without its data. `subject` is the id of the aggregate."""

    id = fields.UUID()
    type = fields.String(max_length=80)
    subject = fields.String(max_length=64)
    recorded_at = fields.AwareDateTime()
    sent = fields.Boolean()


class ListRecordedEvents(Query):
    """The events in a service's outbox, oldest first. The outbox keeps sent events for 14 days."""

    allowed = {Kind.STAFF: OPERATE}

    class Request(Schema):
        after = fields.UUID(allow_none=True, load_default=None)
        limit = fields.Integer(min=1, max=500, load_default=500)

    class Response(Schema):
        rows = fields.List(fields.Nested(RecordedEvent), max_length=500)
        next = fields.UUID(allow_none=True, required=True)

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


class ListUnprocessedEvents(Query):
    """Which of these events a subscription has not processed, and when it received its first event (null: none yet)."""

    allowed = {Kind.STAFF: OPERATE}

    class Request(Schema):
        subscription = fields.String(max_length=160, min_length=1)
        event_ids = fields.List(fields.UUID(), max_length=500)

    class Response(Schema):
        event_ids = fields.List(fields.UUID(), max_length=500)
        first_received_at = fields.AwareDateTime(allow_none=True, required=True)

    example = (
        {"subscription": "evt-ordering-order_placed--notify.subscriptions.on_order_placed", "event_ids": [EXAMPLE_ID]},
        {"event_ids": [EXAMPLE_ID], "first_received_at": None},
    )
