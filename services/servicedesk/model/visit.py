"""The scheduled visit of a service request."""

import datetime as dt
from typing import Any, Protocol

from sqlalchemy import String
from sqlalchemy.orm import Mapped

from services.chassis.persistence.columns import personal
from services.servicedesk.contracts import ImpossibleVisit, RequestStatus
from services.servicedesk.model.timeline import visit_of
from services.servicedesk.model.transitions import LONGEST_VISIT


class Scheduled(Protocol):
    """A request or an entry of its timeline: a status and the visit."""

    status: Any
    visit_begins_at: Any
    visit_ends_at: Any


class ScheduledVisit:
    """Mixin with the visit, whose `visit_number` increases each time it is scheduled again or called off."""

    visit_begins_at: Mapped[dt.datetime | None]
    visit_ends_at: Mapped[dt.datetime | None]
    visit_number: Mapped[int]
    technician: Mapped[str] = personal(String(120))

    @property
    def visit(self) -> dict[str, Any] | None:
        """The visit in the form of the contracts' `Visit`, or None."""
        return visit_of(self)

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


def is_rescheduled(scheduled: Scheduled, begins_at: dt.datetime, ends_at: dt.datetime, at: dt.datetime) -> bool:
    """Whether scheduling a visit with these times at `at` reschedules the present one. The same times again, such as
    with another engineer, do not."""
    times = scheduled.visit_begins_at, scheduled.visit_ends_at
    return can_be_rescheduled(scheduled, at) and times != (begins_at, ends_at)


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
