"""The scheduled visit of a service request."""

import datetime as dt
from typing import Any, Protocol

from sqlalchemy import String
from sqlalchemy.orm import Mapped

from services.chassis.persistence.columns import personal
from services.servicedesk.contracts import ImpossibleVisit, RequestStatus, SchedulingResult, VisitChanged
from services.servicedesk.model.timeline import visit_of
from services.servicedesk.model.transitions import FURTHEST_VISIT, LONGEST_VISIT


class Scheduled(Protocol):
    """A request or an entry of its timeline: a status and the visit. `technician` is None where it was not stored."""

    status: Any
    visit_begins_at: Any
    visit_ends_at: Any
    technician: Any


class ScheduledVisit:
    """Mixin with the visit, whose `visit_number` increases each time it is scheduled again, changed or called off."""

    visit_begins_at: Mapped[dt.datetime | None]
    visit_ends_at: Mapped[dt.datetime | None]
    visit_number: Mapped[int]
    technician: Mapped[str] = personal(String(120))

    @property
    def visit(self) -> dict[str, Any] | None:
        """The visit in the form of the contracts' `Visit`, or None."""
        return visit_of(self)

    @property
    def visit_revision(self) -> int:
        """Increases with every change of the visit, also the first one: 0 while none was ever planned."""
        return 2 * self.visit_number + (self.visit_begins_at is not None)

    def expect_visit_revision(self, revision: int | None) -> None:
        """Raises VisitChanged unless the visit still is as the caller saw it; None stands for a caller who does not
        say."""
        if revision not in (None, self.visit_revision):
            raise VisitChanged(visit_revision=self.visit_revision)

    def set_visit(self, begins_at: dt.datetime, ends_at: dt.datetime, technician: str) -> None:
        if self.visit_begins_at is not None:
            self.visit_number += 1
        self.visit_begins_at, self.visit_ends_at, self.technician = begins_at, ends_at, technician

    def call_off_visit(self) -> dict[str, Any] | None:
        """Remove the visit, and return it."""
        visit = self.visit
        self.visit_begins_at, self.visit_ends_at, self.technician = None, None, ""
        self.visit_number += 1
        return visit


def is_called_off(scheduled: Scheduled, status: RequestStatus, at: dt.datetime) -> bool:
    """Whether the visit will not take place because a scheduled request gets this status: it has not begun. If the
    request is cancelled, a visit in progress is called off too."""
    if not _has_visit(scheduled) or status in (RequestStatus.SCHEDULED, RequestStatus.IN_PROGRESS):
        return False
    return bool(at < (scheduled.visit_ends_at if status is RequestStatus.CANCELLED else scheduled.visit_begins_at))


def can_be_rescheduled(scheduled: Scheduled, at: dt.datetime) -> bool:
    """Whether scheduling a visit at `at` reschedules the present one, which has not ended."""
    return _has_visit(scheduled) and bool(at < scheduled.visit_ends_at)


def scheduling_result(
    scheduled: Scheduled, begins_at: dt.datetime, ends_at: dt.datetime, technician: str | None, at: dt.datetime
) -> SchedulingResult:
    """What scheduling a visit with these times and this engineer at `at` does to the present one."""
    if not can_be_rescheduled(scheduled, at):
        return SchedulingResult.SCHEDULED
    if (scheduled.visit_begins_at, scheduled.visit_ends_at) != (begins_at, ends_at):
        return SchedulingResult.RESCHEDULED
    return SchedulingResult.TECHNICIAN_CHANGED if scheduled.technician != technician else SchedulingResult.UNCHANGED


def change_of_visit(result: SchedulingResult, visit: dict[str, Any] | None) -> dict[str, Any]:
    """What the event VisitScheduled says of a change of this `visit`."""
    return {
        "rescheduled_from": visit if result is SchedulingResult.RESCHEDULED else None,
        "technician_changed": result is SchedulingResult.TECHNICIAN_CHANGED,
    }


def _has_visit(scheduled: Scheduled) -> bool:
    return scheduled.status is RequestStatus.SCHEDULED and scheduled.visit_begins_at is not None


def expect_possible(begins_at: dt.datetime, ends_at: dt.datetime, now: dt.datetime) -> None:
    """Raises ImpossibleVisit."""
    if ends_at <= begins_at:
        raise ImpossibleVisit(reason="ends_before_it_begins")
    if ends_at <= now:
        raise ImpossibleVisit(reason="in_the_past")
    if ends_at - begins_at > LONGEST_VISIT:
        raise ImpossibleVisit(reason="too_long")
    if begins_at - now > FURTHEST_VISIT:
        raise ImpossibleVisit(reason="too_far_ahead")
