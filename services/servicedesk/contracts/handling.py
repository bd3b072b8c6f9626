"""Operations that change service requests, for the dealer and the customer."""

import enum
from typing import Any

from services.chassis.contract import Command, Kind, NotFound, Schema, TooManyAttempts, fields
from services.identity.contracts import Right, StaffRight
from services.servicedesk.contracts.requests import (
    EXAMPLE,
    REQUESTER,
    STEP,
    InvalidRequestTransition,
    RequestDetail,
)
from services.servicedesk.contracts.visits import ImpossibleVisit, SchedulingResult, VisitChanged

__all__ = [
    "AcceptServiceRequest", "CancelServiceRequest", "CloseServiceRequest", "CloseUnanswered", "HoldServiceRequest",
    "PostMessage", "ReopenServiceRequest", "ResolveServiceRequest", "ScheduleVisit", "StartServiceRequest",
    "WaitingFor",
]  # fmt: skip

_REFERENCE = {"reference_number": EXAMPLE["reference_number"]}
_HANDLES: dict[Kind, Right | StaffRight | None] = {Kind.STAFF: StaffRight.HANDLE_SERVICE}
_CUSTOMER: dict[Kind, Right | StaffRight | None] = {Kind.USER: Right.REQUEST_SERVICE}
_LATER = "2026-03-03T08:40:00+00:00"
_VISIT = {"begins_at": "2026-03-04T09:00:00+00:00", "ends_at": "2026-03-04T11:00:00+00:00", "number": 0}
_DONE = "Transportrol vervangen en getest."


class WaitingFor(enum.StrEnum):
    PARTS = "parts"
    CUSTOMER = "customer"


def _now(status: str, may: tuple[str, ...], note: str = "", *, by_staff: bool = True, **changed: Any) -> dict[str, Any]:
    """The example in another status at a later moment, with the actions allowed then."""
    by_dealer = STEP | {"at": _LATER, "by_staff": True, "author_id": None}
    steps = [STEP]
    if status != "accepted" and by_staff:
        steps.append(by_dealer | {"status": "accepted", "step": "accepted"})
    if status in ("closed", "accepted") and not by_staff:
        steps += [by_dealer | {"status": word, "step": word} for word in ("accepted", "resolved")]
    own = {"by_staff": by_staff, "author_id": None if by_staff else REQUESTER}
    step = "reopened" if status == "accepted" and not by_staff else status
    last = {"status": status, "step": step, "at": _LATER, "note": note, "visit": changed.get("visit")}
    steps.append(STEP | own | last)
    allowed = {name: name.removeprefix("may_") in may for name in EXAMPLE if name.startswith("may_")}
    return EXAMPLE | {"status": status, "changed_at": _LATER, "timeline": steps} | allowed | changed


class _Named(Schema):
    reference_number = fields.String(max_length=20)


class AcceptServiceRequest(Command):
    """Accept a service request."""

    allowed = _HANDLES
    errors = (NotFound, InvalidRequestTransition)

    class Request(_Named):
        pass

    class Response(RequestDetail):
        pass

    example = (_REFERENCE, _now("accepted", ("schedule", "start", "wait", "resolve", "cancel", "write")))


class ScheduleVisit(Command):
    """Schedule a visit, or change the scheduled one. At most 24 hours long, and not in the past. With a
    `visit_revision`, the visit must still have it."""

    allowed = _HANDLES
    errors = (NotFound, InvalidRequestTransition, VisitChanged, ImpossibleVisit)

    class Request(_Named):
        begins_at = fields.AwareDateTime()
        ends_at = fields.AwareDateTime()
        technician = fields.String(max_length=120, load_default="", personal=True)
        visit_revision = fields.Integer(min=0, allow_none=True, load_default=None)

    class Response(RequestDetail):
        result = fields.Enum(SchedulingResult)

    example = (
        _REFERENCE | {name: _VISIT[name] for name in ("begins_at", "ends_at")},
        _now(
            "scheduled",
            ("schedule", "reschedule_visit", "start", "wait", "resolve", "cancel", "write"),
            visit=_VISIT,
            visit_revision=1,
        )
        | {"result": "scheduled"},
    )


