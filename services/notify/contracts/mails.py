"""Mails and their delivery status (docs/features.md#mails)."""

import enum

from services.chassis.contract import Command, Event, Kind, NotFound, Query, Schema, fields
from services.chassis.contract.caller import OPERATE
from services.chassis.contract.paging import EXAMPLE_PAGE, Page, Paged

__all__ = ["CountMails", "ListMailbox", "ListMails", "MailSent", "MailStatus", "ReadMailbox", "SendMail"]


class MailStatus(enum.StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    UNDELIVERABLE = "undeliverable"


class MailRow(Schema):
    """A mail and its history. `subject` is in the caller's language. The address is not stored; `problem` is the error
    of the last attempt."""

    id = fields.UUID()
    template = fields.String(max_length=60)
    subject = fields.String(max_length=200)
    recipient_id = fields.UUID(person=True)
    status = fields.Enum(MailStatus)
    attempts = fields.Integer(min=0)
    problem = fields.String(max_length=300)
    queued_at = fields.AwareDateTime()
    sent_at = fields.AwareDateTime(allow_none=True, required=True)


EXAMPLE = {
    "id": "01980000-0000-7000-8000-000000000041",
    "template": "service_request_received",
    "subject": "Uw serviceaanvraag SR-4401-9273-5 is ontvangen",
    "recipient_id": "01980000-0000-7000-8000-000000000002",
    "status": "sent",
    "attempts": 1,
    "problem": "",
    "queued_at": "2026-03-03T08:12:00+00:00",
    "sent_at": "2026-03-03T08:12:01+00:00",
}


class ListMails(Query):
    """Mails, newest first, for staff."""

    allowed = {Kind.STAFF: None}

    class Request(Paged):
        statuses = fields.List(fields.Enum(MailStatus), max_length=5, load_default=list)

    class Response(Page):
        rows = fields.List(fields.Nested(MailRow), max_length=200)

    example = ({}, {"rows": [EXAMPLE], "page": EXAMPLE_PAGE})


class MailsOfEvent(Schema):
    event_id = fields.UUID()
    mails = fields.Integer(min=0)


class CountMails(Query):
    """Number of mails per event, for `machinepark audit`. Events without a mail are omitted."""

    allowed = {Kind.STAFF: OPERATE}

    class Request(Schema):
        event_ids = fields.List(fields.UUID(), max_length=500)

    class Response(Schema):
        rows = fields.List(fields.Nested(MailsOfEvent), max_length=500)

    example = ({"event_ids": [EXAMPLE["id"]]}, {"rows": [{"event_id": EXAMPLE["id"], "mails": 1}]})


class SendMail(Command):
    """Send one queued mail; does nothing for a sent one, so no response is stored. Run as a job.

    A mail that the mail server does not accept stays `queued` and is retried with growing pauses.
    """

    allowed = {Kind.SERVICE: None}
    errors = (NotFound,)
    idempotent = False

    class Request(Schema):
        mail_id = fields.UUID()

    class Response(Schema):
        status = fields.Enum(MailStatus)

    example = ({"mail_id": EXAMPLE["id"]}, {"status": "sent"})


class MailboxRow(Schema):
    id = fields.UUID()
    to = fields.Email(personal=True)
    subject = fields.String(max_length=200)
    sent_at = fields.AwareDateTime()


class ListMailbox(Query):
    """The demo's mailbox, newest first: mails that would be sent by SMTP. Not found outside the demo."""

    allowed = {Kind.VISITOR: None, Kind.USER: None, Kind.STAFF: None}
    errors = (NotFound,)

    class Response(Schema):
        rows = fields.List(fields.Nested(MailboxRow), max_length=100)

    example = (
        {},
        {
            "rows": [
                {
                    "id": EXAMPLE["id"],
                    "to": "sanne@vandijk.example",
                    "subject": EXAMPLE["subject"],
                    "sent_at": "2026-03-03T08:12:01+00:00",
                }
            ]
        },
    )


class Attachment(Schema):
    """A file of text in a mail. `content_type` is without parameters, such as `text/calendar`."""

    name = fields.String(max_length=80)
    content_type = fields.String(max_length=80)
    content = fields.String(max_length=100_000, multiline=True, trim=False, personal=True)


class ReadMailbox(Query):
    """One mail of the demo's mailbox."""

    allowed = {Kind.VISITOR: None, Kind.USER: None, Kind.STAFF: None}
    errors = (NotFound,)

    class Request(Schema):
        mail_id = fields.UUID()

    class Response(MailboxRow):
        language = fields.String(max_length=2)
        text = fields.String(max_length=100_000, multiline=True, trim=False, personal=True)
        html = fields.String(max_length=500_000, multiline=True, trim=False, personal=True)
        attachments = fields.List(fields.Nested(Attachment), max_length=10)

    example = (
        {"mail_id": EXAMPLE["id"]},
        {
            "id": EXAMPLE["id"],
            "to": "sanne@vandijk.example",
            "subject": EXAMPLE["subject"],
            "sent_at": "2026-03-03T08:12:01+00:00",
            "language": "nl",
            "text": "Beste Sanne de Wit,\n…",
            "html": '<!doctype html><html lang="nl"><p>Beste Sanne de Wit,</p></html>',
            "attachments": [],
        },
    )


class MailSent(Event):
    """A mail was sent."""

    subject = "mail_id"

    class Data(Schema):
        mail_id = fields.UUID()
        template = fields.String(max_length=60)
        recipient_id = fields.UUID(person=True)
        at = fields.AwareDateTime()

    example = {
        "mail_id": EXAMPLE["id"],
        "template": "service_request_received",
        "recipient_id": EXAMPLE["recipient_id"],
        "at": "2026-03-03T08:12:01+00:00",
    }
