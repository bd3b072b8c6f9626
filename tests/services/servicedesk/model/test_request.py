"""The states of a service request, without anything around them."""

import datetime as dt
import uuid
from typing import Any

import pytest

from services.chassis.contract import Caller, Kind
from services.servicedesk.contracts import (
    Category,
    RequestMovedOn,
    RequestStatus,
    ServiceRequestAccepted,
    ServiceRequestCancelled,
    ServiceRequestReceived,
    Urgency,
)
from services.servicedesk.model import OPEN, Machine, ServiceRequest
from services.servicedesk.model.request import MOVES

NOW = dt.datetime(2026, 3, 4, 7, 12, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(minutes=28)
SANNE = Caller(kind=Kind.USER, person_id=str(uuid.uuid4()), customer_id=uuid.uuid4(), scope="all")
JORIS = Caller(kind=Kind.STAFF, person_id=str(uuid.uuid4()), scope="all")
TOLD: dict[str, Any] = {
    "category": Category.PAPER_JAM,
    "urgency": Urgency.NORMAL,
    "description": "Papier loopt vast.",
    "error_code": "",
    "contact_name": "Sanne de Wit",
    "telephone": "010 555 01 01",
    "availability": "",
}


@pytest.fixture
def machine() -> Machine:
    names = dict.fromkeys(("equipment_number", "serial_number", "manufacturer", "model_name", "site", "city"), "x")
    return Machine(id=uuid.uuid4(), customer_id=SANNE.customer_id, own_reference="Balie", **names)


@pytest.fixture
def request_(machine: Machine) -> ServiceRequest:
    return ServiceRequest.file(SANNE, machine, NOW, **TOLD)


def told(request: ServiceRequest) -> list[Any]:
    return [event for event, _ in request.recorded]


def timeline(request: ServiceRequest) -> list[tuple[str, dt.datetime, bool]]:
    return [(str(entry.status), entry.at, entry.by_staff) for entry in request.timeline]


def test_a_filed_request_is_received(request_: ServiceRequest) -> None:
    assert (request_.status, told(request_)) == (RequestStatus.RECEIVED, [ServiceRequestReceived])


def test_a_request_belongs_to_who_filed_it_and_to_the_machines_customer(
    request_: ServiceRequest, machine: Machine
) -> None:
    assert (request_.requester_id, request_.customer_id) == (SANNE.user_id, machine.customer_id)


def test_a_received_request_can_be_accepted(request_: ServiceRequest) -> None:
    request_.accept(JORIS, LATER)
    assert (request_.status, request_.changed_at) == (RequestStatus.ACCEPTED, LATER)
    assert told(request_)[-1] is ServiceRequestAccepted


def test_a_received_request_can_be_cancelled(request_: ServiceRequest) -> None:
    request_.cancel(SANNE, LATER)
    assert (request_.status, told(request_)[-1]) == (RequestStatus.CANCELLED, ServiceRequestCancelled)


def test_an_accepted_request_can_not_be_cancelled(request_: ServiceRequest) -> None:
    request_.accept(JORIS, LATER)
    with pytest.raises(RequestMovedOn) as refusal:
        request_.cancel(SANNE, LATER)
    assert refusal.value.params == {"status": "accepted"}


def test_a_cancelled_request_can_not_be_accepted(request_: ServiceRequest) -> None:
    request_.cancel(SANNE, LATER)
    with pytest.raises(RequestMovedOn) as refusal:
        request_.accept(JORIS, LATER)
    assert refusal.value.params == {"status": "cancelled"}


def test_a_request_is_accepted_once(request_: ServiceRequest) -> None:
    request_.accept(JORIS, LATER)
    with pytest.raises(RequestMovedOn):
        request_.accept(JORIS, LATER)


def test_a_refused_move_leaves_no_trace(request_: ServiceRequest) -> None:
    request_.accept(JORIS, NOW)
    before = timeline(request_), len(request_.recorded)
    with pytest.raises(RequestMovedOn):
        request_.cancel(SANNE, LATER)
    assert (timeline(request_), len(request_.recorded)) == before


def test_the_timeline_tells_what_happened_when_and_on_which_side(request_: ServiceRequest) -> None:
    request_.accept(JORIS, LATER)
    assert timeline(request_) == [("received", NOW, False), ("accepted", LATER, True)]


@pytest.mark.parametrize("status", RequestStatus)
def test_every_status_says_what_may_follow(status: RequestStatus) -> None:
    assert MOVES[status] <= set(RequestStatus) - {status}


def test_what_has_ended_is_not_open() -> None:
    assert RequestStatus.CANCELLED not in OPEN


def test_the_machines_names_stay_as_they_were(request_: ServiceRequest, machine: Machine) -> None:
    machine.own_reference = "Magazijn"
    assert request_.machine["own_reference"] == "Balie"


def test_no_event_tells_who_to_call_or_what_was_written(request_: ServiceRequest) -> None:
    """Facts travel without personal data (architecture.md)."""
    request_.accept(JORIS, LATER)
    written = str([data for _, data in request_.recorded])
    assert not [text for text in (TOLD["description"], TOLD["contact_name"], TOLD["telephone"]) if text in written]
