"""The demo's mailbox: mails that would be sent by SMTP."""

from services.chassis.contract import Kind, NotFound, Query, Schema, fields
from services.notify.contracts.mails import EXAMPLE

__all__ = ["ListMailbox", "ReadMailbox"]


class MailboxRow(Schema):
    """A mail that was sent. A mail that staff sent again has another `message_id` each time."""

    message_id = fields.UUID()
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
                    "message_id": EXAMPLE["id"],
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
        message_id = fields.UUID()

    class Response(MailboxRow):
        language = fields.String(max_length=2)
        text = fields.String(max_length=100_000, multiline=True, trim=False, personal=True)
        html = fields.String(max_length=500_000, multiline=True, trim=False, personal=True)
        attachments = fields.List(fields.Nested(Attachment), max_length=10)

    example = (
        {"message_id": EXAMPLE["id"]},
        {
            "message_id": EXAMPLE["id"],
            "to": "sanne@vandijk.example",
            "subject": EXAMPLE["subject"],
            "sent_at": "2026-03-03T08:12:01+00:00",
            "language": "nl",
            "text": "Beste Sanne de Wit,\n…",
            "html": '<!doctype html><html lang="nl"><p>Beste Sanne de Wit,</p></html>',
            "attachments": [],
        },
    )
