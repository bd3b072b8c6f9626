"""The contracts of the made-up services that the chassis' tests run (`toys.py`)."""

from services.chassis.contract import (
    Command,
    ContractError,
    Event,
    Feed,
    Kind,
    NotFound,
    Query,
    Schema,
    StateEvent,
    fields,
)
from services.chassis.contract.paging import Page, Paged


class AlreadyBroken(ContractError):
    code = "toy_already_broken"
    status = 409


class Undeclared(ContractError):
    code = "toy_undeclared"


class ToyRecorded(StateEvent):
    service = "toys"
    subject = "toy_id"

    class Data(Schema):
        toy_id = fields.UUID()
        owner_id = fields.UUID()
        name = fields.String(max_length=40)
        group_ids = fields.List(fields.UUID(), max_length=10)


class ToyBroke(Event):
    service = "toys"
    subject = "toy_id"

    class Data(Schema):
        toy_id = fields.UUID()
        child_id = fields.String(max_length=36, person=True)
        how = fields.String(max_length=40, personal=True)


class ToyShape(Schema):
    id = fields.UUID()
    name = fields.String(max_length=40)
    repairs = fields.Integer(min=0)


class MakeToy(Command):
    """Make a toy. These names produce a fault: `fault`, `undeclared`, `call`, `slow` (a second within the
    transaction), a second `unique…`."""

    service = "toys"
    allowed = {Kind.STAFF: "make", Kind.USER: None}

    class Request(Schema):
        name = fields.String(max_length=40, min_length=1)
        owner_id = fields.UUID()
        group_ids = fields.List(fields.UUID(), max_length=10, load_default=list)

    class Response(ToyShape):
        pass


class BreakToy(Command):
    service = "toys"
    allowed = {Kind.STAFF: None}
    errors = (NotFound, AlreadyBroken)

    class Request(Schema):
        toy_id = fields.UUID()
        child_id = fields.String(max_length=36, load_default="anna")
        how = fields.String(max_length=40, load_default="fell")


class PraiseToy(Command):
    """Records an event and changes nothing else."""

    service = "toys"
    allowed = {Kind.STAFF: None}

    class Request(Schema):
        toy_id = fields.UUID()


class RenameToy(Command):
    service = "toys"
    allowed = {Kind.STAFF: None}
    errors = (NotFound,)

    class Request(Schema):
        toy_id = fields.UUID()
        name = fields.String(max_length=40, min_length=1)

    class Response(ToyShape):
        pass


class RepairToy(Command):
    """Executed as a job; refused once for the toy in `faults["stubborn"]`."""

    service = "toys"
    allowed = {Kind.SERVICE: None}
    errors = (AlreadyBroken,)

    class Request(Schema):
        toy_id = fields.UUID()


class OrderRepair(Command):
    service = "toys"
    allowed = {Kind.STAFF: None}

    class Request(Schema):
        toy_id = fields.UUID()
        after_seconds = fields.Integer(load_default=0)


class ThrowToyAway(Command):
    service = "toys"
    allowed = {Kind.STAFF: None}
    errors = (NotFound,)

    class Request(Schema):
        toy_id = fields.UUID()


class ListToys(Query):
    service = "toys"
    allowed = {Kind.STAFF: None, Kind.USER: None, Kind.GUEST: None, Kind.COLLECTOR: None}

    class Request(Paged):
        name = fields.String(max_length=40, load_default="")

    class Response(Page):
        rows = fields.List(fields.Nested(ToyShape), max_length=200)


class WriteInQuery(Query):
    service = "toys"
    allowed = {Kind.STAFF: None}


class FeedToys(Feed):
    service = "toys"
    of = ToyRecorded


class CountShelf(Query):
    service = "shelf"
    allowed = {Kind.STAFF: None, Kind.USER: None}

    class Request(Schema):
        toy_id = fields.UUID()

    class Response(Schema):
        names = fields.List(fields.String(max_length=40), max_length=10)
        breaks = fields.Integer(min=0)
