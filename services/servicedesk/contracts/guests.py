"""Service requests of guests, for the machine of their pass (docs/features.md#guests)."""

from typing import Any

from marshmallow import ValidationError, validates_schema

from services.chassis.contract import Command, ContractError, Kind, NotFound, Query, Schema, TooManyAttempts, fields
from services.chassis.contract.fields import validation_error
from services.chassis.contract.guests import EXAMPLE_GUEST, GuestForm, GuestPassUsed
from services.fleet.contracts import MachineNotFound
from services.identity.contracts import Right
from services.servicedesk.contracts.requests import (
    EXAMPLE,
    Category,
    RequestStatus,
    Urgency,
)
from services.servicedesk.contracts.visits import Visit

__all__ = ["AddGuestSighting", "FaultNoLongerOpen", "FileGuestRequest", "GetGuestRequestForm"]

MAX_OPEN_REQUESTS = 10
_GUESTS = {Kind.GUEST: Right.REQUEST_SERVICE}
_GUEST = {name: EXAMPLE_GUEST[name] for name in ("name", "email")}
_REFERENCE = {"reference_number": EXAMPLE["reference_number"]}


class FaultNoLongerOpen(ContractError):
    """The request has been resolved, closed or cancelled: nobody acts on a sighting, a new request is to be filed."""

    code = "fault_no_longer_open"
    status = 409


class KnownRequest(Schema):
    """An open request for the machine, not resolved, without number, texts and people. `visit` is the planned one, or
    null."""

    request_id = fields.UUID()
    category = fields.Enum(Category)
    status = fields.Enum(RequestStatus)
    received_at = fields.AwareDateTime()
    visit = fields.Nested(Visit, allow_none=True, required=True)


class GetGuestRequestForm(Query):
    """What is known already about the machine of the pass: its open requests, newest first."""

    allowed = _GUESTS
    errors = (MachineNotFound, GuestPassUsed)

    class Response(Schema):
        open_requests = fields.List(fields.Nested(KnownRequest), max_length=MAX_OPEN_REQUESTS)

    example = (
        {},
        {
            "open_requests": [
                {
                    "request_id": EXAMPLE["id"],
                    "category": "paper_jam",
                    "status": "received",
                    "received_at": "2026-03-03T08:12:00+00:00",
                    "visit": None,
                }
            ]
        },
    )


class FileGuestRequest(Command):
    """File a service request for the machine of the pass. The category `error_code` requires an error code. A pass
    files one request, or adds one sighting."""

    allowed = _GUESTS
    errors = (MachineNotFound, GuestPassUsed, TooManyAttempts)

    class Request(GuestForm):
        category = fields.Enum(Category)
        urgency = fields.Enum(Urgency, load_default=Urgency.NORMAL)
        description = fields.String(max_length=4000, min_length=1, multiline=True, personal=True)
        error_code = fields.String(max_length=40, load_default="", personal=True)

        @validates_schema
        def _expect_error_code(self, given: dict[str, Any], **_options: Any) -> None:
            if given["category"] is Category.ERROR_CODE and not given["error_code"]:
                raise ValidationError({"error_code": validation_error("required").messages})

    class Response(Schema):
        reference_number = fields.String(max_length=20)

    example = (_GUEST | {name: EXAMPLE[name] for name in ("category", "description")}, _REFERENCE)


class AddGuestSighting(Command):
    """Say of an open request for the machine of the pass: "also seen by me". A pass adds one sighting, or files one
    request. An address that filed the request or has seen it before is not added again, and not mailed."""

    allowed = _GUESTS
    errors = (NotFound, FaultNoLongerOpen, GuestPassUsed, TooManyAttempts)

    class Request(GuestForm):
        request_id = fields.UUID()

    class Response(Schema):
        reference_number = fields.String(max_length=20)

    example = (_GUEST | {"request_id": EXAMPLE["id"]}, _REFERENCE)
