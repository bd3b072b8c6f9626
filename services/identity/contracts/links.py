"""Account mails, and the one-time links in them. A link has one purpose and a limited validity."""

import enum

from services.chassis.contract import Command, ContractError, Event, Kind, NotFound, Query, Schema, fields
from services.identity.contracts.languages import Language

__all__ = [
    "INVITATION_LINKS", "PASSWORD_LINKS", "AccountMailRequested", "GetLink", "GetLinkMail", "InvitationWithdrawn",
    "IssueLink", "LinkExpired", "MailPurpose",
]  # fmt: skip


class MailPurpose(enum.StrEnum):
    """Purpose of an account mail. Those before `staff_welcome` contain a one-time link; the others are notices, whose
    content is requested just before sending in the same way."""

    RESET_PASSWORD = "reset_password"  # noqa: S105  # a purpose
    SET_PASSWORD = "set_password"  # noqa: S105
    CONFIRM_EMAIL = "confirm_email"
    UNDO_EMAIL = "undo_email"
    CONFIRM_REGISTRATION = "confirm_registration"
    CONFIRM_CONFIRMATION_ADDRESS = "confirm_confirmation_address"
    PASSWORD_REMOVED = "password_removed"  # noqa: S105
    INVITE_STAFF = "invite_staff"
    JOIN = "join"
    STAFF_WELCOME = "staff_welcome"
    NO_ACCOUNT = "no_account"
    ADDRESS_IN_USE = "address_in_use"
    REGISTRATION_REQUESTED = "registration_requested"
    REGISTRATION_REMINDED = "registration_reminded"
    REGISTRATION_APPROVED = "registration_approved"
    REGISTRATION_REFUSED = "registration_refused"
    REGISTRATION_EXPIRED = "registration_expired"
    ACCESS_REQUESTED = "access_requested"
    ACCESS_GRANTED = "access_granted"
    ACCESS_REFUSED = "access_refused"
    ACCOUNT_REMOVED = "account_removed"
    CONFIRMATION_ADDRESS_REPLACED = "confirmation_address_replaced"
    CONFIRMATION_ADDRESS_REMOVED = "confirmation_address_removed"


PASSWORD_LINKS = (
    MailPurpose.RESET_PASSWORD,
    MailPurpose.SET_PASSWORD,
    MailPurpose.INVITE_STAFF,
    MailPurpose.PASSWORD_REMOVED,
)
"""Purposes whose links set a password. PASSWORD_REMOVED replaces one that was removed when a change of the e-mail
address was undone."""
INVITATION_LINKS = (MailPurpose.SET_PASSWORD, MailPurpose.JOIN)
"""SET_PASSWORD for a person without a password, JOIN (accept or decline) for a person with one."""


class LinkExpired(ContractError):
    """The link was used, has expired, or does not exist."""

    code = "link_expired"
    status = 404


class InvitationWithdrawn(ContractError):
    """The invitation of `customer_name` was withdrawn or declined."""

    code = "invitation_withdrawn"
    status = 404


class AccountMailRequested(Event):
    """An account mail is to be sent. The sender calls IssueLink for its address and secret. `concerns_id`: the person,
    registration or access request that the mail names beside its recipient."""

    subject = "link_id"

    class Data(Schema):
        link_id = fields.UUID()
        purpose = fields.Enum(MailPurpose)
        person_id = fields.UUID(allow_none=True, required=True, person=True)
        concerns_id = fields.UUID(allow_none=True, person=True)

    example = {
        "link_id": "01980000-0000-7000-8000-000000000005",
        "purpose": "reset_password",
        "person_id": "01980000-0000-7000-8000-000000000002",
        "concerns_id": None,
    }


class LinkMail(Schema):
    """The content of a link's mail, but for the link itself."""

    name = fields.String(max_length=120, personal=True)
    email = fields.Email(personal=True)
    language = fields.Enum(Language)
    expires_at = fields.AwareDateTime()
    about = fields.Dict(personal=True)


class IssueLink(Command):
    """Create the secret of a link and return it with the content of its mail. Called just before sending; only the
    hash is stored.

    `about` holds further facts by name: `by_id`, `customer_id`, `customer_name`, `customer_number`, `invited_by`,
    `new_email`, `reason`; of a request `registration_id` or `request_id`, `requester_name`, `requester_email`,
    `machine`, `machine_id`.
    """

    allowed = {Kind.SERVICE: None}
    errors = (LinkExpired,)
    idempotent = False  # the response holds a secret, which is not stored

    class Request(Schema):
        link_id = fields.UUID()

    class Response(LinkMail):
        token = fields.String(max_length=100)

    example = (
        {"link_id": AccountMailRequested.example["link_id"]},
        {
            "token": "0198000000007000800000000000000.a-secret-of-43-characters",
            "name": "Sanne de Wit",
            "email": "sanne@vandijk.example",
            "language": "nl",
            "expires_at": "2026-03-04T09:12:00+00:00",
            "about": {},
        },
    )


class GetLinkMail(Query):
    """The content of the mail of a link, valid or not, without its secret: for staff who look at the mail. `ended`: the
    link was used, withdrawn or replaced by a newer one; false for a link that merely expired."""

    allowed = {Kind.SERVICE: None}
    errors = (NotFound,)

    class Request(Schema):
        link_id = fields.UUID()

    class Response(LinkMail):
        ended = fields.Boolean()

    example = (
        IssueLink.example[0],
        {name: value for name, value in IssueLink.example[1].items() if name != "token"} | {"ended": False},
    )


class GetLink(Query):
    """The owner of a link that has one of these purposes, for the page that asks for confirmation.

    `customer_name` is the inviting customer; empty for other links.
    """

    allowed = {Kind.VISITOR: None, Kind.USER: None, Kind.STAFF: None}
    errors = (LinkExpired, InvitationWithdrawn)

    class Request(Schema):
        token = fields.String(max_length=100)
        purposes = fields.List(fields.Enum(MailPurpose), max_length=5, min_length=1)

    class Response(Schema):
        email = fields.Email(personal=True)
        name = fields.String(max_length=120, personal=True)
        customer_name = fields.String(max_length=120)

    example = (
        {"token": "0198000000007000800000000000000.a-secret-of-43-characters", "purposes": ["reset_password"]},
        {"email": "sanne@vandijk.example", "name": "Sanne de Wit", "customer_name": ""},
    )
