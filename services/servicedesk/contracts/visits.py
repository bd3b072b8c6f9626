"""The visit of a service request (docs/features.md#service-requests)."""

import enum

from services.chassis.contract import ContractError, Schema, fields

__all__ = ["ImpossibleVisit", "SchedulingResult", "VisitChange", "VisitChanged"]


class VisitChange(enum.StrEnum):
    """Why a scheduled visit did not take place as it was scheduled."""

    RESCHEDULED = "rescheduled"
    CALLED_OFF = "called_off"


class SchedulingResult(enum.StrEnum):
    """What scheduling a visit did. `technician_changed`: the planned visit has the same times and another engineer.
    `unchanged`: it was planned exactly so, and nothing was done."""

    SCHEDULED = "scheduled"
    RESCHEDULED = "rescheduled"
    TECHNICIAN_CHANGED = "technician_changed"
    UNCHANGED = "unchanged"


class ImpossibleVisit(ContractError):
    """The times of the visit are invalid. `reason`: `in_the_past`, `ends_before_it_begins`, `too_long` (more than 24
    hours), `too_far_ahead` (begins more than 366 days from now)."""

    code = "impossible_visit"
    status = 422


class VisitChanged(ContractError):
    """The visit was changed since the revision that the caller saw; it has the revision `visit_revision` now. Nothing
    was stored."""

    code = "visit_changed"
    status = 409


class Visit(Schema):
    """A scheduled visit. `number` increases each time it is scheduled again or called off."""

    begins_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    number = fields.Integer(min=0)
