"""Service requests, from the customer's report to the dealer's answer (product.md section 5)."""

import enum
from typing import Any

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
    Whole,
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
    """`scheduled`: a visit is planned. `resolved`: the dealer is done, and asks whether it is solved."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    WAITING_FOR_PARTS = "waiting_for_parts"
    WAITING_FOR_CUSTOMER = "waiting_for_customer"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class RequestMovedOn(ContractError):
    """The request's status does not allow this (any more). `status` is the present one."""

    code = "request_moved_on"
    status = 409


class ImpossibleVisit(ContractError):
    """The visit cannot be then. `reason`: `in_the_past`, `ends_before_it_begins`, `too_long` (more than 24 hours)."""

    code = "impossible_visit"
    status = 422


class Visit(Schema):
    """When the technician comes. `number` rises each time it is moved (RFC 5545, SEQUENCE)."""

    begins_at = Moment()
    ends_at = Moment()
    number = Whole(min=0)


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
    """`visit` is the planned one, or null. `needs_answer`: the customer wrote last."""

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
    visit = One(Visit, nullable=True, required=True)
    needs_answer = Flag()


class TimelineEntry(Schema):
    """The request got this status at this moment; `by_staff` tells on which side, `note` what was said with it."""

    status = Choice(RequestStatus)
    at = Moment()
    by_staff = Flag()
    note = Text(max=1000, lines=True)
    visit = One(Visit, nullable=True, required=True)


class Message(Schema):
    """What the customer and the dealer write to each other about a request."""

    id = Id()
    at = Moment()
    by_staff = Flag()
    text = Text(max=4000, lines=True, personal=True)


class RequestDetail(RequestRow):
    """`may_…` say what this caller can do with it now. `technician` comes to the visit; empty when not told."""

    description = Text(max=4000, lines=True, personal=True)
    error_code = Text(max=40)
    contact_name = Text(max=120, personal=True)
    telephone = Text(max=30, personal=True)
    availability = Text(max=200, personal=True)
    technician = Text(max=120, personal=True)
    timeline = ListOf(One(TimelineEntry), max=500)
    messages = ListOf(One(Message), max=1000)
    may_accept = Flag()
    may_schedule = Flag()
    may_start = Flag()
    may_wait = Flag()
    may_resolve = Flag()
    may_close = Flag()
    may_reopen = Flag()
    may_cancel = Flag()
    may_write = Flag()


EXAMPLE_ROW: dict[str, Any] = {
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
    "visit": None,
    "needs_answer": False,
}
STEP = {"status": "received", "at": "2026-03-03T08:12:00+00:00", "by_staff": False, "note": "", "visit": None}
MAY = tuple(name for name in RequestDetail().fields if name.startswith("may_"))
EXAMPLE = EXAMPLE_ROW | {
    "description": "Papier loopt vast bij lade 2.",
    "error_code": "",
    "contact_name": "Sanne de Wit",
    "telephone": "010 555 01 01",
    "availability": "",
    "technician": "",
    "timeline": [STEP],
    "messages": [],
    **dict.fromkeys(MAY, False),
    "may_cancel": True,
    "may_write": True,
}