class StartServiceRequest(Command):
    """Start work on a service request."""

    allowed = _HANDLES
    errors = (NotFound, InvalidRequestTransition)

    class Request(_Named):
        pass

    class Response(RequestDetail):
        pass

    example = (_REFERENCE, _now("in_progress", ("schedule", "wait", "resolve", "write")))


class HoldServiceRequest(Command):
    """Set a service request to waiting for parts or for the customer; `note` says for what."""

    allowed = _HANDLES
    errors = (NotFound, InvalidRequestTransition)

    class Request(_Named):
        waiting_for = fields.Enum(WaitingFor)
        note = fields.String(max_length=1000, min_length=1, multiline=True)

    class Response(RequestDetail):
        pass

    example = (
        _REFERENCE | {"waiting_for": "parts", "note": "De transportrol is besteld."},
        _now(
            "waiting_for_parts",
            ("schedule", "start", "wait", "resolve", "cancel", "write"),
            "De transportrol is besteld.",
        ),
    )


class ResolveServiceRequest(Command):
    """Resolve a service request; `note` says how. It closes after 7 days unless the customer reopens it."""

    allowed = _HANDLES
    errors = (NotFound, InvalidRequestTransition)

    class Request(_Named):
        note = fields.String(max_length=1000, min_length=1, multiline=True)

    class Response(RequestDetail):
        pass

    example = (_REFERENCE | {"note": _DONE}, _now("resolved", ("write",), _DONE))


class CloseServiceRequest(Command):
    """Close a resolved service request, as the customer."""

    allowed = _CUSTOMER
    errors = (NotFound, InvalidRequestTransition)

    class Request(_Named):
        pass

    class Response(RequestDetail):
        pass

    example = (_REFERENCE, _now("closed", (), by_staff=False))


class ReopenServiceRequest(Command):
    """Reopen a resolved service request within 7 days, as the customer; `note` says what is still wrong."""

    allowed = _CUSTOMER
    errors = (NotFound, InvalidRequestTransition)

    class Request(_Named):
        note = fields.String(max_length=1000, min_length=1, multiline=True)

    class Response(RequestDetail):
        pass

    example = (
        _REFERENCE | {"note": "Het papier loopt weer vast."},
        _now("accepted", ("write",), "Het papier loopt weer vast.", by_staff=False, needs_answer=True),
    )


class CancelServiceRequest(Command):
    """Cancel a service request: the customer until it is accepted, the dealer (with a reason) until work has
    started."""

    allowed = _CUSTOMER | _HANDLES
    errors = (NotFound, InvalidRequestTransition)

    class Request(_Named):
        note = fields.String(max_length=1000, load_default="", multiline=True)

    class Response(RequestDetail):
        pass

    example = (
        _REFERENCE,
        _now("cancelled", (), by_staff=False),
    )


class PostMessage(Command):
    """Post a message on a request that is not closed. A customer's message ends waiting for the customer."""

    allowed = _CUSTOMER | _HANDLES
    errors = (NotFound, InvalidRequestTransition, TooManyAttempts)

    class Request(_Named):
        text = fields.String(max_length=4000, min_length=1, multiline=True, personal=True)

    class Response(RequestDetail):
        pass

    example = (
        _REFERENCE | {"text": "Kunt u na 14 uur komen?"},
        EXAMPLE
        | {
            "needs_answer": True,
            "messages": [
                {
                    "id": "01980000-0000-7000-8000-000000000033",
                    "at": _LATER,
                    "by_staff": False,
                    "author_id": REQUESTER,
                    "text": "Kunt u na 14 uur komen?",
                }
            ],
        },
    )


class CloseUnanswered(Command):
    """Close a resolved request that was not reopened for 7 days. Run as a job."""

    allowed = {Kind.SERVICE: None}

    class Request(Schema):
        request_id = fields.UUID()

    class Response(Schema):
        pass

    example = ({"request_id": EXAMPLE["id"]}, {})
