"""A service request from accepted to closed, through the bus; and what is told of it by mail."""

import datetime as dt
from typing import Any

import pytest
from contracts.builders import Customer, a_customer, a_machine, a_person, a_requester, a_service_request
from contracts.running import STAFF, House
from eventually import eventually
from icalendar import Calendar
from sqlalchemy import select

from services.chassis.contract import Caller, Invalid, NotAllowed, NotFound, Operation
from services.chassis.persistence.tables import outbox
from services.identity.contracts import Right
from services.servicedesk.contracts import (
    AcceptServiceRequest,
    CancelServiceRequest,
    CloseServiceRequest,
    FindServiceRequest,
    ImpossibleVisit,
    ListServiceRequests,
    PostMessage,
    RecordPastServiceRequest,
    ReopenServiceRequest,
    RequestMovedOn,
    ResolveServiceRequest,
    ScheduleVisit,
    StartService,
    WaitWithService,
)

ADDRESS = "reader@handling.example"
DEALERS: list[tuple[type[Operation], dict[str, Any]]] = [
    (AcceptServiceRequest, {}),
    (ScheduleVisit, {"begins_at": "2030-01-01T09:00:00+00:00", "ends_at": "2030-01-01T10:00:00+00:00"}),
    (StartService, {}),
    (WaitWithService, {"waiting_for": "parts", "note": "Rol"}),
    (ResolveServiceRequest, {"note": "Vervangen"}),
]
CUSTOMERS: list[tuple[type[Operation], dict[str, Any]]] = [
    (CloseServiceRequest, {}),
    (ReopenServiceRequest, {"note": "Toch niet"}),
]
BOTH: list[tuple[type[Operation], dict[str, Any]]] = [(CancelServiceRequest, {}), (PostMessage, {"text": "Hallo"})]


@pytest.fixture(scope="module")
def customer(house: House) -> Customer:
    return a_customer(house)


@pytest.fixture(scope="module")
def machine(house: House, customer: Customer) -> str:
    return a_machine(house, customer)


@pytest.fixture(scope="module")
def sanne(house: House, customer: Customer) -> Caller:
    return a_person(house, customer, Right.REQUEST_SERVICE, email=ADDRESS)


@pytest.fixture
def accepted(house: House, sanne: Caller, machine: str) -> str:
    """The reference of a request in hand."""
    reference = str(a_service_request(house, sanne, machine)["reference_number"])
    do(house, AcceptServiceRequest, reference)
    return reference


def do(house: House, operation: type[Operation], reference: str, caller: Caller = STAFF, **told: Any) -> dict[str, Any]:
    return house.call(operation, caller, reference_number=reference, **told)


def find(house: House, caller: Caller, reference: str) -> dict[str, Any]:
    return house.call(FindServiceRequest, caller, reference_number=reference)


def visit(house: House, **later: float) -> dict[str, str]:
    begins = house.now + dt.timedelta(**(later or {"days": 1}))
    return {"begins_at": begins.isoformat(), "ends_at": (begins + dt.timedelta(hours=2)).isoformat()}


def letters(house: House, reference: str) -> list[Any]:
    house.settle()
    assert house.post is not None
    return [mail for mail in house.post.mails(ADDRESS) if reference in mail["Subject"]]


def test_a_request_goes_its_way_to_the_end(house: House, sanne: Caller, accepted: str) -> None:
    do(house, ScheduleVisit, accepted, technician="Kees", **visit(house))
    do(house, StartService, accepted)
    do(house, WaitWithService, accepted, waiting_for="parts", note="De rol is besteld.")
    do(house, ScheduleVisit, accepted, **visit(house, days=3))
    do(house, ResolveServiceRequest, accepted, note="Rol vervangen.")
    do(house, CloseServiceRequest, accepted, sanne)
    found = find(house, sanne, accepted)
    assert [step["status"] for step in found["timeline"]] == [
        "received", "accepted", "scheduled", "in_progress", "waiting_for_parts", "scheduled", "resolved", "closed",
    ]  # fmt: skip
    assert [step["note"] for step in found["timeline"] if step["note"]] == ["De rol is besteld.", "Rol vervangen."]


@pytest.mark.parametrize(("operation", "told"), DEALERS, ids=lambda one: getattr(one, "__name__", ""))
def test_the_dealers_steps_are_the_dealers(
    house: House, sanne: Caller, accepted: str, operation: type[Operation], told: dict[str, Any]
) -> None:
    for caller in (sanne, Caller.operator("handle_orders")):
        with pytest.raises(NotAllowed):
            do(house, operation, accepted, caller, **told)


@pytest.mark.parametrize(("operation", "told"), CUSTOMERS + BOTH, ids=lambda one: getattr(one, "__name__", ""))
def test_a_request_of_another_customer_does_not_exist(
    house: House, accepted: str, operation: type[Operation], told: dict[str, Any]
) -> None:
    with pytest.raises(NotFound):
        do(house, operation, accepted, a_requester(a_customer(house)), **told)


@pytest.mark.parametrize(("operation", "told"), CUSTOMERS + BOTH, ids=lambda one: getattr(one, "__name__", ""))
def test_who_sees_no_machine_does_not_reach_its_request(
    house: House, customer: Customer, accepted: str, operation: type[Operation], told: dict[str, Any]
) -> None:
    with pytest.raises(NotFound):
        do(house, operation, accepted, a_requester(customer, groups=[]), **told)


