"""Service requests from accepted to closed, and the mails about them."""

import datetime as dt
from typing import Any

import pytest
from contracts.builders import Customer, a_customer, a_logged_in_user, a_machine, a_requester, a_service_request
from contracts.running import STAFF, Installation
from eventually import eventually
from sqlalchemy import select

from services.chassis.contract import Caller, Invalid, NotAllowed, NotFound, Operation
from services.chassis.persistence.tables import outbox
from services.identity.contracts import Right
from services.servicedesk.contracts import (
    AcceptServiceRequest,
    CancelServiceRequest,
    CloseServiceRequest,
    GetServiceRequest,
    HoldServiceRequest,
    ImportServiceRequest,
    InvalidRequestTransition,
    ListServiceRequests,
    PostMessage,
    ReopenServiceRequest,
    ResolveServiceRequest,
    ScheduleVisit,
    StartServiceRequest,
)

ADDRESS = "reader@handling.example"
VISIT = dt.datetime.now(dt.UTC) + dt.timedelta(days=90)
OF_DEALER: list[tuple[type[Operation], dict[str, Any]]] = [
    (AcceptServiceRequest, {}),
    (ScheduleVisit, {"begins_at": VISIT.isoformat(), "ends_at": (VISIT + dt.timedelta(hours=1)).isoformat()}),
    (StartServiceRequest, {}),
    (HoldServiceRequest, {"waiting_for": "parts", "note": "Rol"}),
    (ResolveServiceRequest, {"note": "Vervangen"}),
]
OF_CUSTOMER: list[tuple[type[Operation], dict[str, Any]]] = [
    (CloseServiceRequest, {}),
    (ReopenServiceRequest, {"note": "Toch niet"}),
]
OF_BOTH: list[tuple[type[Operation], dict[str, Any]]] = [(CancelServiceRequest, {}), (PostMessage, {"text": "Hallo"})]


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


@pytest.fixture(scope="module")
def machine(installation: Installation, customer: Customer) -> str:
    return a_machine(installation, customer)


@pytest.fixture(scope="module")
def sanne(installation: Installation, customer: Customer) -> Caller:
    return a_logged_in_user(installation, customer, Right.REQUEST_SERVICE, email=ADDRESS)


@pytest.fixture
def accepted(installation: Installation, sanne: Caller, machine: str) -> str:
    """The reference number of an accepted request."""
    reference = str(a_service_request(installation, sanne, machine)["reference_number"])
    do(installation, AcceptServiceRequest, reference)
    return reference


def do(
    installation: Installation, operation: type[Operation], reference: str, caller: Caller = STAFF, **values: Any
) -> dict[str, Any]:
    return installation.call(operation, caller, reference_number=reference, **values)


def find(installation: Installation, caller: Caller, reference: str) -> dict[str, Any]:
    return installation.call(GetServiceRequest, caller, reference_number=reference)


def visit(installation: Installation, **offset: float) -> dict[str, str]:
    begins = installation.now + dt.timedelta(**(offset or {"days": 1}))
    return {"begins_at": begins.isoformat(), "ends_at": (begins + dt.timedelta(hours=2)).isoformat()}


def mails_about(installation: Installation, reference: str) -> list[Any]:
    installation.settle()
    assert installation.mail_server is not None
    return [mail for mail in installation.mail_server.mails(ADDRESS) if reference in mail["Subject"]]


def test_a_request_is_handled_from_accepted_to_closed(installation: Installation, sanne: Caller, accepted: str) -> None:
    do(installation, ScheduleVisit, accepted, technician="Kees", **visit(installation))
    do(installation, StartServiceRequest, accepted)
    do(installation, HoldServiceRequest, accepted, waiting_for="parts", note="De rol is besteld.")
    do(installation, ScheduleVisit, accepted, **visit(installation, days=3))
    do(installation, ResolveServiceRequest, accepted, note="Rol vervangen.")
    do(installation, CloseServiceRequest, accepted, sanne)
    response = find(installation, sanne, accepted)
    assert [step["status"] for step in response["timeline"]] == [
        "received", "accepted", "scheduled", "in_progress", "waiting_for_parts", "scheduled", "resolved", "closed",
    ]  # fmt: skip
    assert [step["note"] for step in response["timeline"] if step["note"]] == ["De rol is besteld.", "Rol vervangen."]


@pytest.mark.parametrize(("operation", "values"), OF_DEALER, ids=lambda one: getattr(one, "__name__", ""))
def test_transitions_of_the_dealer_require_the_right_to_handle_service(
    installation: Installation, sanne: Caller, accepted: str, operation: type[Operation], values: dict[str, Any]
) -> None:
    for caller in (sanne, Caller.operator("handle_orders")):
        with pytest.raises(NotAllowed):
            do(installation, operation, accepted, caller, **values)


@pytest.mark.parametrize(("operation", "values"), OF_CUSTOMER + OF_BOTH, ids=lambda one: getattr(one, "__name__", ""))
def test_a_request_of_another_customer_is_not_found(
    installation: Installation, accepted: str, operation: type[Operation], values: dict[str, Any]
) -> None:
    with pytest.raises(NotFound):
        do(installation, operation, accepted, a_requester(a_customer(installation)), **values)


