"""Service requests, from filed to closed (docs/features.md#service-requests)."""

import enum
from typing import Any

from services.chassis.contract import ContractError, Schema, fields
from services.chassis.contract.guests import Guest
from services.servicedesk.contracts.visits import Visit, VisitChange

MAX_SIGHTINGS = 200
__all__ = ["Category", "InvalidRequestTransition", "RequestStatus", "RequestStep", "Urgency"]


class Category(enum.StrEnum):
    FAULT = "fault"
    PRINT_QUALITY = "print_quality"
    PAPER_JAM = "paper_jam"
    ERROR_CODE = "error_code"
    INSTALLATION = "installation"
    MOVE = "move"
    QUESTION = "question"


class Urgency(enum.StrEnum):
    """`down`: the machine does not print at all."""

    NORMAL = "normal"
    HIGH = "high"
    DOWN = "down"


class RequestStatus(enum.StrEnum):
    """`scheduled`: a visit is scheduled. `resolved`: the dealer is done; the customer closes or reopens it."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    WAITING_FOR_PARTS = "waiting_for_parts"
    WAITING_FOR_CUSTOMER = "waiting_for_customer"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class RequestStep(enum.StrEnum):
    """What happened: a status was set, or `answered`: the customer answered the question; `reopened`: the customer
    reopened the request; `visit_rescheduled`: the visit was scheduled at another time; `technician_changed`: another
    engineer will come, at the same time."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    REOPENED = "reopened"
    SCHEDULED = "scheduled"
    VISIT_RESCHEDULED = "visit_rescheduled"
    TECHNICIAN_CHANGED = "technician_changed"
    IN_PROGRESS = "in_progress"
    WAITING_FOR_PARTS = "waiting_for_parts"
    WAITING_FOR_CUSTOMER = "waiting_for_customer"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class InvalidRequestTransition(ContractError):
    """The request's present `status` does not allow this."""

    code = "invalid_request_transition"
    status = 409


class RequestMachine(Schema):
    """The machine with its names at the time of the request."""

    id = fields.UUID()
    equipment_number = fields.String(max_length=20)
    serial_number = fields.String(max_length=60)
    manufacturer = fields.String(max_length=60)
    model_name = fields.String(max_length=80)
    own_reference = fields.String(max_length=60)
    site = fields.String(max_length=80)
    city = fields.String(max_length=80)


class RequestRow(Schema):
    """A service request in a list. `requester_id` is the user who filed it, null if a `guest` did; `guest` is null if a
    user did; `sighting_count` guests have seen the fault too. `visit` is the scheduled one, or null.
    `needs_answer`: the customer wrote or reopened the request, and the dealer has not reacted yet."""

    id = fields.UUID()
    reference_number = fields.String(max_length=20)
    customer_id = fields.UUID()
    customer_name = fields.String(max_length=120)
    requester_id = fields.UUID(person=True, allow_none=True, required=True)
    guest = fields.Nested(Guest, allow_none=True, required=True)
    sighting_count = fields.Integer(min=0)
    machine = fields.Nested(RequestMachine)
    category = fields.Enum(Category)
    urgency = fields.Enum(Urgency)
    status = fields.Enum(RequestStatus)
    received_at = fields.AwareDateTime()
    changed_at = fields.AwareDateTime()
    visit = fields.Nested(Visit, allow_none=True, required=True)
    needs_answer = fields.Boolean()


class TimelineEntry(Schema):
    """A change of status, with an optional `note`; `by_staff` is true when the dealer made it. `author_id` is the user
    who did; null for the dealer, for a guest, and where it was not stored. `visit` is the one scheduled then;
    `visit_change` is null if the visit is still planned or took place. `technician` is its engineer, empty when not
    given or not stored; `previous_technician` the one who was planned before, null if this entry did not change
    that."""

    status = fields.Enum(RequestStatus)
    step = fields.Enum(RequestStep)
    at = fields.AwareDateTime()
    by_staff = fields.Boolean()
    author_id = fields.UUID(allow_none=True, required=True, person=True)
    note = fields.String(max_length=1000, multiline=True, personal=True)
    visit = fields.Nested(Visit, allow_none=True, required=True)
    visit_change = fields.Enum(VisitChange, allow_none=True, required=True)
    technician = fields.String(max_length=120, personal=True)
    previous_technician = fields.String(max_length=120, allow_none=True, required=True, personal=True)


