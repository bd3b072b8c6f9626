"""A guest follows a service request by the link of its mails, or by its number and the e-mail address."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from contracts.builders import Customer, a_customer, a_machine, a_requester, a_service_request, number
from contracts.guest_work import a_guest, a_guest_request, who
from contracts.guests import allow_guests
from contracts.running import STAFF, Installation

from services.chassis.contract import Caller, NotFound, TooManyAttempts
from services.chassis.contract.guests import StatusLinkExpired, StatusNotFound
from services.fleet.contracts import GuestAction
from services.identity.contracts import Right
from services.servicedesk.contracts import (
    AcceptServiceRequest,
    AddGuestSighting,
    CancelServiceRequest,
    FindGuestRequest,
    GetGuestRequestStatus,
    GetServiceRequest,
    IssueGuestRequestLink,
    PostMessage,
    ScheduleVisit,
)

NOTIFY, VISITOR = Caller.service("notify"), Caller.visitor()


@pytest.fixture
def customer(installation: Installation) -> Customer:
    """A customer whose guests may do everything."""
    customer = a_customer(installation)
    allow_guests(installation, customer)
    return customer


@pytest.fixture
def machine(installation: Installation, customer: Customer) -> str:
    return a_machine(installation, customer)


def issue(installation: Installation, reference: str, sighting_id: str | None = None) -> str:
    request = {"reference_number": reference, "sighting_id": sighting_id}
    return str(installation.call(IssueGuestRequestLink, NOTIFY, **request)["token"])


def by_link(installation: Installation, token: str) -> dict[str, Any]:
    return installation.call(GetGuestRequestStatus, VISITOR, token=token)


def by_number(installation: Installation, reference: str, email: str, address: str = "") -> dict[str, Any]:
    request = {"reference_number": reference, "email": email, "client_address": address or number("place ")}
    return installation.call(FindGuestRequest, VISITOR, **request)


@pytest.mark.every_environment
def test_the_link_shows_the_request_without_texts_people_and_notes(
    installation: Installation, customer: Customer, machine: str
) -> None:
    ine = who()
    reference = a_guest_request(installation, customer, machine, **ine)
    installation.call(AcceptServiceRequest, STAFF, reference_number=reference)
    installation.call(PostMessage, STAFF, reference_number=reference, text="Wij bellen u.")
    begins_at = installation.now + dt.timedelta(days=1)
    visit = {"begins_at": begins_at.isoformat(), "ends_at": (begins_at + dt.timedelta(hours=2)).isoformat()}
    installation.call(ScheduleVisit, STAFF, reference_number=reference, technician="Bas Visser", **visit)
    shown = by_link(installation, issue(installation, reference))
    assert (shown["reference_number"], shown["status"], shown["category"]) == (reference, "scheduled", "paper_jam")
    assert shown["visit"] == visit | {"number": 0}
    assert [step["step"] for step in shown["steps"]] == ["received", "accepted", "scheduled"]
    for hidden in (ine["name"], ine["email"], "Papier loopt vast.", "Wij bellen u.", "Bas Visser"):
        assert hidden not in str(shown)


@pytest.mark.every_environment
def test_number_and_address_show_the_request_to_who_filed_it_and_who_saw_it_too(
    installation: Installation, customer: Customer, machine: str
) -> None:
    ine, bea = who(), who()
    reference = a_guest_request(installation, customer, machine, **ine)
    id = installation.call(GetServiceRequest, STAFF, reference_number=reference)["id"]
    guest = a_guest(customer, machine, Right.REQUEST_SERVICE)
    installation.call(AddGuestSighting, guest, request_id=id, **bea)
    for email in (ine["email"], bea["email"]):
        assert by_number(installation, reference, email)["reference_number"] == reference


def test_who_saw_it_too_has_a_link(installation: Installation, customer: Customer, machine: str) -> None:
    filed = a_service_request(installation, a_requester(customer), machine)
    guest = a_guest(customer, machine, Right.REQUEST_SERVICE)
    installation.call(AddGuestSighting, guest, request_id=filed["id"], **who())
    reference = filed["reference_number"]
    (sighting,) = installation.call(GetServiceRequest, STAFF, reference_number=reference)["sightings"]
    assert by_link(installation, issue(installation, reference, sighting["id"]))["reference_number"] == reference
    with pytest.raises(NotFound):
        issue(installation, reference)


def test_every_wrong_combination_has_the_same_answer(
    installation: Installation, customer: Customer, machine: str
) -> None:
    ine = who()
    reference = a_guest_request(installation, customer, machine, **ine)
    of_user = a_service_request(installation, a_requester(customer), machine)["reference_number"]
    refused = []
    for number_, email in (
        (reference, "other@bezoek.example"), ("SR-0000-0000-0", ine["email"]), (reference, "no address"),
        (of_user, ine["email"]), ("anything", ine["email"]),
    ):  # fmt: skip
        with pytest.raises(StatusNotFound) as error:
            by_number(installation, number_, email)
        refused.append(error.value.to_wire())
    assert all(one == StatusNotFound().to_wire() for one in refused)


def test_guesses_of_an_address_are_slowed_down(installation: Installation, customer: Customer, machine: str) -> None:
    ine = who()
    reference, place = a_guest_request(installation, customer, machine, **ine), number("place ")
    for _ in range(6):
        with pytest.raises(StatusNotFound):
            by_number(installation, reference, "other@bezoek.example", place)
    with pytest.raises(TooManyAttempts):
        by_number(installation, reference, ine["email"], place)


def test_a_forged_link_is_refused(installation: Installation, customer: Customer, machine: str) -> None:
    token = issue(installation, a_guest_request(installation, customer, machine))
    id, _, secret = token.partition(".")
    for forged in ("", "x", f"{id}.", f"{id}.{secret}x", f"{uuid4().hex}.{secret}"):
        with pytest.raises(StatusLinkExpired):
            by_link(installation, forged)


def test_the_status_ends_when_guests_may_not_ask_it(
    installation: Installation, customer: Customer, machine: str
) -> None:
    ine = who()
    reference = a_guest_request(installation, customer, machine, **ine)
    token = issue(installation, reference)
    allow_guests(installation, customer, GuestAction.REQUEST_SERVICE)
    with pytest.raises(StatusLinkExpired):
        by_link(installation, token)
    with pytest.raises(StatusNotFound):
        by_number(installation, reference, ine["email"])
    assert issue(installation, reference) == ""


def test_the_status_is_shown_until_30_days_after_the_end(
    installation: Installation, customer: Customer, machine: str
) -> None:
    reference = a_guest_request(installation, customer, machine)
    token = issue(installation, reference)
    installation.call(CancelServiceRequest, STAFF, reference_number=reference, note="Vervallen.")
    installation.shift(days=29)
    assert by_link(installation, token)["status"] == "cancelled"
    installation.shift(days=31)
    with pytest.raises(StatusLinkExpired):
        by_link(installation, token)
