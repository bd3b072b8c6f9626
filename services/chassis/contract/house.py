"""Operations that every service answers, because the chassis does. Call them with `service=`."""

from services.chassis.contract.caller import Kind
from services.chassis.contract.errors import NotFound
from services.chassis.contract.fields import Flag, Id, ListOf, One, Schema, Text, Whole
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

    allowed = {Kind.STAFF: None, Kind.SERVICE: None}
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

    allowed = {Kind.STAFF: None, Kind.SERVICE: None}

    class Response(Schema):
        copies = ListOf(Text(max=60), max=100)

    example = ({}, {"copies": ["machine_recorded"]})