class Message(Schema):
    """A message between customer and dealer about a request. `author_id` as of `TimelineEntry`."""

    id = fields.UUID()
    at = fields.AwareDateTime()
    by_staff = fields.Boolean()
    author_id = fields.UUID(allow_none=True, required=True, person=True)
    text = fields.String(max_length=4000, multiline=True, personal=True)


class GuestSighting(Schema):
    """A guest who said "also seen by me", as `Guest`."""

    id = fields.UUID()
    at = fields.AwareDateTime()
    name = fields.String(max_length=120, personal=True)
    email = fields.String(max_length=254, personal=True)
    language = fields.String(max_length=2)


class RequestDetail(RequestRow):
    """`may_…` say what the caller can do with the request now; `may_reschedule_visit`: scheduling a visit now moves the
    planned one, which has not ended. `technician` is empty when not given. `visit_revision` increases with every change
    of the visit, also when it is called off. `reopen_until` is when a resolved request
    closes automatically, null in any other status. `sightings` are the newest."""

    description = fields.String(max_length=4000, multiline=True, personal=True)
    error_code = fields.String(max_length=40, personal=True)
    contact_name = fields.String(max_length=120, personal=True)
    telephone = fields.String(max_length=30, personal=True)
    availability = fields.String(max_length=200, personal=True)
    technician = fields.String(max_length=120, personal=True)
    visit_revision = fields.Integer(min=0)
    reopen_until = fields.AwareDateTime(allow_none=True, required=True)
    timeline = fields.List(fields.Nested(TimelineEntry), max_length=500)
    messages = fields.List(fields.Nested(Message), max_length=1000)
    sightings = fields.List(fields.Nested(GuestSighting), max_length=MAX_SIGHTINGS)
    may_accept = fields.Boolean()
    may_schedule = fields.Boolean()
    may_reschedule_visit = fields.Boolean()
    may_start = fields.Boolean()
    may_wait = fields.Boolean()
    may_resolve = fields.Boolean()
    may_close = fields.Boolean()
    may_reopen = fields.Boolean()
    may_cancel = fields.Boolean()
    may_write = fields.Boolean()


REQUESTER = "01980000-0000-7000-8000-000000000002"
EXAMPLE_ROW: dict[str, Any] = {
    "id": "01980000-0000-7000-8000-000000000031",
    "reference_number": "SR-4401-9273-5",
    "customer_id": "01980000-0000-7000-8000-000000000001",
    "customer_name": "Van Dijk Logistiek B.V.",
    "requester_id": REQUESTER,
    "guest": None,
    "sighting_count": 0,
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
STEP = {
    "status": "received",
    "step": "received",
    "at": "2026-03-03T08:12:00+00:00",
    "by_staff": False,
    "author_id": REQUESTER,
    "note": "",
    "visit": None,
    "visit_change": None,
    "technician": "",
    "previous_technician": None,
}
MAY = tuple(name for name in RequestDetail().fields if name.startswith("may_"))
EXAMPLE = EXAMPLE_ROW | {
    "description": "Papier loopt vast bij lade 2.",
    "error_code": "",
    "contact_name": "Sanne de Wit",
    "telephone": "010 555 01 01",
    "availability": "",
    "technician": "",
    "visit_revision": 0,
    "reopen_until": None,
    "timeline": [STEP],
    "messages": [],
    "sightings": [],
    **dict.fromkeys(MAY, False),
    "may_cancel": True,
    "may_write": True,
}
