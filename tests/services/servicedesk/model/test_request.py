"""The states of the aggregate ServiceRequest."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from services.servicedesk.contracts import (
    ImpossibleVisit,
    InvalidRequestTransition,
    RequestStatus,
    ServiceRequestAccepted,
    ServiceRequestCancelled,
    ServiceRequestReceived,
    VisitScheduled,
    WaitingFor,
)
from services.servicedesk.model import OPEN, Machine, ServiceRequest
from services.servicedesk.model.transitions import TRANSITIONS
from tests.services.servicedesk.model.filed_request import JORIS, LATER, NOW, SANNE, VALUES, VISIT, ZONE


def recorded_events(request: ServiceRequest) -> list[Any]:
    return [event for event, _ in request.recorded]


def timeline(request: ServiceRequest) -> list[tuple[str, dt.datetime, bool]]:
    return [(str(entry.status), entry.at, entry.by_staff) for entry in request.timeline]


def test_a_filed_request_is_received(request_: ServiceRequest) -> None:
    assert (request_.status, recorded_events(request_)) == (RequestStatus.RECEIVED, [ServiceRequestReceived])


def test_a_request_belongs_to_its_requester_and_the_machines_customer(
    request_: ServiceRequest, machine: Machine
) -> None:
    assert (request_.requester_id, request_.customer_id) == (SANNE.user_id, machine.customer_id)


def test_a_received_request_can_be_accepted(request_: ServiceRequest) -> None:
    request_.accept(LATER)
    assert (request_.status, request_.changed_at) == (RequestStatus.ACCEPTED, LATER)
    assert recorded_events(request_)[-1] is ServiceRequestAccepted


def test_a_received_request_can_be_cancelled(request_: ServiceRequest) -> None:
    request_.cancel(SANNE, "", LATER)
    assert (request_.status, recorded_events(request_)[-1]) == (RequestStatus.CANCELLED, ServiceRequestCancelled)


def test_an_accepted_request_cannot_be_cancelled(request_: ServiceRequest) -> None:
    request_.accept(LATER)
    with pytest.raises(InvalidRequestTransition) as error:
        request_.cancel(SANNE, "", LATER)
    assert error.value.params == {"status": "accepted"}


def test_a_cancelled_request_cannot_be_accepted(request_: ServiceRequest) -> None:
    request_.cancel(SANNE, "", LATER)
    with pytest.raises(InvalidRequestTransition) as error:
        request_.accept(LATER)
    assert error.value.params == {"status": "cancelled"}


def test_a_request_is_accepted_once(request_: ServiceRequest) -> None:
    request_.accept(LATER)
    with pytest.raises(InvalidRequestTransition):
        request_.accept(LATER)


def test_a_refused_transition_changes_nothing(request_: ServiceRequest) -> None:
    request_.accept(NOW)
    before = timeline(request_), len(request_.recorded)
    with pytest.raises(InvalidRequestTransition):
        request_.cancel(SANNE, "", LATER)
    assert (timeline(request_), len(request_.recorded)) == before


def test_the_timeline_contains_each_transition_with_time_and_side(request_: ServiceRequest) -> None:
    request_.accept(LATER)
    assert timeline(request_) == [("received", NOW, False), ("accepted", LATER, True)]


@pytest.mark.parametrize("status", RequestStatus)
def test_only_a_scheduled_visit_can_be_repeated(status: RequestStatus) -> None:
    assert status not in TRANSITIONS[status] or status is RequestStatus.SCHEDULED


def test_a_cancelled_request_is_not_open() -> None:
    assert RequestStatus.CANCELLED not in OPEN


def test_a_request_keeps_the_names_of_its_machine(request_: ServiceRequest, machine: Machine) -> None:
    machine.own_reference = "Magazijn"
    assert request_.machine["own_reference"] == "Balie"


def test_events_contain_no_personal_data(request_: ServiceRequest) -> None:
    """Events contain no personal data (docs/architecture.md#data)."""
    request_.accept(LATER)
    written = str([data for _, data in request_.recorded])
    assert not [
        text for text in (VALUES["description"], VALUES["contact_name"], VALUES["telephone"]) if text in written
    ]


STEPS: dict[RequestStatus, Callable[..., None]] = {
    RequestStatus.ACCEPTED: lambda request, at=LATER: request.accept(at),
    RequestStatus.SCHEDULED: lambda request, at=LATER: request.schedule(*VISIT, at=at),
    RequestStatus.IN_PROGRESS: lambda request, at=LATER: request.start(at),
    RequestStatus.WAITING_FOR_PARTS: lambda request, at=LATER: request.wait(WaitingFor.PARTS, "Rol", at),
    RequestStatus.WAITING_FOR_CUSTOMER: lambda request, at=LATER: request.wait(WaitingFor.CUSTOMER, "Wanneer?", at),
    RequestStatus.RESOLVED: lambda request, at=LATER: request.resolve("Vervangen", at),
    RequestStatus.CLOSED: lambda request, at=LATER: request.close(at, by=SANNE),
    RequestStatus.CANCELLED: lambda request, at=LATER: request.cancel(JORIS, "", at),
}
PATHS = {status: (RequestStatus.ACCEPTED, status) for status in STEPS} | {
    RequestStatus.RECEIVED: (),
    RequestStatus.ACCEPTED: (RequestStatus.ACCEPTED,),
    RequestStatus.CLOSED: (RequestStatus.ACCEPTED, RequestStatus.RESOLVED, RequestStatus.CLOSED),
}
STATUS_PAIRS = [(before, after) for before in RequestStatus for after in STEPS if after is not RequestStatus.ACCEPTED]


@pytest.mark.parametrize(("before", "after"), STATUS_PAIRS)
def test_each_transition_is_executed_if_legal_and_refused_otherwise(
    request_: ServiceRequest, before: RequestStatus, after: RequestStatus
) -> None:
    for status in PATHS[before]:
        STEPS[status](request_)
    assert request_.status is before
    if after in TRANSITIONS[before]:
        STEPS[after](request_)
        assert (request_.status, request_.timeline[-1].status) == (after, after)
    else:
        with pytest.raises(InvalidRequestTransition) as error:
            STEPS[after](request_)
        assert error.value.params == {"status": str(before)}


@pytest.mark.parametrize(
    ("begins", "ends", "reason"),
    [
        (dt.timedelta(hours=2), dt.timedelta(hours=2), "ends_before_it_begins"),
        (dt.timedelta(hours=2), dt.timedelta(hours=1), "ends_before_it_begins"),
        (-dt.timedelta(hours=3), -dt.timedelta(hours=1), "in_the_past"),
        (dt.timedelta(hours=1), dt.timedelta(hours=26), "too_long"),
        (dt.timedelta(days=366, hours=1), dt.timedelta(days=366, hours=2), "too_far_ahead"),
    ],
)
def test_an_impossible_visit_is_refused_and_changes_nothing(
    request_: ServiceRequest, begins: dt.timedelta, ends: dt.timedelta, reason: str
) -> None:
    request_.accept(NOW)
    with pytest.raises(ImpossibleVisit) as error:
        request_.schedule(NOW + begins, NOW + ends, "", NOW)
    assert error.value.params == {"reason": reason}
    assert (request_.status, request_.visit) == (RequestStatus.ACCEPTED, None)


def test_a_rescheduled_visit_has_a_higher_number(request_: ServiceRequest) -> None:
    request_.accept(NOW)
    request_.schedule(*VISIT, at=NOW)
    request_.schedule(VISIT[0] + dt.timedelta(days=1), VISIT[1] + dt.timedelta(days=1), "", LATER)
    numbers = [data["visit"]["number"] for event, data in request_.recorded if event is VisitScheduled]
    assert numbers == [0, 1]
    assert [entry.visit["begins_at"] for entry in request_.timeline if entry.visit] == [
        VISIT[0],
        VISIT[0] + dt.timedelta(days=1),
    ]


@pytest.mark.parametrize(
    ("status", "at", "called_off"),
    [
        (RequestStatus.WAITING_FOR_PARTS, LATER, True),
        (RequestStatus.WAITING_FOR_CUSTOMER, LATER, True),
        (RequestStatus.RESOLVED, LATER, True),
        (RequestStatus.CANCELLED, LATER, True),
        (RequestStatus.CANCELLED, VISIT[0], True),
        (RequestStatus.CANCELLED, VISIT[1], False),
        (RequestStatus.RESOLVED, VISIT[0], False),
        (RequestStatus.IN_PROGRESS, LATER, False),
    ],
)
def test_visit_that_will_not_take_place_is_called_off(
    request_: ServiceRequest, status: RequestStatus, at: dt.datetime, called_off: bool
) -> None:
    request_.accept(NOW)
    request_.schedule(*VISIT, at=NOW)
    STEPS[status](request_, at)
    _, data = request_.recorded[-1]
    assert (data["visit"]["begins_at"], data["visit_called_off"]) == (VISIT[0], called_off)
    assert (request_.visit is None) == called_off


def test_visit_scheduled_after_one_that_was_called_off_has_a_higher_number(request_: ServiceRequest) -> None:
    request_.accept(NOW)
    request_.schedule(*VISIT, at=NOW)
    request_.wait(WaitingFor.PARTS, "Rol", LATER)
    request_.schedule(*VISIT, at=LATER)
    assert [data["visit"]["number"] for event, data in request_.recorded if event is VisitScheduled] == [0, 1]


def test_a_customers_message_needs_an_answer_until_staff_reply(request_: ServiceRequest) -> None:
    request_.post(SANNE, "Hoe laat?", NOW)
    assert request_.needs_answer
    request_.post(JORIS, "Om tien uur.", LATER)
    assert not request_.needs_answer


def test_a_customers_message_ends_the_wait_for_the_customer(request_: ServiceRequest) -> None:
    request_.accept(NOW)
    request_.wait(WaitingFor.CUSTOMER, "Wanneer?", NOW)
    request_.post(SANNE, "Morgen.", LATER)
    assert (request_.status, request_.needs_answer) == (RequestStatus.ACCEPTED, True)


def test_a_message_is_not_published(request_: ServiceRequest) -> None:
    request_.post(SANNE, "Bel mij op 06 555 01 01", NOW)
    assert "06 555" not in str(request_.recorded)


def test_a_request_can_be_reopened_for_seven_days(request_: ServiceRequest) -> None:
    request_.accept(NOW)
    request_.resolve("Vervangen", NOW)
    with pytest.raises(InvalidRequestTransition):
        request_.reopen(SANNE, "Toch niet", NOW + dt.timedelta(days=7), ZONE)
    request_.reopen(SANNE, "Toch niet", NOW + dt.timedelta(days=6, hours=23), ZONE)
    assert (request_.status, request_.needs_answer) == (RequestStatus.ACCEPTED, True)


def test_resolved_request_says_when_it_closes_by_itself(request_: ServiceRequest) -> None:
    request_.accept(NOW)
    assert request_.reopen_until(ZONE) is None
    request_.resolve("Vervangen", LATER)
    assert request_.reopen_until(ZONE) == LATER + dt.timedelta(days=7)
