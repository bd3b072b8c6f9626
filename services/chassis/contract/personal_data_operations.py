"""Operations about personal data that every service answers: erasures, exports and retention. Call with `service=`."""

from services.chassis.contract import fields
from services.chassis.contract.caller import OPERATE, Kind
from services.chassis.contract.fields import Schema
from services.chassis.contract.operation import Command, Query

MAX_OTHER_IDS = 5000
EXAMPLE_PERSON = "01980000-0000-7000-8000-000000000002"


class Erasure(Schema):
    """The tombstone of an erased person. `other_ids` are those of the person's former invitations, registrations and
    links, by which services knew the person as well."""

    person_id = fields.UUID(person=True)
    erased_at = fields.AwareDateTime()
    other_ids = fields.List(fields.UUID(), max_length=MAX_OTHER_IDS, load_default=list)


class ErasureRow(Erasure):
    """`completed`: nothing about the person is left in this service."""

    completed = fields.Boolean()


EXAMPLE_ERASURE = {"person_id": EXAMPLE_PERSON, "erased_at": "2026-03-03T08:12:00+00:00", "other_ids": []}


class ListErasures(Query):
    """The persons that were erased from a service, by id. Pages: pass `next` as `after` until it is null."""

    allowed = {Kind.STAFF: OPERATE}

    class Request(Schema):
        after = fields.UUID(allow_none=True, load_default=None)
        limit = fields.Integer(min=1, max=500, load_default=200)

    class Response(Schema):
        rows = fields.List(fields.Nested(ErasureRow), max_length=500)
        next = fields.UUID(allow_none=True, required=True)

    example = ({}, {"rows": [EXAMPLE_ERASURE | {"completed": True}], "next": None})


class ApplyErasure(Command):
    """Erase a person from a service that lacks the tombstone, because it was restored from an older backup. The service
    that owns the accounts removes the account, if there is one."""

    allowed = {Kind.STAFF: OPERATE}
    security_event = True

    class Request(Erasure):
        pass

    example = (EXAMPLE_ERASURE, {})


class ContinueErasure(Command):
    """Erase a part of what is left of a person, and schedule the next part. Executed as a job."""

    allowed = {Kind.SERVICE: None}

    class Request(Schema):
        person_id = fields.UUID(person=True)

    example = ({"person_id": EXAMPLE_PERSON}, {})


class ReadPersonalData(Query):
    """What a service has stored about a person: rows of its tables, for the service that owns the accounts. Pages: pass
    `next_table` and `next_after` as `table` and `after` until `next_table` is null."""

    allowed = {Kind.SERVICE: None}

    class Request(Schema):
        person_id = fields.UUID(person=True)
        other_ids = fields.List(fields.UUID(), max_length=MAX_OTHER_IDS, load_default=list)
        table = fields.Integer(min=0, max=1000, load_default=0)
        after = fields.UUID(allow_none=True, load_default=None)
        limit = fields.Integer(min=1, max=500, load_default=200)

    class Response(Schema):
        class Row(Schema):
            section = fields.String(max_length=60)
            data = fields.Dict(personal=True)

        rows = fields.List(fields.Nested(Row), max_length=500)
        next_table = fields.Integer(min=0, allow_none=True, required=True)
        next_after = fields.UUID(allow_none=True, required=True)

    example = (
        {"person_id": EXAMPLE_PERSON},
        {
            "rows": [{"section": "persons", "data": {"name": "Sanne de Wit"}}],
            "next_table": None,
            "next_after": None,
        },
    )


class ListRowsByEmail(Query):
    """The ids of the rows of people without an account who gave this address, such as visitors and guests, for the
    service that owns the accounts. They are among the `other_ids` of an erasure. With `until`, without rows that were
    stored later. Pages: pass `next` as `after` until it is null."""

    allowed = {Kind.SERVICE: None}

    class Request(Schema):
        email = fields.Email(min_length=1, personal=True)
        until = fields.AwareDateTime(allow_none=True, load_default=None)
        after = fields.UUID(allow_none=True, load_default=None)

    class Response(Schema):
        row_ids = fields.List(fields.UUID(), max_length=500)
        next = fields.UUID(allow_none=True, required=True)

    example = (
        {"email": "info@voorbeeld.example"},
        {"row_ids": ["01980000-0000-7000-8000-000000000051"], "next": None},
    )


class ListRetentionPeriods(Query):
    """How many days a service keeps what, by the settings now in force."""

    allowed = dict.fromkeys(Kind)

    class Response(Schema):
        class Period(Schema):
            name = fields.String(max_length=60)
            days = fields.Integer(min=1)

        rows = fields.List(fields.Nested(Period), max_length=100)

    example = ({}, {"rows": [{"name": "outbox", "days": 14}]})
