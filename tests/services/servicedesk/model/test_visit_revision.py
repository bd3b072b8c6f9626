"""A visit is changed as the caller saw it, and only if something changes."""

import datetime as dt

import pytest

from services.servicedesk.contracts import SchedulingResult, VisitChanged
from services.servicedesk.model import ServiceRequest
from tests.services.servicedesk.model.filed_request import LATER, NOW, VISIT

DAY = dt.timedelta(days=1)


@pytest.fixture
def scheduled(request_: ServiceRequest) -> ServiceRequest:
    request_.accept(NOW)
    request_.schedule(*VISIT, at=NOW)
    return request_


def test_every_change_of_the_visit_raises_its_revision(request_: ServiceRequest) -> None:
    revisions = [request_.visit_revision]
    request_.accept(NOW)
    for visit in (VISIT, (*VISIT[:2], "Truus"), (VISIT[0] + DAY, VISIT[1] + DAY, "Truus")):
        request_.schedule(*visit, at=NOW)
        revisions.append(request_.visit_revision)
    request_.call_off_visit()
    revisions.append(request_.visit_revision)
    request_.schedule(*VISIT, at=NOW)
    revisions.append(request_.visit_revision)
    assert revisions == sorted(set(revisions))


def test_visit_that_was_changed_meanwhile_is_not_replaced(scheduled: ServiceRequest) -> None:
    seen = scheduled.visit_revision
    scheduled.schedule(VISIT[0] + DAY, VISIT[1] + DAY, "Kees", LATER, seen)
    with pytest.raises(VisitChanged) as refused:
        scheduled.schedule(VISIT[0], VISIT[1], "Truus", LATER, seen)
    assert refused.value.params == {"visit_revision": scheduled.visit_revision}
    assert (scheduled.visit_begins_at, scheduled.technician) == (VISIT[0] + DAY, "Kees")


def test_visit_that_was_scheduled_meanwhile_is_not_replaced(scheduled: ServiceRequest) -> None:
    with pytest.raises(VisitChanged):
        scheduled.schedule(VISIT[0] + DAY, VISIT[1] + DAY, "Truus", LATER, 0)


def test_caller_without_a_revision_replaces_the_visit(scheduled: ServiceRequest) -> None:
    assert scheduled.schedule(VISIT[0] + DAY, VISIT[1] + DAY, "", LATER) is SchedulingResult.RESCHEDULED


def test_scheduling_what_is_planned_does_nothing(scheduled: ServiceRequest) -> None:
    before = len(scheduled.timeline), len(scheduled.recorded), scheduled.visit_revision
    assert scheduled.schedule(*VISIT, LATER) is SchedulingResult.UNCHANGED
    assert (len(scheduled.timeline), len(scheduled.recorded), scheduled.visit_revision) == before


def test_another_engineer_at_the_same_time_is_the_result(scheduled: ServiceRequest) -> None:
    assert scheduled.schedule(VISIT[0], VISIT[1], "Truus", LATER) is SchedulingResult.TECHNICIAN_CHANGED
