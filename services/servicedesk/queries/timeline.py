"""What happened in each step of a request's timeline, derived from the entries, which store statuses."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from services.chassis.contract.extended import Extended
from services.servicedesk.contracts import RequestStatus, RequestStep, VisitChange
from services.servicedesk.model import TimelineEntry
from services.servicedesk.model.visit import is_called_off, is_rescheduled

_ACCEPTED_AFTER = {
    RequestStatus.WAITING_FOR_CUSTOMER: RequestStep.ANSWERED,
    RequestStatus.RESOLVED: RequestStep.REOPENED,
}
"""Status before `accepted` → what the customer did."""


def steps_of(timeline: Sequence[TimelineEntry]) -> list[Extended]:
    """The entries as the contracts' `TimelineEntry`."""
    steps = [RequestStep.RECEIVED, *(_step(before, entry) for before, entry in pairwise(timeline))]
    changes = _visit_changes(timeline)
    return [
        Extended(entry, step=step, visit_change=change)
        for entry, step, change in zip(timeline, steps, changes, strict=False)
    ]


def _step(before: TimelineEntry, entry: TimelineEntry) -> RequestStep:
    if entry.status is RequestStatus.ACCEPTED:
        return _ACCEPTED_AFTER.get(before.status, RequestStep.ACCEPTED)
    if _reschedules(entry, before):
        return RequestStep.VISIT_RESCHEDULED
    return RequestStep(entry.status)


def _reschedules(entry: TimelineEntry, before: TimelineEntry) -> bool:
    """Whether the entry scheduled the visit of the one before at other times."""
    begins_at, ends_at = entry.visit_begins_at, entry.visit_ends_at
    return begins_at is not None and ends_at is not None and is_rescheduled(before, begins_at, ends_at, entry.at)


def _visit_changes(timeline: Sequence[TimelineEntry]) -> Iterator[VisitChange | None]:
    for entry, following in pairwise(timeline):
        if _reschedules(following, entry):
            yield VisitChange.RESCHEDULED
        else:
            yield VisitChange.CALLED_OFF if is_called_off(entry, following.status, following.at) else None
    yield None
