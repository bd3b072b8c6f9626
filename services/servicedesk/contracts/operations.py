"""What can be asked of the service desk: filing a request, and following requests."""

from services.chassis.contract import Choice, Command, Flag, Id, Kind, ListOf, NotFound, One, Query, Schema, Text, Whole
from services.chassis.contract.paging import EXAMPLE_PAGE, Page, Paged
from services.fleet.contracts import MachineNotFound
from services.identity.contracts import Right
from services.servicedesk.contracts.requests import (
    EXAMPLE,
    EXAMPLE_ROW,
    Category,
    RequestDetail,
    RequestRow,
    RequestStatus,
    Urgency,
)

_REFERENCE = {"reference_number": EXAMPLE["reference_number"]}


class FileServiceRequest(Command):
    """Tell the dealer that something is wrong with a machine that the caller sees."""

    allowed = {Kind.USER: Right.REQUEST_SERVICE}
    errors = (MachineNotFound,)

    class Request(Schema):
        machine_id = Id()
        category = Choice(Category)
        urgency = Choice(Urgency, load_default=Urgency.NORMAL)
        description = Text(max=4000, min=1, lines=True, personal=True)
        error_code = Text(max=40, load_default="")
        contact_name = Text(max=120, min=1, personal=True)
        telephone = Text(max=30, min=1, personal=True)
        availability = Text(max=200, load_default="", personal=True)

    class Response(RequestDetail):
        pass

    example = (
        {
            "machine_id": "01980000-0000-7000-8000-000000000012",
            **{key: EXAMPLE[key] for key in ("category", "description", "contact_name", "telephone")},
        },
        EXAMPLE,
    )


class ListServiceRequests(Query):
    """Service requests within the caller's scope, newest first.

    `text` finds a reference number, or the beginning of a machine's number. `open_only` leaves out what has ended;
    `needs_answer` leaves those in which the customer wrote last.
    """

    allowed = {Kind.USER: None, Kind.STAFF: None}

    class Request(Paged):
        machine_id = Id(nullable=True)
        statuses = ListOf(Choice(RequestStatus), max=20, load_default=list)
        open_only = Flag(load_default=False)
        needs_answer = Flag(load_default=False)
        text = Text(max=80, load_default="")

    class Response(Page):
        rows = ListOf(One(RequestRow), max=200)

    example = ({"open_only": True}, {"rows": [EXAMPLE_ROW], "page": EXAMPLE_PAGE})


class FindServiceRequest(Query):
    """One service request with its timeline."""

    allowed = {Kind.USER: None, Kind.STAFF: None}
    errors = (NotFound,)

    class Request(Schema):
        reference_number = Text(max=20)

    class Response(RequestDetail):
        pass

    example = (_REFERENCE, EXAMPLE)


class CountServiceRequests(Query):
    """How many open requests within the caller's scope have each status. Counts stop at 1,000.

    `waiting` counts those for parts and for the customer; `needs_answer` those in which the customer wrote last.
    """

    allowed = {Kind.USER: None, Kind.STAFF: None}

    class Response(Schema):
        received = Whole(min=0)
        accepted = Whole(min=0)
        scheduled = Whole(min=0)
        waiting = Whole(min=0)
        resolved = Whole(min=0)
        needs_answer = Whole(min=0)
        open = Whole(min=0)

    example = (
        {},
        {"received": 1, "accepted": 1, "scheduled": 0, "waiting": 0, "resolved": 0, "needs_answer": 0, "open": 2},
    )
