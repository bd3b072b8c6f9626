"""Operations to file, read and count service requests."""

from typing import Any

from marshmallow import ValidationError, validates_schema

from services.chassis.contract import Command, Kind, NotFound, Query, Schema, TooManyAttempts, fields
from services.chassis.contract.fields import validation_error
from services.fleet.contracts import MachineNotFound
from services.identity.contracts import Right
from services.servicedesk.contracts.requests import (
    EXAMPLE,
    Category,
    RequestDetail,
    Urgency,
)

__all__ = ["CountServiceRequests", "FileServiceRequest", "GetServiceRequest"]

_REFERENCE = {"reference_number": EXAMPLE["reference_number"]}


class FileServiceRequest(Command):
    """File a service request for a machine in scope. The category `error_code` requires an error code."""

    allowed = {Kind.USER: Right.REQUEST_SERVICE}
    errors = (MachineNotFound, TooManyAttempts)

    class Request(Schema):
        machine_id = fields.UUID()
        category = fields.Enum(Category)
        urgency = fields.Enum(Urgency, load_default=Urgency.NORMAL)
        description = fields.String(max_length=4000, min_length=1, multiline=True, personal=True)
        error_code = fields.String(max_length=40, load_default="", personal=True)
        contact_name = fields.String(max_length=120, min_length=1, personal=True)
        telephone = fields.Telephone(min_length=1, personal=True)
        availability = fields.String(max_length=200, load_default="", personal=True)

        @validates_schema
        def _expect_error_code(self, given: dict[str, Any], **_options: Any) -> None:
            if given["category"] is Category.ERROR_CODE and not given["error_code"]:
                raise ValidationError({"error_code": validation_error("required").messages})

    class Response(RequestDetail):
        pass

    example = (
        {
            "machine_id": "01980000-0000-7000-8000-000000000012",
            **{key: EXAMPLE[key] for key in ("category", "description", "contact_name", "telephone")},
        },
        EXAMPLE,
    )


class GetServiceRequest(Query):
    """One service request with its timeline. Services read what a mail about it quotes."""

    allowed = {Kind.USER: None, Kind.STAFF: None, Kind.SERVICE: None}
    errors = (NotFound,)

    class Request(Schema):
        reference_number = fields.String(max_length=20)

    class Response(RequestDetail):
        pass

    example = (_REFERENCE, EXAMPLE)


class CountServiceRequests(Query):
    """Number of open service requests in the caller's scope by status. Counts stop at 1,000.

    `waiting` counts those for parts and for the customer; `needs_answer` those in which the customer wrote last.
    """

    allowed = {Kind.USER: None, Kind.STAFF: None}

    class Response(Schema):
        received = fields.Integer(min=0)
        accepted = fields.Integer(min=0)
        scheduled = fields.Integer(min=0)
        waiting = fields.Integer(min=0)
        resolved = fields.Integer(min=0)
        needs_answer = fields.Integer(min=0)
        open = fields.Integer(min=0)

    example = (
        {},
        {"received": 1, "accepted": 1, "scheduled": 0, "waiting": 0, "resolved": 0, "needs_answer": 0, "open": 2},
    )