def test_a_visit_in_the_past_is_refused(house: House, accepted: str) -> None:
    with pytest.raises(ImpossibleVisit):
        do(house, ScheduleVisit, accepted, **visit(house, days=-1))


def test_the_calendar_file_says_when_and_keeps_its_identity_when_the_visit_is_moved(
    house: House, accepted: str
) -> None:
    planned, moved = visit(house), visit(house, days=2)
    do(house, ScheduleVisit, accepted, **planned)
    do(house, ScheduleVisit, accepted, **moved)
    do(house, CancelServiceRequest, accepted, note="Machine weg")
    files = eventually(lambda: found if len(found := _calendars(house, accepted)) == 3 else None)
    events = sorted((event for file in files for event in file.walk("VEVENT")), key=lambda event: event["SEQUENCE"])
    assert len({str(event["UID"]) for event in events}) == 1
    assert [int(event["SEQUENCE"]) for event in events] == [0, 1, 2]
    assert [event.decoded("DTSTART").isoformat()[:16] for event in events] == [
        planned["begins_at"][:16], moved["begins_at"][:16], moved["begins_at"][:16],
    ]  # fmt: skip
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert sorted(str(file["METHOD"]) for file in files) == ["CANCEL", "PUBLISH", "PUBLISH"]


def _calendars(house: House, reference: str) -> list[Any]:
    parts = [part for mail in letters(house, reference) for part in mail.walk()]
    return [
        Calendar.from_ical(part.get_payload(decode=True))
        for part in parts
        if part.get_content_type() == "text/calendar"
    ]


def test_messages_go_both_ways_and_the_dealers_are_told_by_mail(house: House, sanne: Caller, accepted: str) -> None:
    assert do(house, PostMessage, accepted, sanne, text="Hoe laat?")["needs_answer"]
    listed = house.call(ListServiceRequests, STAFF, needs_answer=True, text=accepted)["rows"]
    assert [row["reference_number"] for row in listed] == [accepted]
    do(house, PostMessage, accepted, text="Om tien uur.")
    messages = find(house, sanne, accepted)["messages"]
    assert [(one["by_staff"], one["text"]) for one in messages] == [(False, "Hoe laat?"), (True, "Om tien uur.")]
    assert not house.call(ListServiceRequests, STAFF, needs_answer=True, text=accepted)["rows"]
    (told,) = eventually(lambda: [mail for mail in letters(house, accepted) if "bericht" in mail["Subject"]])
    assert "Om tien uur." not in told.as_string()


def test_a_closed_request_takes_no_message(house: House, sanne: Caller, accepted: str) -> None:
    do(house, ResolveServiceRequest, accepted, note="Vervangen")
    do(house, CloseServiceRequest, accepted, sanne)
    with pytest.raises(RequestMovedOn):
        do(house, PostMessage, accepted, sanne, text="Nog iets")


def test_an_empty_note_is_refused(house: House, accepted: str) -> None:
    with pytest.raises(Invalid):
        do(house, ResolveServiceRequest, accepted, note="  ")


def test_a_resolved_request_closes_by_itself_after_a_week(house: House, sanne: Caller, accepted: str) -> None:
    do(house, ResolveServiceRequest, accepted, note="Vervangen")
    house.shift(days=6)
    assert find(house, sanne, accepted)["may_reopen"]
    house.shift(days=7, hours=1)
    eventually(lambda: find(house, sanne, accepted)["status"] == "closed")


def test_a_reopened_request_does_not_close_by_itself(house: House, sanne: Caller, accepted: str) -> None:
    do(house, ResolveServiceRequest, accepted, note="Vervangen")
    do(house, ReopenServiceRequest, accepted, sanne, note="Toch niet")
    assert find(house, sanne, accepted)["needs_answer"]
    house.shift(days=8)
    do(house, StartService, accepted)
    assert find(house, sanne, accepted)["status"] == "in_progress"


def past(machine: str, sanne: Caller, *statuses: str) -> dict[str, Any]:
    steps = [{"status": status, "at": f"2025-01-0{i}T09:00:00+00:00"} for i, status in enumerate(statuses, start=1)]
    return {
        "machine_id": machine, "requester_id": sanne.person_id, "category": "fault", "description": "Kapot",
        "contact_name": "Sanne", "telephone": "010 555 01 01", "steps": steps,
        "messages": [{"at": "2025-01-01T10:00:00+00:00", "by_staff": True, "text": "Wij komen."}],
    }  # fmt: skip


def test_a_request_from_before_has_its_history_and_tells_nobody(house: House, sanne: Caller, machine: str) -> None:
    request = past(machine, sanne, "received", "accepted", "resolved", "closed")
    reference = house.call(RecordPastServiceRequest, STAFF, **request)["reference_number"]
    found = find(house, sanne, reference)
    assert (found["status"], found["received_at"][:10], found["messages"][0]["text"]) == (
        "closed", "2025-01-01", "Wij komen.",
    )  # fmt: skip
    told = [row.body["subject"] for row in house.rows("servicedesk", select(outbox.c.body))]
    assert found["id"] not in told


@pytest.mark.parametrize("steps", [["accepted"], ["received", "closed"], ["received", "cancelled", "accepted"]])
def test_a_request_from_before_went_the_way_that_requests_go(
    house: House, sanne: Caller, machine: str, steps: list[str]
) -> None:
    with pytest.raises(RequestMovedOn):
        house.call(RecordPastServiceRequest, STAFF, **past(machine, sanne, *steps))
