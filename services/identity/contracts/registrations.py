"""Registrations, for those who approve or refuse them (docs/features.md#accounts).

The customer's administrators answer them; staff do when the customer has no administrator, when no customer has the
entered number, and when the customer does not accept the address.
"""

import enum

from services.chassis.contract import Command, ContractError, Kind, NotFound, Query, Schema, fields
from services.chassis.contract.paging import EXAMPLE_PAGE, Page, Paged
from services.identity.contracts.customers import UnknownCustomer
from services.identity.contracts.languages import Language
from services.identity.contracts.rights import Right, StaffRight
from services.identity.contracts.upserts import EmailTaken, UnknownGroup
from services.identity.contracts.users import CUSTOMER, GROUP, AlreadyUser, NothingGranted, UserRow
from services.identity.contracts.users import EXAMPLE as USER

__all__ = [
    "ApproveRegistration", "AssignRegistration", "Doubt", "ExpireRegistration", "GetRegistration", "ListRegistrations",
    "NotAdmitted", "RefuseRegistration", "RegistrationAnswered",
    "RegistrationStatus", "RemindRegistration",
]  # fmt: skip

REGISTRATION_HANDLERS = {Kind.USER: Right.MANAGE_USERS, Kind.STAFF: StaffRight.HANDLE_REGISTRATIONS}


class RegistrationStatus(enum.StrEnum):
    """`unconfirmed`: the link in the confirmation mail was not used yet; nobody sees the registration."""

    UNCONFIRMED = "unconfirmed"
    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    EXPIRED = "expired"


class Doubt(enum.StrEnum):
    """Why staff answer a registration."""

    UNKNOWN_NUMBER = "unknown_number"
    NOT_ADMITTED = "not_admitted"
    NO_ADMINISTRATOR = "no_administrator"


class RegistrationAnswered(ContractError):
    """The registration was approved or refused before, or has expired; `status` says which."""

    code = "registration_answered"
    status = 409


class NotAdmitted(ContractError):
    """The customer does not accept registrations, or none from this address; its administrator can invite the
    person."""

    code = "not_admitted"
    status = 409


class RegistrationRow(Schema):
    """A registration. `customer_number` is as entered; `customer_id` is null when no active customer has it.

    `requested_at` is when the address was confirmed. `doubt` is null when the customer's administrators answer.
    `has_account`: the address belongs to an account with a password. `answered_at`, `answered_by` and `reason` are set
    once it is answered.
    """

    id = fields.UUID()
    customer_number = fields.String(max_length=20)
    customer_id = fields.UUID(allow_none=True, required=True)
    customer_name = fields.String(max_length=120)
    name = fields.String(max_length=120, personal=True)
    email = fields.Email(personal=True)
    telephone = fields.String(max_length=30, personal=True)
    language = fields.Enum(Language)
    status = fields.Enum(RegistrationStatus)
    doubt = fields.Enum(Doubt, allow_none=True, required=True)
    has_account = fields.Boolean()
    requested_at = fields.AwareDateTime()
    expires_at = fields.AwareDateTime()
    answered_at = fields.AwareDateTime(allow_none=True, required=True)
    answered_by = fields.String(max_length=120, personal=True)
    reason = fields.String(max_length=500, multiline=True, personal=True)


REGISTRATION = "01980000-0000-7000-8000-000000000008"
EXAMPLE = {
    "id": REGISTRATION,
    "customer_number": "1048823",
    "customer_id": CUSTOMER,
    "customer_name": "Van Dijk Logistiek B.V.",
    "name": "Noor Jansen",
    "email": "noor@vandijk.example",
    "telephone": "020 555 01 15",
    "language": "nl",
    "status": "open",
    "doubt": None,
    "has_account": False,
    "requested_at": "2026-03-04T08:10:00+00:00",
    "expires_at": "2026-04-03T08:10:00+00:00",
    "answered_at": None,
    "answered_by": "",
    "reason": "",
}


