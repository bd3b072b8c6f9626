"""The contracts of the made-up services that the chassis' tests run (`toys.py`)."""

from services.chassis.contract import (
    Command,
    ContractError,
    Event,
    Feed,
    Id,
    Kind,
    ListOf,
    NotFound,
    One,
    Query,
    Schema,
    StateEvent,
    Text,
    Whole,
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
        toy_id = Id()
        owner_id = Id()
        name = Text(max=40)
        group_ids = ListOf(Id(), max=10)


class ToyBroke(Event):
    service = "toys"
    subject = "toy_id"

    class Data(Schema):
        toy_id = Id()
        child_id = Text(max=36, person=True)
        how = Text(max=40, personal=True)


class ToyShape(Schema):
    id = Id()
    name = Text(max=40)
    repairs = Whole(min=0)


class MakeToy(Command):
    """Make a toy. A name can ask for trouble: `fault`, `undeclared`, `call`, `slow` (a second within the work)."""

    service = "toys"
    allowed = {Kind.STAFF: "make", Kind.USER: None}

    class Request(Schema):
        name = Text(max=40, min=1)
        owner_id = Id()
        group_ids = ListOf(Id(), max=10, load_default=list)

    class Response(ToyShape):
        pass


class BreakToy(Command):
    service = "toys"
    allowed = {Kind.STAFF: None}
    errors = (NotFound, AlreadyBroken)

    class Request(Schema):
        toy_id = Id()
        child_id = Text(max=36, load_default="anna")
        how = Text(max=40, load_default="fell")


class PraiseToy(Command):
    """Records that something happened, and changes nothing else."""

    service = "toys"
    allowed = {Kind.STAFF: None}

    class Request(Schema):
        toy_id = Id()


class RenameToy(Command):
    service = "toys"
    allowed = {Kind.STAFF: None}
    errors = (NotFound,)

    class Request(Schema):
        toy_id = Id()
        name = Text(max=40, min=1)

    class Response(ToyShape):
        pass


class RepairToy(Command):
    """Run as timed work; a toy named `stubborn` refuses once."""

    service = "toys"
    allowed = {Kind.SERVICE: None}
    errors = (AlreadyBroken,)

    class Request(Schema):
        toy_id = Id()


class OrderRepair(Command):
    service = "toys"
    allowed = {Kind.STAFF: None}

    class Request(Schema):
        toy_id = Id()
        after_seconds = Whole(load_default=0)


class ThrowToyAway(Command):
    service = "toys"
    allowed = {Kind.STAFF: None}
    errors = (NotFound,)

    class Request(Schema):
        toy_id = Id()


class ListToys(Query):
    service = "toys"
    allowed = {Kind.STAFF: None, Kind.USER: None, Kind.GUEST: None, Kind.COLLECTOR: None}

    class Request(Paged):
        name = Text(max=40, load_default="")

    class Response(Page):
        rows = ListOf(One(ToyShape), max=200)


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
        toy_id = Id()

    class Response(Schema):
        names = ListOf(Text(max=40), max=10)
        breaks = Whole(min=0)
