"""Service requests, from the customer's report to the dealer's answer (product.md section 5)."""

import enum

from services.chassis.contract import (
    Choice,
    Command,
    ContractError,
    Event,
    Flag,
    Id,
    Kind,
    ListOf,
    Moment,
    NotFound,
    One,
    Query,
    Schema,
    Text,
    Whole,
)
from services.chassis.contract.paging import EXAMPLE_PAGE, Page, Paged
from services.fleet.contracts import MachineNotFound
from services.identity.contracts import Right, StaffRight


class Category(enum.StrEnum):
    FAULT = "fault"
    PRINT_QUALITY = "print_quality"
    PAPER_JAM = "paper_jam"
    ERROR_CODE = "error_code"
    INSTALLATION = "installation"
    MOVE = "move"
    QUESTION = "question"


class Urgency(enum.StrEnum):
    """`down`: nothing comes out of the machine any more."""

    NORMAL = "normal"
    HIGH = "high"
    DOWN = "down"


class RequestStatus(enum.StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"


class RequestMovedOn(ContractError):
    """The request's status does not allow this (any more). `status` is the present one."""

    code = "request_moved_on"
    status = 409


class RequestMachine(Schema):
    """The machine as it was called when the request was filed."""

    id = Id()
    equipment_number = Text(max=20)
    serial_number = Text(max=60)
    manufacturer = Text(max=60)
    model_name = Text(max=80)
    own_reference = Text(max=60)
    site = Text(max=80)
    city = Text(max=80)


class RequestRow(Schema):
    id = Id()
    reference_number = Text(max=20)
    customer_id = Id()
    customer_name = Text(max=120)
    machine = One(RequestMachine)
    category = Choice(Category)
    urgency = Choice(Urgency)
    status = Choice(RequestStatus)
    received_at = Moment()
    changed_at = Moment()


class TimelineEntry(Schema):
    """The request got this status at this moment; `by_staff` tells on which side."""

    status = Choice(RequestStatus)
    at = Moment()
    by_staff = Flag()


class RequestDetail(RequestRow):
    """`may_accept` and `may_cancel` say what this caller can do with it now."""

    description = Text(max=4000, lines=True, personal=True)
    error_code = Text(max=40)
    contact_name = Text(max=120, personal=True)
    telephone = Text(max=30, personal=True)
    availability = Text(max=200, personal=True)
    timeline = ListOf(One(TimelineEntry), max=200)
    may_accept = Flag()
    may_cancel = Flag()


EXAMPLE_ROW = {
    "id": "01980000-0000-7000-8000-000000000031",
    "reference_number": "SR-4401-9273-5",
    "customer_id": "01980000-0000-7000-8000-000000000001",
    "customer_name": "Van Dijk Logistiek B.V.",
    "machine": {
        "id": "01980000-0000-7000-8000-000000000012",
        "equipment_number": "10042",
        "serial_number": "A7PY0SAMPLE18",
        "manufacturer": "Konica Minolta",
        "model_name": "bizhub C250i",
        "own_reference": "Balie 2e etage",
        "site": "Hoofdkantoor",
        "city": "Amsterdam",
    },
    "category": "paper_jam",
    "urgency": "normal",
    "status": "received",
    "received_at": "2026-03-03T08:12:00+00:00",
    "changed_at": "2026-03-03T08:12:00+00:00",
}
EXAMPLE = EXAMPLE_ROW | {
    "description": "Papier loopt vast bij lade 2.",
    "error_code": "",
    "contact_name": "Sanne de Wit",
    "telephone": "010 555 01 01",
    "availability": "",
    "timeline": [{"status": "received", "at": "2026-03-03T08:12:00+00:00", "by_staff": False}],
    "may_accept": False,
    "may_cancel": True,
}
_REFERENCE = {"reference_number": EXAMPLE["reference_number"]}
_ACCEPTED = EXAMPLE | {
    "status": "accepted",
    "changed_at": "2026-03-03T08:40:00+00:00",
    "timeline": [
        {"status": "received", "at": "2026-03-03T08:12:00+00:00", "by_staff": False},
        {"status": "accepted", "at": "2026-03-03T08:40:00+00:00", "by_staff": True},
    ],
}
_CANCELLED = EXAMPLE | {
    "status": "cancelled",
    "may_cancel": False,
    "timeline": [
        {"status": "received", "at": "2026-03-03T08:12:00+00:00", "by_staff": False},
        {"status": "cancelled", "at": "2026-03-03T08:12:00+00:00", "by_staff": False},
    ],
}


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

    `text` finds a reference number, or the beginning of a machine's number. `open_only` leaves out what has ended.
    """

    allowed = {Kind.USER: None, Kind.STAFF: None}

    class Request(Paged):
        machine_id = Id(nullable=True)
        statuses = ListOf(Choice(RequestStatus), max=20, load_default=list)
        open_only = Flag(load_default=False)
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
    """How many requests within the caller's scope have each status. Counts stop at 1,000."""

    allowed = {Kind.USER: None, Kind.STAFF: None}

    class Response(Schema):
        received = Whole(min=0)
        accepted = Whole(min=0)
        open = Whole(min=0)

    example = ({}, {"received": 1, "accepted": 1, "open": 2})


class AcceptServiceRequest(Command):
    """The dealer takes the request in hand."""

    allowed = {Kind.STAFF: StaffRight.HANDLE_SERVICE}
    errors = (NotFound, RequestMovedOn)

    class Request(Schema):
        reference_number = Text(max=20)

    class Response(RequestDetail):
        pass

    example = (_REFERENCE, _ACCEPTED)


class CancelServiceRequest(Command):
    """The customer takes the request back, as long as the dealer has not accepted it."""

    allowed = {Kind.USER: Right.REQUEST_SERVICE}
    errors = (NotFound, RequestMovedOn)

    class Request(Schema):
        reference_number = Text(max=20)

    class Response(RequestDetail):
        pass

    example = (_REFERENCE, _CANCELLED)


class _RequestFacts(Schema):
    """What may be known of a request without knowing a person: enough for its mails."""

    request_id = Id()
    reference_number = Text(max=20)
    customer_id = Id()
    machine = One(RequestMachine)
    category = Choice(Category)
    urgency = Choice(Urgency)
    requester_id = Id(person=True)
    at = Moment()


_FACTS = {
    "request_id": EXAMPLE["id"],
    "reference_number": EXAMPLE["reference_number"],
    "customer_id": EXAMPLE["customer_id"],
    "machine": EXAMPLE["machine"],
    "category": "paper_jam",
    "urgency": "normal",
    "requester_id": "01980000-0000-7000-8000-000000000002",
    "at": "2026-03-03T08:12:00+00:00",
}


class ServiceRequestReceived(Event):
    """A service request was filed."""

    subject = "request_id"
    example = _FACTS

    class Data(_RequestFacts):
        pass


class ServiceRequestAccepted(Event):
    """The dealer took a service request in hand."""

    subject = "request_id"
    example = _FACTS

    class Data(_RequestFacts):
        pass


class ServiceRequestCancelled(Event):
    """The customer took a service request back."""

    subject = "request_id"
    example = _FACTS

    class Data(_RequestFacts):
        pass
