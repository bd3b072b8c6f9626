"""Service requests and contact messages from before, taken over from an older portal (product.md section 10)."""

from services.chassis.contract import Choice, Command, Flag, Id, Kind, ListOf, Moment, NotFound, One, Schema, Text
from services.fleet.contracts import MachineNotFound
from services.identity.contracts import StaffRight
from services.servicedesk.contracts.contact import EXAMPLE as MESSAGE
from services.servicedesk.contracts.contact import ContactSubject
from services.servicedesk.contracts.requests import EXAMPLE, Category, RequestMovedOn, RequestStatus, Urgency


class RecordPastServiceRequest(Command):
    """Take over a request from before: it went through `steps` (from `received`) at their moments; nobody is told."""

    allowed = {Kind.STAFF: StaffRight.HANDLE_SERVICE}
    errors = (MachineNotFound, RequestMovedOn)

    class Request(Schema):
        class Step(Schema):
            status = Choice(RequestStatus)
            at = Moment()
            by_staff = Flag(load_default=True)
            note = Text(max=1000, load_default="", lines=True)
            visit_begins_at = Moment(nullable=True)
            visit_ends_at = Moment(nullable=True)

        class Said(Schema):
            at = Moment()
            by_staff = Flag()
            text = Text(max=4000, min=1, lines=True, personal=True)

        machine_id = Id()
        requester_id = Id(person=True)
        category = Choice(Category)
        urgency = Choice(Urgency, load_default=Urgency.NORMAL)
        description = Text(max=4000, min=1, lines=True, personal=True)
        error_code = Text(max=40, load_default="")
        contact_name = Text(max=120, min=1, personal=True)
        telephone = Text(max=30, min=1, personal=True)
        availability = Text(max=200, load_default="", personal=True)
        steps = ListOf(One(Step), min=1, max=50)
        messages = ListOf(One(Said), max=50, load_default=list)

    class Response(Schema):
        reference_number = Text(max=20)

    example = (
        {
            "machine_id": EXAMPLE["machine"]["id"],
            "requester_id": "01980000-0000-7000-8000-000000000002",
            **{key: EXAMPLE[key] for key in ("category", "description", "contact_name", "telephone")},
            "steps": [{"status": "received", "at": "2026-03-03T08:12:00+00:00", "by_staff": False}],
        },
        {"reference_number": EXAMPLE["reference_number"]},
    )


class RecordPastContactMessage(Command):
    """Take over a message from before, handled at `handled_at` or still waiting; nobody is told."""

    allowed = {Kind.STAFF: StaffRight.MANAGE_CUSTOMERS}
    errors = (NotFound,)

    class Request(Schema):
        customer_id = Id()
        sender_id = Id(person=True)
        subject = Choice(ContactSubject)
        name = Text(max=120, min=1, personal=True)
        telephone = Text(max=30, load_default="", personal=True)
        text = Text(max=4000, min=1, lines=True, personal=True)
        received_at = Moment()
        handled_at = Moment(nullable=True)
        note = Text(max=1000, load_default="", lines=True, personal=True)

    class Response(Schema):
        reference_number = Text(max=20)

    example = (
        {key: MESSAGE[key] for key in ("customer_id", "sender_id", "subject", "name", "text", "received_at")},
        {"reference_number": MESSAGE["reference_number"]},
    )
