"""Registrations and a customer's self-registration settings."""

from typing import Any

from gateway.api.schemas.fields import IsoDateTime, OpenEnum, QueryBoolean, ResponseSchema
from gateway.api.schemas.paging import PAGE, Page, Paged
from gateway.api.schemas.sessions import LANGUAGES, VAN_DIJK
from gateway.api.schemas.users import GROUP, RIGHTS, USER, Scope
from services.chassis.contract import Schema, fields

STATUSES = ("open", "approved", "refused", "expired")
DOUBTS = ("unknown_number", "not_admitted", "no_administrator")
POLICIES = ("open", "restricted", "off")


class Registration(ResponseSchema):
    """`customer_number` is as typed; `customer_id` is null if no active customer has that number.

    `asked_at`: time at which the e-mail address was confirmed. `doubt`: why staff answer it; null if the customer's
    user administrators do. `has_account`: the address already has an account, which the person keeps. `answered_at` is
    null and `answered_by` and `reason` are empty until it is answered.
    """

    id = fields.UUID()
    customer_number = fields.String(max_length=20)
    customer_id = fields.UUID(allow_none=True, required=True)
    customer_name = fields.String(max_length=120)
    name = fields.String(max_length=120)
    email = fields.String(max_length=254)
    telephone = fields.String(max_length=30)
    language = OpenEnum(LANGUAGES)
    status = OpenEnum(STATUSES)
    doubt = OpenEnum(DOUBTS, allow_none=True, required=True)
    has_account = fields.Boolean()
    asked_at = IsoDateTime()
    expires_at = IsoDateTime()
    answered_at = IsoDateTime(allow_none=True, required=True)
    answered_by = fields.String(max_length=120)
    reason = fields.String(max_length=500, multiline=True)


class RequestQuery(Paged):
    """`answered`: answered and expired requests instead of open ones."""

    answered = QueryBoolean(load_default=False)


class RegistrationPage(Page):
    rows = fields.List(fields.Nested(Registration), max_length=200)


class Approval(Scope):
    rights = fields.List(OpenEnum(RIGHTS), max_length=20)


class Refusal(Schema):
    """`reason` is sent to the person."""

    reason = fields.String(max_length=500, min_length=1, multiline=True)


class Assignment(Schema):
    customer_number = fields.String(max_length=20, min_length=1)


class SelfRegistration(ResponseSchema):
    """Who may register: everybody (`open`), nobody (`off`), or e-mail addresses of these domains (`restricted`)."""

    policy = OpenEnum(POLICIES)
    domains = fields.List(fields.String(max_length=120), max_length=20)


class SelfRegistrationChange(Schema):
    """`restricted` requires at least one domain: the part of an e-mail address after the @."""

    policy = OpenEnum(POLICIES)
    domains = fields.List(fields.String(max_length=120, min_length=1), max_length=20, load_default=list)


REGISTRATION: dict[str, Any] = {
    "id": "01980000-0000-7000-8000-000000000008",
    "customer_number": VAN_DIJK["customer_number"],
    "customer_id": VAN_DIJK["id"],
    "customer_name": VAN_DIJK["name"],
    "name": "Noor Jansen",
    "email": "noor@vandijk.example",
    "telephone": "020 555 01 15",
    "language": "nl",
    "status": "open",
    "doubt": None,
    "has_account": False,
    "asked_at": "2026-03-04T08:10:00+00:00",
    "expires_at": "2026-04-03T08:10:00+00:00",
    "answered_at": None,
    "answered_by": "",
    "reason": "",
}
REGISTRATIONS = {"rows": [REGISTRATION], "page": PAGE}
APPROVAL = {"rights": ["request_service"], "group_ids": [GROUP]}
APPROVED = USER | {
    "name": "Noor Jansen",
    "email": "noor@vandijk.example",
    "telephone": "020 555 01 15",
    "function": "",
    "seen_at": None,
}
REFUSAL = {"reason": "U werkt niet bij ons."}
REFUSED = {
    "status": "refused",
    "answered_at": "2026-03-04T09:30:00+00:00",
    "answered_by": "Sanne de Wit",
}
NOT_APPROVED = REGISTRATION | REFUSED | REFUSAL
ASSIGNMENT = {"customer_number": VAN_DIJK["customer_number"]}
ASSIGNED = REGISTRATION | {"doubt": "no_administrator"}
OPEN = {"policy": "open", "domains": []}
RESTRICTED = {"policy": "restricted", "domains": ["vandijk.example"]}
