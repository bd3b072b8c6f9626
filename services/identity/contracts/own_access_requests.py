"""The caller's own requests for access to a machine of the customer that is out of scope."""

from services.chassis.contract import Command, ContractError, Kind, NotFound, Query, Schema, TooManyAttempts, fields
from services.identity.contracts.access_requests import EXAMPLE, AccessStatus

__all__ = ["AlreadyVisible", "GetOwnAccessRequest", "RequestMachineAccess"]


class AlreadyVisible(ContractError):
    """The machine is in the caller's scope already."""

    code = "already_visible"
    status = 409


class OwnAccessRequest(Schema):
    """The caller's request, without details of the machine, since it is out of the caller's scope."""

    id = fields.UUID()
    status = fields.Enum(AccessStatus)
    requested_at = fields.AwareDateTime()


class RequestMachineAccess(Command):
    """Request access to the machine with exactly this equipment or serial number. Repeating an open request changes
    nothing. For a machine of another customer the error is NotFound, as for a number that does not exist."""

    allowed = {Kind.USER: None}
    errors = (NotFound, AlreadyVisible, TooManyAttempts)

    class Request(Schema):
        number = fields.String(max_length=80, min_length=1)

    class Response(OwnAccessRequest):
        pass

    example = ({"number": "10042"}, {name: EXAMPLE[name] for name in ("id", "status", "requested_at")})


class GetOwnAccessRequest(Query):
    """The caller's open request for the machine with exactly this equipment or serial number, regardless of case; null
    if there is none."""

    allowed = {Kind.USER: None}

    class Request(Schema):
        number = fields.String(max_length=80)

    class Response(Schema):
        request = fields.Nested(OwnAccessRequest, allow_none=True, required=True)

    example = ({"number": "10042"}, {"request": RequestMachineAccess.example[1]})
