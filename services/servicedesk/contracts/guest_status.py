"""The status of a guest's service request, by the link in its mails, or by reference number and e-mail address
(docs/features.md#guests)."""

from services.chassis.contract import Command, Kind, NotFound, Query, Schema, TooManyAttempts, fields
from services.chassis.contract.guests import (
    EXAMPLE_GUEST,
    EXAMPLE_LINK,
    NewStatusLink,
    StatusLinkExpired,
    StatusNotFound,
    StatusOwner,
    StatusToken,
)
from services.identity.contracts.guest_actions import EXAMPLE_STATUS_MACHINE, GuestStatusMachine
from services.servicedesk.contracts.requests import EXAMPLE, STEP, Category, RequestStatus, RequestStep
from services.servicedesk.contracts.visits import Visit, VisitChange

__all__ = ["FindGuestRequest", "GetGuestRequestStatus", "IssueGuestRequestLink"]


class _Step(Schema):
    """`visit` and `visit_change` as of `TimelineEntry`."""

    step = fields.Enum(RequestStep)
    at = fields.AwareDateTime()
    visit = fields.Nested(Visit, allow_none=True, required=True)
    visit_change = fields.Enum(VisitChange, allow_none=True, required=True)


class GuestRequestStatus(Schema):
    """A service request as its guest sees it: without texts, people and notes. `visit` is the planned one, or null."""

    reference_number = fields.String(max_length=20)
    machine = fields.Nested(GuestStatusMachine)
    category = fields.Enum(Category)
    status = fields.Enum(RequestStatus)
    received_at = fields.AwareDateTime()
    visit = fields.Nested(Visit, allow_none=True, required=True)
    steps = fields.List(fields.Nested(_Step), max_length=500)


_EXAMPLE = {
    **{name: EXAMPLE[name] for name in ("reference_number", "category", "status", "received_at", "visit")},
    "machine": EXAMPLE_STATUS_MACHINE,
    "steps": [{name: STEP[name] for name in ("step", "at", "visit", "visit_change")}],
}


class GetGuestRequestStatus(Query):
    """The request of a status link, until 30 days after it ended, while guests may ask the status at its machine."""

    allowed = {Kind.VISITOR: None}
    errors = (StatusLinkExpired,)

    class Request(StatusToken):
        pass

    class Response(GuestRequestStatus):
        pass

    example = (EXAMPLE_LINK, _EXAMPLE)


class FindGuestRequest(Query):
    """The request with this number that a guest with this e-mail address filed or also saw; otherwise as
    GetGuestRequestStatus. Attempts are counted per network address and per number."""

    allowed = {Kind.VISITOR: None}
    errors = (StatusNotFound, TooManyAttempts)

    class Request(StatusOwner):
        pass

    class Response(GuestRequestStatus):
        pass

    example = ({"reference_number": EXAMPLE["reference_number"], "email": EXAMPLE_GUEST["email"]}, _EXAMPLE)


class IssueGuestRequestLink(Command):
    """Create the secret of a status link, for the guest who filed the request or for that of a sighting. Called just
    before a mail is sent; only the hash is stored."""

    allowed = {Kind.SERVICE: None}
    errors = (NotFound,)
    idempotent = False  # the response holds a secret, which is not stored

    class Request(Schema):
        reference_number = fields.String(max_length=20)
        sighting_id = fields.UUID(allow_none=True)

    class Response(NewStatusLink):
        pass

    example = ({"reference_number": EXAMPLE["reference_number"]}, EXAMPLE_LINK)
