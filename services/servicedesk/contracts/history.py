"""Import of past service requests and contact messages from another portal. No events are sent."""

from services.chassis.contract import Command, Kind, NotFound, Schema, fields
from services.fleet.contracts import MachineNotFound
from services.identity.contracts import StaffRight
from services.servicedesk.contracts.contact import EXAMPLE as MESSAGE
from services.servicedesk.contracts.contact import ContactSubject
from services.servicedesk.contracts.requests import EXAMPLE, Category, InvalidRequestTransition, RequestStatus, Urgency

__all__ = ["ImportContactMessage", "ImportServiceRequest"]


class ImportServiceRequest(Command):
    """Import a past service request with the times of its `steps`, from `received`. Sends no events."""

    allowed = {Kind.STAFF: StaffRight.HANDLE_SERVICE}
    errors = (MachineNotFound, InvalidRequestTransition)

    class Request(Schema):
        class Step(Schema):
            status = fields.Enum(RequestStatus)
            at = fields.AwareDateTime()
            by_staff = fields.Boolean(load_default=True)
            note = fields.String(max_length=1000, load_default="", multiline=True)
            visit_begins_at = fields.AwareDateTime(allow_none=True)
            visit_ends_at = fields.AwareDateTime(allow_none=True)

        class Message(Schema):
            at = fields.AwareDateTime()
            by_staff = fields.Boolean()
            text = fields.String(max_length=4000, min_length=1, multiline=True, personal=True)

        machine_id = fields.UUID()
        requester_id = fields.UUID(person=True)
        category = fields.Enum(Category)
        urgency = fields.Enum(Urgency, load_default=Urgency.NORMAL)
        description = fields.String(max_length=4000, min_length=1, multiline=True, personal=True)
        error_code = fields.String(max_length=40, load_default="", personal=True)
        contact_name = fields.String(max_length=120, min_length=1, personal=True)
        telephone = fields.String(max_length=30, min_length=1, personal=True)
        availability = fields.String(max_length=200, load_default="", personal=True)
        steps = fields.List(fields.Nested(Step), min_length=1, max_length=50)
        messages = fields.List(fields.Nested(Message), max_length=50, load_default=list)

    class Response(Schema):
        reference_number = fields.String(max_length=20)

    example = (
        {
            "machine_id": EXAMPLE["machine"]["id"],
            "requester_id": "01980000-0000-7000-8000-000000000002",
            **{key: EXAMPLE[key] for key in ("category", "description", "contact_name", "telephone")},
            "steps": [{"status": "received", "at": "2026-03-03T08:12:00+00:00", "by_staff": False}],
        },
        {"reference_number": EXAMPLE["reference_number"]},
    )


class ImportContactMessage(Command):
    """Import a past contact message; `handled_at` is null if it was not handled. Sends no events."""

    allowed = {Kind.STAFF: StaffRight.MANAGE_CUSTOMERS}
    errors = (NotFound,)

    class Request(Schema):
        customer_id = fields.UUID()
        sender_id = fields.UUID(person=True)
        subject = fields.Enum(ContactSubject)
        name = fields.String(max_length=120, min_length=1, personal=True)
        telephone = fields.String(max_length=30, load_default="", personal=True)
        text = fields.String(max_length=4000, min_length=1, multiline=True, personal=True)
        received_at = fields.AwareDateTime()
        handled_at = fields.AwareDateTime(allow_none=True)
        note = fields.String(max_length=1000, load_default="", multiline=True, personal=True)

    class Response(Schema):
        reference_number = fields.String(max_length=20)

    example = (
        {key: MESSAGE[key] for key in ("customer_id", "sender_id", "subject", "name", "text", "received_at")},
        {"reference_number": MESSAGE["reference_number"]},
    )