class OfRegistration(Schema):
    registration_id = fields.UUID()


class ListRegistrations(Query):
    """Open registrations that the caller may answer, oldest first; with `answered` the answered ones, newest
    first."""

    allowed = REGISTRATION_HANDLERS

    class Request(Paged):
        answered = fields.Boolean(load_default=False)

    class Response(Page):
        rows = fields.List(fields.Nested(RegistrationRow), max_length=200)

    example = ({}, {"rows": [EXAMPLE], "page": EXAMPLE_PAGE})


class GetRegistration(Query):
    """One registration."""

    allowed = REGISTRATION_HANDLERS
    errors = (NotFound,)

    class Request(OfRegistration):
        pass

    class Response(RegistrationRow):
        pass

    example = ({"registration_id": REGISTRATION}, EXAMPLE)


class ApproveRegistration(Command):
    """Approve a registration with these rights and this scope. The new user is notified by mail.

    `without_access` confirms that the new user gets no machines.

    A person with an account keeps the password. Staff cannot approve an address that the customer does not accept.
    """

    allowed = REGISTRATION_HANDLERS
    security_event = True
    errors = (
        NotFound, RegistrationAnswered, NotAdmitted, UnknownCustomer, UnknownGroup, AlreadyUser, EmailTaken,
        NothingGranted,
    )  # fmt: skip

    class Request(OfRegistration):
        rights = fields.List(fields.Enum(Right), max_length=20)
        all_machines = fields.Boolean(load_default=False)
        group_ids = fields.List(fields.UUID(), max_length=100, load_default=list)
        machine_ids = fields.List(fields.UUID(), max_length=200, load_default=list)
        without_access = fields.Boolean(load_default=False)

    class Response(UserRow):
        pass

    example = (
        {"registration_id": REGISTRATION, "rights": ["request_service"], "group_ids": [GROUP]},
        USER
        | {
            "name": "Noor Jansen",
            "email": "noor@vandijk.example",
            "telephone": "020 555 01 15",
            "function": "",
            "seen_at": None,
        },
    )


class RefuseRegistration(Command):
    """Refuse a registration with a reason. The person is notified by mail."""

    allowed = REGISTRATION_HANDLERS
    security_event = True
    errors = (NotFound, RegistrationAnswered)

    class Request(OfRegistration):
        reason = fields.String(max_length=500, min_length=1, multiline=True, personal=True)

    class Response(RegistrationRow):
        pass

    example = (
        {"registration_id": REGISTRATION, "reason": "U werkt niet bij ons."},
        EXAMPLE
        | {
            "status": "refused",
            "answered_at": "2026-03-04T09:30:00+00:00",
            "answered_by": "Sanne de Wit",
            "reason": "U werkt niet bij ons.",
        },
    )


class AssignRegistration(Command):
    """Assign a registration with an unknown number to a customer. Its administrators, if any, answer it from then
    on."""

    allowed = {Kind.STAFF: StaffRight.HANDLE_REGISTRATIONS}
    security_event = True
    errors = (NotFound, RegistrationAnswered, UnknownCustomer)

    class Request(OfRegistration):
        customer_number = fields.String(max_length=20, min_length=1)

    class Response(RegistrationRow):
        pass

    example = (
        {"registration_id": REGISTRATION, "customer_number": "1048823"},
        EXAMPLE | {"doubt": "no_administrator"},
    )


class RemindRegistration(Command):
    """Remind those who may answer a registration. Run as a job; does nothing once it is answered."""

    allowed = {Kind.SERVICE: None}

    class Request(OfRegistration):
        pass

    example = ({"registration_id": REGISTRATION}, {})


class ExpireRegistration(Command):
    """Expire an unanswered registration and notify the person. Run as a job."""

    allowed = {Kind.SERVICE: None}

    class Request(OfRegistration):
        pass

    example = ({"registration_id": REGISTRATION}, {})
