"""Service requests, from the customer's report to the dealer's answer (product.md section 5)."""

import enum

from services.chassis.contract import (
    Choice,
    ContractError,
    Flag,
    Id,
    ListOf,
    Moment,
    One,
    Schema,
    Text,
)


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
