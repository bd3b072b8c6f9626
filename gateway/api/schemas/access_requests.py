"""Requests of users for access to a machine out of their scope."""

from typing import Any

from gateway.api.schemas.fields import OMITTED, IsoDateTime, OpenEnum, ResponseSchema
from gateway.api.schemas.groups import MACHINE
from gateway.api.schemas.paging import PAGE, Page
from gateway.api.schemas.registrations import REFUSED
from gateway.api.schemas.users import USER
from services.chassis.contract import Schema, fields

STATUSES = ("open", "granted", "refused")


class AccessRequest(ResponseSchema):
    """A request for access to a machine, with the machine's data at the time of the request.

    `answered_at` is null and `answered_by` and `reason` are empty until it is answered.
    """

    id = fields.UUID()
    user_id = fields.UUID(attribute="person_id")
    customer_id = fields.UUID()
    customer_name = fields.String(max_length=120)
    name = fields.String(max_length=120)
    email = fields.String(max_length=254)
    machine_id = fields.UUID()
    equipment_number = fields.String(max_length=20)
    serial_number = fields.String(max_length=60)
    machine_name = fields.String(max_length=160)
    place = fields.String(max_length=200)
    status = OpenEnum(STATUSES)
    asked_at = IsoDateTime()
    answered_at = IsoDateTime(allow_none=True, required=True)
    answered_by = fields.String(max_length=120)
    reason = fields.String(max_length=500, multiline=True)


class AccessRequestPage(Page):
    rows = fields.List(fields.Nested(AccessRequest), max_length=200)


class NewAccessRequest(Schema):
    """`number`: the exact equipment or serial number of the machine."""

    number = fields.String(max_length=60, min_length=1)


class AskedAccess(ResponseSchema):
    """The created request, or the one that is still open. It contains no data of the machine, which is out of scope."""

    id = fields.UUID()
    status = OpenEnum(STATUSES)
    asked_at = IsoDateTime()


class Grant(Schema):
    """`group_id`: a group that contains the machine, to grant access to all its machines; else only to this one."""

    group_id = fields.UUID(load_default=OMITTED)


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
