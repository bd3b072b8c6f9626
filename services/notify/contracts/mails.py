"""Mails and their delivery status (docs/features.md#mails)."""

import enum

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
from services.chassis.contract.caller import OPERATE
from services.chassis.contract.paging import EXAMPLE_PAGE, Page, Paged
from services.identity.contracts import StaffRight

__all__ = [
    "CountMails", "CountUndeliverableMails", "GetMail", "ListMails", "MailHasLink", "MailOutdated", "MailProblem",
    "MailSent", "MailStatus", "MailWaiting", "ResendMail", "SendMail",
]  # fmt: skip


class MailStatus(enum.StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    UNDELIVERABLE = "undeliverable"


class MailProblem(enum.StrEnum):
    """Why a mail was not sent. Other reasons are the names of errors of Python's `smtplib` and of the system.

    `service_unavailable`: a service that knows a part of the mail did not answer. `details_refused`: it refused the
    request, with the error code that follows.
    """

    RECIPIENT_REFUSED = "recipient_refused"
    NO_RECIPIENT = "no_recipient"
    LINK_EXPIRED = "link_expired"
    CANNOT_BE_WRITTEN = "cannot_be_written"
    SERVICE_UNAVAILABLE = "service_unavailable"
    DETAILS_REFUSED = "details_refused"


class MailWaiting(ContractError):
    """The mail is waiting to be sent."""

    code = "mail_waiting"
    status = 409


class MailHasLink(ContractError):
    """The mail has a one-time link, which is not sent twice: request another one where it came from."""

    code = "mail_has_link"
    status = 409


class MailOutdated(ContractError):
    """What the mail says about a visit is not true any more; see the request."""

    code = "mail_outdated"
    status = 409


class MailRow(Schema):
    """A mail and its history. `subject` is in the caller's language.

    The address is not stored: `recipient_name` and `recipient_email` are those of today, and empty if there is no such
    account or link any more. `service` owns what the mail is about; `reference_number` is empty for an account mail.
    `problem` is why the last attempt failed: a `MailProblem` or another name, and details. `due_at` is when a queued
    mail may be sent.
    """

    id = fields.UUID()
    template = fields.String(max_length=60)
    subject = fields.String(max_length=200)
    service = fields.String(max_length=40)
    reference_number = fields.String(max_length=20)
    recipient_id = fields.UUID(person=True)
    recipient_name = fields.String(max_length=120, personal=True)
    recipient_email = fields.String(max_length=254, personal=True)
    status = fields.Enum(MailStatus)
    attempts = fields.Integer(min=0)
    problem = fields.String(max_length=300)
    queued_at = fields.AwareDateTime()
    due_at = fields.AwareDateTime()
    sent_at = fields.AwareDateTime(allow_none=True, required=True)


class MailDetail(MailRow):
    """`text` is the mail's text part as it would be written now, without the secret of a one-time link, and `language`
    its language; both are empty if it cannot be written any more. `link_ended`: its one-time link was used, withdrawn
    or replaced. `outdated`: what it says about a visit is not true any more. `resends`: how often staff resent it."""

    text = fields.String(max_length=100_000, multiline=True, trim=False, personal=True)
    language = fields.String(max_length=2)
    has_one_time_link = fields.Boolean()
    link_ended = fields.Boolean()
    outdated = fields.Boolean()
    may_resend = fields.Boolean()
    resends = fields.Integer(min=0)


EXAMPLE = {
    "id": "01980000-0000-7000-8000-000000000041",
    "template": "service_request_received",
    "subject": "Uw serviceaanvraag SR-4401-9273-5 is ontvangen",
    "service": "servicedesk",
    "reference_number": "SR-4401-9273-5",
    "recipient_id": "01980000-0000-7000-8000-000000000002",
    "recipient_name": "Sanne de Wit",
    "recipient_email": "sanne@vandijk.example",
    "status": "sent",
    "attempts": 1,
    "problem": "",
    "queued_at": "2026-03-03T08:12:00+00:00",
    "due_at": "2026-03-03T08:12:00+00:00",
    "sent_at": "2026-03-03T08:12:01+00:00",
}
_MAIL = {"mail_id": EXAMPLE["id"]}


class ListMails(Query):
    """Mails, newest first, for staff; without `manage_customers` those about orders and service requests. `text`
    matches a reference number or a part of it, and name or address of a recipient."""

    allowed = {Kind.STAFF: None}
    errors = (TooManyAttempts,)

    class Request(Paged):
        statuses = fields.List(fields.Enum(MailStatus), max_length=5, load_default=list)
        text = fields.String(max_length=80, load_default="")

    class Response(Page):
        rows = fields.List(fields.Nested(MailRow), max_length=200)

    example = ({}, {"rows": [EXAMPLE], "page": EXAMPLE_PAGE})


class CountUndeliverableMails(Query):
    """Number of mails that were given up. The count stops at 1,000."""

    allowed = {Kind.STAFF: None}

    class Response(Schema):
        undeliverable = fields.Integer(min=0)

    example = ({}, {"undeliverable": 1})


class GetMail(Query):
    """One mail with its text, for staff."""

    allowed = {Kind.STAFF: None}
    errors = (NotFound,)

    class Request(Schema):
        mail_id = fields.UUID()

    class Response(MailDetail):
        pass

    example = (
        _MAIL,
        EXAMPLE
        | {
            "text": "Beste Sanne de Wit,\n…",
            "language": "nl",
            **dict.fromkeys(("has_one_time_link", "link_ended", "outdated"), False),
            "may_resend": True,
            "resends": 0,
        },
    )


class ResendMail(Command):
    """Send a mail to its recipient's present address again, unless it is waiting, outdated or has a one-time link."""

    allowed = {Kind.STAFF: StaffRight.MANAGE_CUSTOMERS}
    errors = (NotFound, MailHasLink, MailOutdated, MailWaiting, TooManyAttempts)

    class Request(Schema):
        mail_id = fields.UUID()

    class Response(Schema):
        status = fields.Enum(MailStatus)

    example = (_MAIL, {"status": "queued"})


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
    """Send the mail that is next: account mails before others, and the persons who caused them in turn. Run as a job of
    each queued mail `mail_id`, whose status is returned; does nothing for a sent one, so no response is stored.

    A mail that the mail server does not accept stays `queued` and is retried with growing pauses. One that cannot be
    written, or is refused for good, becomes `undeliverable`. The status of one that was deleted meanwhile is null.
    """

    allowed = {Kind.SERVICE: None}
    idempotent = False

    class Request(Schema):
        mail_id = fields.UUID()

    class Response(Schema):
        status = fields.Enum(MailStatus, allow_none=True, required=True)

    example = ({"mail_id": EXAMPLE["id"]}, {"status": "sent"})


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
