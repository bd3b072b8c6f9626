"""Users of a customer: who they are, what they may do, what they see."""

from typing import Any

from gateway.api.schemas.fields import LEFT_OUT, Answer, Moment, Word
from gateway.api.schemas.paging import PAGE, OfCustomer, Page, Paged
from gateway.api.schemas.sessions import LANGUAGES
from services.chassis.contract import Email, Flag, Id, ListOf, One, Schema, Text

RIGHTS = (
    "order_supplies", "approve_orders", "request_service", "submit_meter_readings", "manage_machines", "view_reports",
    "view_invoices", "manage_users", "manage_guest_access",
)  # fmt: skip
STATUSES = ("invited", "active", "deactivated")


class Scope(Schema):
    """All machines of the customer; else those in these groups, and these single ones.

    Groups are the customer's, or refused; a machine that is not the customer's shows nothing.
    """

    all_machines = Flag(load_default=False)
    group_ids = ListOf(Id(), max=100, load_default=list)
    machine_ids = ListOf(Id(), max=200, load_default=list)


class Rights(Schema):
    rights = ListOf(Word(RIGHTS), max=20)


class Invitation(Scope):
    email = Email(min=3)
    name = Text(max=120, min=1)
    telephone = Text(max=30, load_default="")
    function = Text(max=80, load_default="")
    language = Word(LANGUAGES, load_default="nl")
    rights = ListOf(Word(RIGHTS), max=20)


class User(Answer):
    """`status` is `invited` until the user says yes, and name and the like are those of the invitation. `seen_at`: used
    last, within 90 days; null where it was not."""

    id = Id(attribute="person_id")
    name = Text(max=120)
    email = Text(max=254)
    telephone = Text(max=30)
    function = Text(max=80)
    language = Word(LANGUAGES)
    status = Word(STATUSES)
    rights = ListOf(Word(RIGHTS), max=20)
    all_machines = Flag()
    group_ids = ListOf(Id(), max=100)
    machine_ids = ListOf(Id(), max=200)
    seen_at = Moment(nullable=True, required=True)


class UserQuery(Paged, OfCustomer):
    """`text` is in the name or begins the e-mail address; the others narrow the list further."""

    text = Text(max=80, load_default="")
    right = Word(RIGHTS, load_default=LEFT_OUT)
    status = Word(STATUSES, load_default=LEFT_OUT)
    group_id = Id(load_default=LEFT_OUT)


class UserPage(Page):
    rows = ListOf(One(User), max=200)


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
