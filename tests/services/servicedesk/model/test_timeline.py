"""What the steps of a timeline say happened."""

import datetime as dt

import pytest

from services.servicedesk.contracts import VisitScheduled, WaitingFor
from services.servicedesk.model import ServiceRequest
from services.servicedesk.queries.timeline import steps_of
from tests.services.servicedesk.model.filed_request import LATER, NOW, SANNE, VISIT, ZONE

DAY = dt.timedelta(days=1)


def steps(request: ServiceRequest) -> list[str]:
    return [str(entry.step) for entry in steps_of(request.timeline)]


def changes(request: ServiceRequest) -> list[str | None]:
    return [entry.visit_change for entry in steps_of(request.timeline) if entry.visit]


def test_answer_to_a_question_is_a_step(request_: ServiceRequest) -> None:
    request_.accept(NOW)
    request_.wait(WaitingFor.CUSTOMER, "Wanneer?", NOW)
    request_.post(SANNE, "Morgen.", LATER)
    assert steps(request_) == ["received", "accepted", "waiting_for_customer", "answered"]


def test_reopening_is_a_step(request_: ServiceRequest) -> None:
    request_.accept(NOW)
    request_.resolve("Vervangen", NOW)
    request_.reopen(SANNE, "Toch niet", LATER, ZONE)
    assert steps(request_) == ["received", "accepted", "resolved", "reopened"]


def test_rescheduling_a_visit_is_a_step_and_marks_the_earlier_one(request_: ServiceRequest) -> None:
    request_.accept(NOW)
    request_.schedule(*VISIT, at=NOW)
    request_.schedule(VISIT[0] + DAY, VISIT[1] + DAY, "", LATER)
    assert steps(request_)[2:] == ["scheduled", "visit_rescheduled"]
    assert changes(request_) == ["rescheduled", None]


def test_another_engineer_at_the_same_time_is_a_step_with_both_names(request_: ServiceRequest) -> None:
    request_.accept(NOW)
    request_.schedule(*VISIT, at=NOW)
    request_.schedule(VISIT[0], VISIT[1], "Truus", LATER)
    assert (steps(request_)[2:], changes(request_)) == (["scheduled", "technician_changed"], [None, None])
    entries = steps_of(request_.timeline)[2:]
    assert [(entry.previous_technician, entry.technician) for entry in entries] == [(None, "Kees"), ("Kees", "Truus")]


def test_rescheduling_with_another_engineer_has_both_names(request_: ServiceRequest) -> None:
    request_.accept(NOW)
    request_.schedule(*VISIT, at=NOW)
    request_.schedule(VISIT[0] + DAY, VISIT[1] + DAY, "", LATER)
    entry = steps_of(request_.timeline)[-1]
    assert (entry.step, entry.previous_technician, entry.technician) == ("visit_rescheduled", "Kees", "")


def test_engineer_who_was_not_stored_is_not_called_changed(request_: ServiceRequest) -> None:
    request_.accept(NOW)
    request_.schedule(*VISIT, at=NOW)
    request_.schedule(VISIT[0], VISIT[1], "Truus", LATER)
    request_.timeline[-2].technician = None
    entry = steps_of(request_.timeline)[-1]
    assert (entry.step, entry.previous_technician) == ("scheduled", None)


def test_event_of_another_engineer_says_so_without_names(request_: ServiceRequest) -> None:
    request_.accept(NOW)
    request_.schedule(*VISIT, at=NOW)
    request_.schedule(VISIT[0], VISIT[1], "Truus", LATER)
    events = [data for event, data in request_.recorded if event is VisitScheduled]
    assert [(data["rescheduled_from"], data["technician_changed"]) for data in events] == [(None, False), (None, True)]
    assert "Truus" not in str(events)


def test_visit_scheduled_after_one_that_ended_is_new(request_: ServiceRequest) -> None:
    request_.accept(NOW)
    request_.schedule(*VISIT, at=NOW)
    request_.schedule(VISIT[0] + DAY, VISIT[1] + DAY, "", VISIT[1])
    assert (steps(request_)[2:], changes(request_)) == (["scheduled", "scheduled"], [None, None])


@pytest.mark.parametrize(("at", "change"), [(LATER, "called_off"), (VISIT[0], None)])
def test_visit_that_does_not_take_place_is_marked(request_: ServiceRequest, at: dt.datetime, change: str) -> None:
    request_.accept(NOW)
    request_.schedule(*VISIT, at=NOW)
    request_.wait(WaitingFor.PARTS, "Rol", at)
    assert changes(request_) == [change]


def test_event_of_a_rescheduled_visit_has_the_earlier_time(request_: ServiceRequest) -> None:
    request_.accept(NOW)
    request_.schedule(*VISIT, at=NOW)
    request_.schedule(VISIT[0] + DAY, VISIT[1] + DAY, "", LATER)
    rescheduled_from = [data["rescheduled_from"] for event, data in request_.recorded if event is VisitScheduled]
    assert rescheduled_from == [None, {"begins_at": VISIT[0], "ends_at": VISIT[1], "number": 0}]
