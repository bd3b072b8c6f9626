"""Access requests for a machine of the own customer that is out of scope (docs/features.md#machine-scope).

The customer's administrators answer them, or staff when there is none.
"""

import enum

from services.chassis.contract import Command, ContractError, Event, Kind, NotFound, Query, Schema, fields
from services.chassis.contract.paging import EXAMPLE_PAGE, Page, Paged
from services.identity.contracts.registrations import HANDLERS
from services.identity.contracts.sessions import TooManyAttempts
from services.identity.contracts.upserts import UnknownGroup
from services.identity.contracts.users import CUSTOMER, PERSON, ScopeFull, UserRow
from services.identity.contracts.users import EXAMPLE as USER


class AccessStatus(enum.StrEnum):
    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"


class AccessAnswered(ContractError):
    """The request was answered before, with the result in `status`."""

    code = "access_answered"
    status = 409


class AlreadyVisible(ContractError):
    """The machine is in the caller's scope already."""

    code = "already_visible"
    status = 409


class AccessRequestRow(Schema):
    """An access request. The machine's names are those at the time of the request. `answered_at`, `answered_by` and
    `reason` are set once it is answered."""

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
    asked_at = fields.AwareDateTime()
    answered_at = fields.AwareDateTime(allow_none=True, required=True)
    answered_by = fields.String(max_length=120, personal=True)
    reason = fields.String(max_length=500, multiline=True, personal=True)


REQUEST, MACHINE = "01980000-0000-7000-8000-000000000009", "01980000-0000-7000-8000-000000000012"
EXAMPLE = {
    "id": REQUEST,
    "person_id": PERSON,
    "customer_id": CUSTOMER,
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


class AskedAccess(Schema):
    """The caller's request, without details of the machine, which is out of scope."""

    id = fields.UUID()
    status = fields.Enum(AccessStatus)
    asked_at = fields.AwareDateTime()


class RequestMachineAccess(Command):
    """Request access to the machine with exactly this equipment or serial number. Repeating an open request changes
    nothing. A machine of another customer is answered like a missing one."""

    allowed = {Kind.USER: None}
    errors = (NotFound, AlreadyVisible, TooManyAttempts)

    class Request(Schema):
        number = fields.String(max_length=80, min_length=1)

    class Response(AskedAccess):
        pass

    example = ({"number": "10042"}, {name: EXAMPLE[name] for name in ("id", "status", "asked_at")})


class OfAccessRequest(Schema):
    request_id = fields.UUID()


class ListAccessRequests(Query):
    """Access requests that the caller may answer, oldest open one first; with `answered` the answered ones, newest
    first."""

    allowed = HANDLERS

    class Request(Paged):
        answered = fields.Boolean(load_default=False)

    class Response(Page):
        rows = fields.List(fields.Nested(AccessRequestRow), max_length=200)

    example = ({}, {"rows": [EXAMPLE], "page": EXAMPLE_PAGE})


class GetAccessRequest(Query):
    """One access request."""

    allowed = HANDLERS
    errors = (NotFound,)

    class Request(OfAccessRequest):
        pass

    class Response(AccessRequestRow):
        pass

    example = ({"request_id": REQUEST}, EXAMPLE)


class GrantAccess(Command):
    """Grant the user this machine, or all machines of a group that contains it. The user is notified by mail."""

    allowed = HANDLERS
    errors = (NotFound, AccessAnswered, UnknownGroup, ScopeFull)

    class Request(OfAccessRequest):
        group_id = fields.UUID(allow_none=True)

    class Response(UserRow):
        pass

    example = ({"request_id": REQUEST}, USER | {"group_ids": [], "machine_ids": [MACHINE]})


class RefuseAccess(Command):
    """Refuse an access request with a reason. The user is notified by mail."""

    allowed = HANDLERS
    errors = (NotFound, AccessAnswered)

    class Request(OfAccessRequest):
        reason = fields.String(max_length=500, min_length=1, multiline=True, personal=True)

    class Response(AccessRequestRow):
        pass

    example = (
        {"request_id": REQUEST, "reason": "Die machine is van een andere afdeling."},
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
    "request_id": REQUEST,
    "customer_id": CUSTOMER,
    "person_id": PERSON,
    "machine_id": MACHINE,
    "at": "2026-03-04T08:10:00+00:00",
}


class AccessAsked(Event):
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
