"""Access requests of users for a machine of their customer that is out of their scope (docs/features.md#machine-scope).

The customer's administrators answer them, or staff when the customer has no administrator.
"""

import enum

from services.chassis.contract import (
    Command,
    ContractError,
    Event,
    NotFound,
    Query,
    Schema,
    fields,
)
from services.chassis.contract.paging import EXAMPLE_PAGE, Page, Paged
from services.identity.contracts.registrations import REGISTRATION_HANDLERS
from services.identity.contracts.upserts import UnknownGroup
from services.identity.contracts.users import CUSTOMER, PERSON, ScopeFull, UserRow
from services.identity.contracts.users import EXAMPLE as USER

__all__ = [
    "AccessAnswered",
    "AccessGranted",
    "AccessRefused",
    "AccessRequested",
    "AccessStatus",
    "GetAccessRequest",
    "GrantAccess",
    "ListAccessRequests",
    "RefuseAccess",
]  # fmt: skip


class AccessStatus(enum.StrEnum):
    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"


class AccessAnswered(ContractError):
    """The request has been answered already; `status` is the answer."""

    code = "access_answered"
    status = 409


class AccessRequestRow(Schema):
    """An access request. The names of the machine are those at the time of the request. `answered_at`, `answered_by`
    and, for a refusal, `reason` are set once it is answered."""

    id = fields.UUID()
    person_id = fields.UUID(person=True)
    customer_id = fields.UUID()
    customer_name = fields.String(max_length=120)
    name = fields.String(max_length=120, personal=True)
    email = fields.Email(personal=True)
    machine_id = fields.UUID()
    equipment_number = fields.String(max_length=20)
    serial_number = fields.String(max_length=60)
    machine_name = fields.String(max_length=160)
    place = fields.String(max_length=240)
    status = fields.Enum(AccessStatus)
    requested_at = fields.AwareDateTime()
    answered_at = fields.AwareDateTime(allow_none=True, required=True)
    answered_by = fields.String(max_length=120, personal=True)
    reason = fields.String(max_length=500, multiline=True, personal=True)


REQUEST_ID, MACHINE_ID = "01980000-0000-7000-8000-000000000009", "01980000-0000-7000-8000-000000000012"
EXAMPLE = {
    "id": REQUEST_ID,
    "person_id": PERSON,
    "customer_id": CUSTOMER,
    "customer_name": "Van Dijk Logistiek B.V.",
    "name": "Pieter Bos",
    "email": "pieter@vandijk.example",
    "machine_id": MACHINE_ID,
    "equipment_number": "10042",
    "serial_number": "A7PY0SAMPLE18",
    "machine_name": "Konica Minolta bizhub C250i",
    "place": "Balie 2e etage, Hoofdkantoor, Amsterdam",
    "status": "open",
    "requested_at": "2026-03-04T08:10:00+00:00",
    "answered_at": None,
    "answered_by": "",
    "reason": "",
}


class AccessRequestId(Schema):
    request_id = fields.UUID()


class ListAccessRequests(Query):
    """Open access requests that the caller may answer, oldest first; with `answered` the answered ones, newest
    first."""

    allowed = REGISTRATION_HANDLERS

    class Request(Paged):
        answered = fields.Boolean(load_default=False)

    class Response(Page):
        rows = fields.List(fields.Nested(AccessRequestRow), max_length=200)

    example = ({}, {"rows": [EXAMPLE], "page": EXAMPLE_PAGE})


class GetAccessRequest(Query):
    """One access request."""

    allowed = REGISTRATION_HANDLERS
    errors = (NotFound,)

    class Request(AccessRequestId):
        pass

    class Response(AccessRequestRow):
        pass

    example = ({"request_id": REQUEST_ID}, EXAMPLE)


class GrantAccess(Command):
    """Grant the user this machine, or all machines of a group that contains it. The user is notified by mail."""

    allowed = REGISTRATION_HANDLERS
    security_event = True
    errors = (NotFound, AccessAnswered, UnknownGroup, ScopeFull)

    class Request(AccessRequestId):
        group_id = fields.UUID(allow_none=True)

    class Response(UserRow):
        pass

    example = ({"request_id": REQUEST_ID}, USER | {"group_ids": [], "machine_ids": [MACHINE_ID]})


class RefuseAccess(Command):
    """Refuse an access request with a reason. The user is notified by mail."""

    allowed = REGISTRATION_HANDLERS
    security_event = True
    errors = (NotFound, AccessAnswered)

    class Request(AccessRequestId):
        reason = fields.String(max_length=500, min_length=1, multiline=True, personal=True)

    class Response(AccessRequestRow):
        pass

    example = (
        {"request_id": REQUEST_ID, "reason": "Die machine is van een andere afdeling."},
        EXAMPLE
        | {
            "status": "refused",
            "answered_at": "2026-03-04T09:30:00+00:00",
            "answered_by": "Sanne de Wit",
            "reason": "Die machine is van een andere afdeling.",
        },
    )


class AccessEvent(Schema):
    request_id = fields.UUID()
    customer_id = fields.UUID()
    person_id = fields.UUID(person=True)
    machine_id = fields.UUID()
    at = fields.AwareDateTime()


EXAMPLE_DATA = {
    "request_id": REQUEST_ID,
    "customer_id": CUSTOMER,
    "person_id": PERSON,
    "machine_id": MACHINE_ID,
    "at": "2026-03-04T08:10:00+00:00",
}


class AccessRequested(Event):
    """A user requested access to a machine."""

    subject = "request_id"

    class Data(AccessEvent):
        pass

    example = EXAMPLE_DATA


class AccessGranted(Event):
    """A user's access request was granted."""

    subject = "request_id"

    class Data(AccessEvent):
        pass

    example = EXAMPLE_DATA


class AccessRefused(Event):
    """A user's access request was refused."""

    subject = "request_id"

    class Data(AccessEvent):
        pass

    example = EXAMPLE_DATA
