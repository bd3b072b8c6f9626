"""What happened in each step of a request's timeline, derived from the entries, which store statuses."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from services.chassis.contract.extended import Extended
from services.servicedesk.contracts import RequestStatus, RequestStep, SchedulingResult, VisitChange
from services.servicedesk.model import TimelineEntry
from services.servicedesk.model.visit import can_be_rescheduled, is_called_off, scheduling_result

_ACCEPTED_AFTER = {
    RequestStatus.WAITING_FOR_CUSTOMER: RequestStep.ANSWERED,
    RequestStatus.RESOLVED: RequestStep.REOPENED,
}
"""Status before `accepted` → what the customer did."""


def steps_of(timeline: Sequence[TimelineEntry]) -> list[Extended]:
    """The entries as the contracts' `TimelineEntry`."""
    steps = [RequestStep.RECEIVED, *(_step(before, entry) for before, entry in pairwise(timeline))]
    previous = [None, *(_previous_technician(before, entry) for before, entry in pairwise(timeline))]
    changes = _visit_changes(timeline)
    return [
        Extended(
            entry, step=step, visit_change=change, technician=entry.technician or "", previous_technician=technician
        )
        for entry, step, change, technician in zip(timeline, steps, changes, previous, strict=False)
    ]


def _step(before: TimelineEntry, entry: TimelineEntry) -> RequestStep:
    if entry.status is RequestStatus.ACCEPTED:
        return _ACCEPTED_AFTER.get(before.status, RequestStep.ACCEPTED)
    if _reschedules(entry, before):
        return RequestStep.VISIT_RESCHEDULED
    if _previous_technician(before, entry) is not None:
        return RequestStep.TECHNICIAN_CHANGED
    return RequestStep(entry.status)


def _reschedules(entry: TimelineEntry, before: TimelineEntry) -> bool:
    """Whether the entry scheduled the visit of the one before at other times."""
    begins_at, ends_at = entry.visit_begins_at, entry.visit_ends_at
    if begins_at is None or ends_at is None:
        return False
    return scheduling_result(before, begins_at, ends_at, None, entry.at) is SchedulingResult.RESCHEDULED


def _previous_technician(before: TimelineEntry, entry: TimelineEntry) -> str | None:
    """Who was to come before the entry changed the engineer of the planned visit. None if it did not, or if that was
    not stored."""
    changes = entry.visit_begins_at is not None and can_be_rescheduled(before, entry.at)
    if not changes or before.technician is None or before.technician == entry.technician:
        return None
    return before.technician


def _visit_changes(timeline: Sequence[TimelineEntry]) -> Iterator[VisitChange | None]:
    for entry, following in pairwise(timeline):
        if _reschedules(following, entry):
            yield VisitChange.RESCHEDULED
        else:
            yield VisitChange.CALLED_OFF if is_called_off(entry, following.status, following.at) else None
    yield None
