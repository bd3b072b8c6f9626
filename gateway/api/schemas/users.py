"""Users of a customer, their rights and their machine scope."""

from typing import Any

from gateway.api.schemas.fields import OMITTED, IsoDateTime, OpenEnum, ResponseSchema
from gateway.api.schemas.paging import PAGE, OfCustomer, Page, Paged
from gateway.api.schemas.sessions import LANGUAGES
from services.chassis.contract import Schema, fields

RIGHTS = (
    "order_supplies", "approve_orders", "request_service", "submit_meter_readings", "manage_machines", "view_reports",
    "view_invoices", "manage_users", "manage_guest_access",
)  # fmt: skip
STATUSES = ("invited", "active", "deactivated")


class Scope(Schema):
    """Machine scope: all machines of the customer, or those of the groups and the single machines.

    Unknown groups are refused; machines of other customers are ignored.
    """

    all_machines = fields.Boolean(load_default=False)
    group_ids = fields.List(fields.UUID(), max_length=100, load_default=list)
    machine_ids = fields.List(fields.UUID(), max_length=200, load_default=list)


class Rights(Schema):
    rights = fields.List(OpenEnum(RIGHTS), max_length=20)


class Invitation(Scope):
    email = fields.Email(min_length=3)
    name = fields.String(max_length=120, min_length=1)
    telephone = fields.String(max_length=30, load_default="")
    function = fields.String(max_length=80, load_default="")
    language = OpenEnum(LANGUAGES, load_default="nl")
    rights = fields.List(OpenEnum(RIGHTS), max_length=20)


class User(ResponseSchema):
    """Until the user accepts, `status` is `invited` and the personal data are those of the invitation.

    `seen_at`: time of last use within 90 days, else null.
    """

    id = fields.UUID(attribute="person_id")
    name = fields.String(max_length=120)
    email = fields.String(max_length=254)
    telephone = fields.String(max_length=30)
    function = fields.String(max_length=80)
    language = OpenEnum(LANGUAGES)
    status = OpenEnum(STATUSES)
    rights = fields.List(OpenEnum(RIGHTS), max_length=20)
    all_machines = fields.Boolean()
    group_ids = fields.List(fields.UUID(), max_length=100)
    machine_ids = fields.List(fields.UUID(), max_length=200)
    seen_at = IsoDateTime(allow_none=True, required=True)


class UserQuery(Paged, OfCustomer):
    """`text`: part of the name or beginning of the e-mail address. All filters must match."""

    text = fields.String(max_length=80, load_default="")
    right = OpenEnum(RIGHTS, load_default=OMITTED)
    status = OpenEnum(STATUSES, load_default=OMITTED)
    group_id = fields.UUID(load_default=OMITTED)


class UserPage(Page):
    rows = fields.List(fields.Nested(User), max_length=200)


GROUP = "01980000-0000-7000-8000-000000000013"
USER: dict[str, Any] = {
    "id": "01980000-0000-7000-8000-000000000002",
    "name": "Pieter Bos",
    "email": "pieter@vandijk.example",
    "telephone": "020 555 01 12",
    "function": "Teamleider",
    "language": "nl",
    "status": "active",
    "rights": ["request_service"],
    "all_machines": False,
    "group_ids": [GROUP],
    "machine_ids": [],
    "seen_at": "2026-03-04T08:10:00+00:00",
}
USERS = {"rows": [USER], "page": PAGE}
INVITATION = {
    "email": "lotte@vandijk.example",
    "name": "Lotte Smit",
    "rights": ["request_service"],
    "group_ids": [GROUP],
}
INVITED = USER | {
    "name": "Lotte Smit",
    "email": "lotte@vandijk.example",
    "telephone": "",
    "function": "",
    "status": "invited",
    "seen_at": None,
}
NEW_RIGHTS = {"rights": ["request_service", "order_supplies"]}
WITH_NEW_RIGHTS = USER | {"rights": ["order_supplies", "request_service"]}
NEW_SCOPE = {"group_ids": [GROUP]}
DEACTIVATED = USER | {"status": "deactivated"}
