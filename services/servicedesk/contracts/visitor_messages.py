"""Contact messages of visitors, who have no account (docs/features.md#service-requests)."""

from services.chassis.contract import Command, ContractError, Kind, NotFound, Schema, TooManyAttempts, fields
from services.identity.contracts.languages import Language
from services.servicedesk.contracts.contact import EXAMPLE, HANDLES, ContactDetail, ContactSubject

__all__ = ["AcceptContactMessage", "NotSuspected", "SendVisitorMessage"]

_REFERENCE = {"reference_number": EXAMPLE["reference_number"]}
_FORM = {"email": "info@voorbeeld.example", "customer_number": "100234"}
_OF_VISITOR = EXAMPLE | _FORM | {"customer_id": None, "customer_name": "", "sender_id": None}


class NotSuspected(ContractError):
    """The message does not look like spam, or somebody has said already that it is none."""

    code = "not_suspected"
    status = 409


class SendVisitorMessage(Command):
    """Send a message to the dealer without an account. The answer does not reveal whether the message looks like spam:
    when `trap`, a field that people do not see, is filled in, or when the form was opened (`opened_at`) less than 3
    seconds ago, more than 2 days ago, or at an unknown time."""

    allowed = {Kind.VISITOR: None}
    errors = (TooManyAttempts,)

    class Request(Schema):
        subject = fields.Enum(ContactSubject)
        name = fields.String(max_length=120, min_length=1, personal=True)
        email = fields.Email(min_length=1, personal=True)
        telephone = fields.Telephone(load_default="", personal=True)
        customer_number = fields.String(max_length=20, load_default="")
        text = fields.String(max_length=4000, min_length=1, multiline=True, personal=True)
        language = fields.Enum(Language)
        trap = fields.String(max_length=1000, load_default="", multiline=True)
        opened_at = fields.AwareDateTime(allow_none=True)

    class Response(Schema):
        reference_number = fields.String(max_length=20)

    example = (
        {key: EXAMPLE[key] for key in ("subject", "name", "telephone", "text", "language")}
        | _FORM
        | {"opened_at": "2026-03-03T08:11:20+00:00"},
        _REFERENCE,
    )


class AcceptContactMessage(Command):
    """Say that a message that looks like spam is none: it joins the others, and its mails are sent."""

    allowed = HANDLES
    errors = (NotFound, NotSuspected)

    class Request(Schema):
        reference_number = fields.String(max_length=20)

    class Response(ContactDetail):
        pass

    example = (_REFERENCE, _OF_VISITOR)
