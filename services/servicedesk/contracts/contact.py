"""Contact messages to the dealer, not about a machine (docs/features.md#service-requests)."""

import enum
from typing import Any

from services.chassis.contract import (
    Command,
    ContractError,
    Event,
    Kind,
    NotFound,
    Query,
    Schema,
    TooManyAttempts,
    fields,
)
from services.chassis.contract.paging import EXAMPLE_PAGE, Page, Paged
from services.identity.contracts import StaffRight
from services.identity.contracts.languages import Language

__all__ = [
    "AlreadyHandled", "ContactMessageHandled", "ContactMessageReceived", "ContactStatus", "ContactSubject",
    "CountContactMessages", "GetContactMessage", "HandleContactMessage", "ListContactMessages", "SendContactMessage",
]  # fmt: skip

HANDLES: dict[Kind, StaffRight | None] = {Kind.STAFF: StaffRight.MANAGE_CUSTOMERS}
_READS: dict[Kind, StaffRight | None] = {Kind.USER: None, **HANDLES}


class ContactSubject(enum.StrEnum):
    """`company_data`: the user asks the dealer to change address or invoice details."""

    COMPANY_DATA = "company_data"
    QUESTION = "question"
    OTHER = "other"


class ContactStatus(enum.StrEnum):
    RECEIVED = "received"
    HANDLED = "handled"


class AlreadyHandled(ContractError):
    """The message was handled before."""

    code = "already_handled"
    status = 409


class ContactRow(Schema):
    """A contact message in a list. `name` and `telephone` are as entered by the sender, whose account is `sender_id`. A
    visitor has no account and no customer: then both ids are null, and `email` and `customer_number` are as entered;
    they are empty for a user. `is_suspected`: it looks like spam, and nobody was mailed about it."""

    id = fields.UUID()
    reference_number = fields.String(max_length=20)
    customer_id = fields.UUID(allow_none=True, required=True)
    customer_name = fields.String(max_length=120)
    sender_id = fields.UUID(person=True, allow_none=True, required=True)
    email = fields.String(max_length=254, personal=True)
    customer_number = fields.String(max_length=20)
    is_suspected = fields.Boolean()
    subject = fields.Enum(ContactSubject)
    status = fields.Enum(ContactStatus)
    name = fields.String(max_length=120, personal=True)
    telephone = fields.String(max_length=30, personal=True)
    received_at = fields.AwareDateTime()


class ContactDetail(ContactRow):
    """`note` was given by the dealer when handling the message; the sender reads it. `handled_at` is null until
    then. `language` is that of the page on which the message was written."""

    language = fields.Enum(Language)
    text = fields.String(max_length=4000, multiline=True, personal=True)
    note = fields.String(max_length=1000, multiline=True, personal=True)
    handled_at = fields.AwareDateTime(allow_none=True, required=True)


EXAMPLE_ROW: dict[str, Any] = {
    "id": "01980000-0000-7000-8000-000000000035",
    "reference_number": "CM-4401-9273-5",
    "customer_id": "01980000-0000-7000-8000-000000000001",
    "customer_name": "Van Dijk Logistiek B.V.",
    "sender_id": "01980000-0000-7000-8000-000000000002",
    "email": "",
    "customer_number": "",
    "is_suspected": False,
    "subject": "company_data",
    "status": "received",
    "name": "Sanne de Wit",
    "telephone": "020 555 01 10",
    "received_at": "2026-03-03T08:12:00+00:00",
}
EXAMPLE = EXAMPLE_ROW | {
    "language": "nl",
    "text": "Ons nieuwe adres is Voorbeeldkade 14.",
    "note": "",
    "handled_at": None,
}
_REFERENCE = {"reference_number": EXAMPLE["reference_number"]}
_NOTE = {"note": "Het nieuwe adres staat in onze administratie."}


class SendContactMessage(Command):
    """Send a message to the dealer. Every user may."""

    allowed = {Kind.USER: None}
    errors = (TooManyAttempts,)

    class Request(Schema):
        subject = fields.Enum(ContactSubject)
        name = fields.String(max_length=120, min_length=1, personal=True)
        telephone = fields.Telephone(load_default="", personal=True)
        text = fields.String(max_length=4000, min_length=1, multiline=True, personal=True)

    class Response(ContactDetail):
        pass

    example = ({key: EXAMPLE[key] for key in ("subject", "name", "telephone", "text")}, EXAMPLE)


class ListContactMessages(Query):
    """Contact messages, newest first: for staff all, for a user those the user sent. For staff, a list of messages that
    are not handled is a queue: oldest first. With `suspected` those that look like spam, else all others."""

    allowed = _READS

    class Request(Paged):
        statuses = fields.List(fields.Enum(ContactStatus), max_length=5, load_default=list)
        suspected = fields.Boolean(load_default=False)
        subjects = fields.List(fields.Enum(ContactSubject), max_length=5, load_default=list)

    class Response(Page):
        rows = fields.List(fields.Nested(ContactRow), max_length=200)

    example = ({"statuses": ["received"]}, {"rows": [EXAMPLE_ROW], "page": EXAMPLE_PAGE})


class CountContactMessages(Query):
    """Number of messages that the dealer has not handled, and apart from them of those that look like spam. Counts stop
    at 1,000."""

    allowed = HANDLES

    class Response(Schema):
        received = fields.Integer(min=0)
        suspected = fields.Integer(min=0)

    example = ({}, {"received": 1, "suspected": 0})


class GetContactMessage(Query):
    """One contact message, for its sender and for staff. Services read what a mail about it quotes."""

    allowed = _READS | {Kind.SERVICE: None}
    errors = (NotFound,)

    class Request(Schema):
        reference_number = fields.String(max_length=20)

    class Response(ContactDetail):
        pass

    example = (_REFERENCE, EXAMPLE)


class HandleContactMessage(Command):
    """Mark a contact message as handled, with an optional note to the sender."""

    allowed = HANDLES
    errors = (NotFound, AlreadyHandled)

    class Request(Schema):
        reference_number = fields.String(max_length=20)
        note = fields.String(max_length=1000, load_default="", multiline=True, personal=True)

    class Response(ContactDetail):
        pass

    example = (
        _REFERENCE | _NOTE,
        EXAMPLE | _NOTE | {"status": "handled", "handled_at": "2026-03-03T09:30:00+00:00"},
    )


class _ContactFacts(Schema):
    """Data of the contact message events: enough to render their mails, without the text. `customer_id`
    and `sender_id` are null if a visitor sent the message."""

    message_id = fields.UUID()
    reference_number = fields.String(max_length=20)
    customer_id = fields.UUID(allow_none=True, required=True)
    customer_name = fields.String(max_length=120)
    subject = fields.Enum(ContactSubject)
    sender_id = fields.UUID(person=True, allow_none=True, required=True)
    at = fields.AwareDateTime()


_FACTS = {
    "message_id": EXAMPLE["id"],
    "at": EXAMPLE["received_at"],
    **{key: EXAMPLE[key] for key in ("reference_number", "customer_id", "customer_name", "sender_id", "subject")},
}


class ContactMessageReceived(Event):
    """A user or a visitor sent a message to the dealer. The text is not part of the event."""

    subject = "message_id"
    example = _FACTS

    class Data(_ContactFacts):
        pass


class ContactMessageHandled(Event):
    """The dealer handled a contact message. The note is not part of the event."""

    subject = "message_id"
    example = _FACTS

    class Data(_ContactFacts):
        pass
