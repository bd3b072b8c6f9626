"""Requests of users to see a machine that is out of their scope."""

from typing import Any

from gateway.api.schemas.fields import LEFT_OUT, Answer, Moment, Word
from gateway.api.schemas.groups import MACHINE
from gateway.api.schemas.paging import PAGE, Page
from gateway.api.schemas.registrations import REFUSED
from gateway.api.schemas.users import USER
from services.chassis.contract import Id, ListOf, One, Schema, Text

STATUSES = ("open", "granted", "refused")


class AccessRequest(Answer):
    """Who asks for which machine, told as it was then. `answered_at`, `answered_by`, `reason` tell of the answer."""

    id = Id()
    user_id = Id(attribute="person_id")
    customer_id = Id()
    customer_name = Text(max=120)
    name = Text(max=120)
    email = Text(max=254)
    machine_id = Id()
    equipment_number = Text(max=20)
    serial_number = Text(max=60)
    machine_name = Text(max=160)
    place = Text(max=200)
    status = Word(STATUSES)
    asked_at = Moment()
    answered_at = Moment(nullable=True, required=True)
    answered_by = Text(max=120)
    reason = Text(max=500, lines=True)


class AccessRequestPage(Page):
    rows = ListOf(One(AccessRequest), max=200)


class NewAccessRequest(Schema):
    """`number`: exactly the equipment or serial number of the machine."""

    number = Text(max=60, min=1)


class AskedAccess(Answer):
    """The request that was made, or is still open from before. Nothing of the machine, which one does not see."""

    id = Id()
    status = Word(STATUSES)
    asked_at = Moment()


class Grant(Schema):
    """All machines of a group in which the machine is; without `group_id` this machine alone."""

    group_id = Id(load_default=LEFT_OUT)


REQUEST: dict[str, Any] = {
    "id": "01980000-0000-7000-8000-000000000009",
    "user_id": USER["id"],
    "customer_id": "01980000-0000-7000-8000-000000000001",
    "customer_name": "Van Dijk Logistiek B.V.",
    "name": "Pieter Bos",
    "email": "pieter@vandijk.example",
    "machine_id": MACHINE,
    "equipment_number": "10042",
    "serial_number": "A7PY0SAMPLE18",
    "machine_name": "Konica Minolta bizhub C250i",
    "place": "Balie 2e etage, Hoofdkantoor, Amsterdam",
    "status": "open",
    "asked_at": "2026-03-04T08:10:00+00:00",
    "answered_at": None,
    "answered_by": "",
    "reason": "",
}
REQUESTS = {"rows": [REQUEST], "page": PAGE}
NEW_REQUEST = {"number": "10042"}
ASKED = {name: REQUEST[name] for name in ("id", "status", "asked_at")}
GRANT: dict[str, Any] = {}
GRANTED = USER | {"group_ids": [], "machine_ids": [MACHINE]}
REFUSAL = {"reason": "Die machine is van een andere afdeling."}
NOT_GRANTED = REQUEST | REFUSED | REFUSAL