@pytest.mark.parametrize(("operation", "values"), OF_CUSTOMER + OF_BOTH, ids=lambda one: getattr(one, "__name__", ""))
def test_a_request_of_a_hidden_machine_is_not_found(
    installation: Installation, customer: Customer, accepted: str, operation: type[Operation], values: dict[str, Any]
) -> None:
    with pytest.raises(NotFound):
        do(installation, operation, accepted, a_requester(customer, groups=[]), **values)


def test_messages_are_exchanged_and_those_of_the_dealer_sent_by_mail(
    installation: Installation, sanne: Caller, accepted: str
) -> None:
    assert do(installation, PostMessage, accepted, sanne, text="Hoe laat?")["needs_answer"]
    listed = installation.call(ListServiceRequests, STAFF, needs_answer=True, text=accepted)["rows"]
    assert [row["reference_number"] for row in listed] == [accepted]
    do(installation, PostMessage, accepted, text="Om tien uur.")
    messages = find(installation, sanne, accepted)["messages"]
    assert [(message["by_staff"], message["text"]) for message in messages] == [
        (False, "Hoe laat?"),
        (True, "Om tien uur."),
    ]
    assert not installation.call(ListServiceRequests, STAFF, needs_answer=True, text=accepted)["rows"]
    (reply_mail,) = eventually(
        lambda: [mail for mail in mails_about(installation, accepted) if "bericht" in mail["Subject"]]
    )
    assert "> Om tien uur." in reply_mail.as_string()


def test_a_closed_request_accepts_no_message(installation: Installation, sanne: Caller, accepted: str) -> None:
    do(installation, ResolveServiceRequest, accepted, note="Vervangen")
    do(installation, CloseServiceRequest, accepted, sanne)
    with pytest.raises(InvalidRequestTransition):
        do(installation, PostMessage, accepted, sanne, text="Nog iets")


def test_an_empty_note_is_refused(installation: Installation, accepted: str) -> None:
    with pytest.raises(Invalid):
        do(installation, ResolveServiceRequest, accepted, note="  ")


@pytest.mark.every_environment
def test_a_resolved_request_is_closed_after_a_week(installation: Installation, sanne: Caller, accepted: str) -> None:
    do(installation, ResolveServiceRequest, accepted, note="Vervangen")
    installation.shift(days=6)
    assert find(installation, sanne, accepted)["may_reopen"]
    installation.shift(days=7, hours=2)
    eventually(lambda: find(installation, sanne, accepted)["status"] == "closed")


def test_a_reopened_request_is_not_closed_after_a_week(
    installation: Installation, sanne: Caller, accepted: str
) -> None:
    do(installation, ResolveServiceRequest, accepted, note="Vervangen")
    do(installation, ReopenServiceRequest, accepted, sanne, note="Toch niet")
    assert find(installation, sanne, accepted)["needs_answer"]
    installation.shift(days=8)
    do(installation, StartServiceRequest, accepted)
    assert find(installation, sanne, accepted)["status"] == "in_progress"


def test_a_request_names_the_users_who_acted_but_not_the_dealers_staff(
    installation: Installation, customer: Customer, sanne: Caller, accepted: str
) -> None:
    lotte = a_logged_in_user(installation, customer, Right.REQUEST_SERVICE)
    do(installation, PostMessage, accepted, lotte, text="Hoe laat?")
    do(installation, PostMessage, accepted, text="Om tien uur.")
    do(installation, ResolveServiceRequest, accepted, note="Vervangen")
    do(installation, ReopenServiceRequest, accepted, lotte, note="Toch niet")
    response = find(installation, sanne, accepted)
    assert [entry["author_id"] for entry in response["timeline"]] == [sanne.person_id, None, None, lotte.person_id]
    assert [message["author_id"] for message in response["messages"]] == [lotte.person_id, None]


def imported(machine: str, sanne: Caller, *statuses: str) -> dict[str, Any]:
    steps = [{"status": status, "at": f"2025-01-0{i}T09:00:00+00:00"} for i, status in enumerate(statuses, start=1)]
    return {
        "machine_id": machine, "requester_id": sanne.person_id, "category": "fault", "description": "Kapot",
        "contact_name": "Sanne", "telephone": "010 555 01 01", "steps": steps,
        "messages": [{"at": "2025-01-01T10:00:00+00:00", "by_staff": True, "text": "Wij komen."}],
    }  # fmt: skip


def test_an_imported_request_has_its_history_and_publishes_no_event(
    installation: Installation, sanne: Caller, machine: str
) -> None:
    request = imported(machine, sanne, "received", "accepted", "resolved", "closed")
    reference = installation.call(ImportServiceRequest, STAFF, **request)["reference_number"]
    response = find(installation, sanne, reference)
    assert (response["status"], response["received_at"][:10], response["messages"][0]["text"]) == (
        "closed", "2025-01-01", "Wij komen.",
    )  # fmt: skip
    published = [row.body["subject"] for row in installation.rows("servicedesk", select(outbox.c.body))]
    assert response["id"] not in published


@pytest.mark.parametrize("steps", [["accepted"], ["received", "closed"], ["received", "cancelled", "accepted"]])
def test_an_imported_request_must_have_legal_transitions(
    installation: Installation, sanne: Caller, machine: str, steps: list[str]
) -> None:
    with pytest.raises(InvalidRequestTransition):
        installation.call(ImportServiceRequest, STAFF, **imported(machine, sanne, *steps))
