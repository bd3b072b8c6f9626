"""Guests report faults of the machine of their pass, or that they have seen a known one too."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from contracts.builders import Customer, a_customer, a_group, a_machine, a_requester, a_service_request
from contracts.guest_work import a_guest, a_guest_request, who
from contracts.running import STAFF, Installation

from services.chassis.contract import Caller, Invalid, NotAllowed, NotFound, Operation, TooManyAttempts
from services.chassis.contract.guests import GuestPassUsed
from services.fleet.contracts import MachineNotFound
from services.identity.contracts import Right
from services.servicedesk.contracts import (
    AcceptServiceRequest,
    AddGuestSighting,
    CancelServiceRequest,
    FaultNoLongerOpen,
    FileGuestRequest,
    GetGuestRequestForm,
    GetServiceRequest,
    ListServiceRequests,
    ResolveServiceRequest,
    ScheduleVisit,
)

REPORT = {"category": "paper_jam", "description": "Papier loopt vast."}


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


@pytest.fixture
def machine(installation: Installation, customer: Customer) -> str:
    return a_machine(installation, customer)


@pytest.fixture
def guest(customer: Customer, machine: str) -> Caller:
    return a_guest(customer, machine, Right.REQUEST_SERVICE, "en")


def file(installation: Installation, guest: Caller, **values: Any) -> str:
    return str(installation.call(FileGuestRequest, guest, **who() | REPORT | values)["reference_number"])


def also_seen(installation: Installation, guest: Caller, request_id: str, **values: Any) -> str:
    sighting = installation.call(AddGuestSighting, guest, request_id=request_id, **who() | values)
    return str(sighting["reference_number"])


@pytest.mark.every_environment
def test_a_guests_request_shows_the_guest(
    installation: Installation, customer: Customer, machine: str, guest: Caller
) -> None:
    ine = who()
    reference = file(installation, guest, **ine)
    row = installation.call(GetServiceRequest, customer.caller(), reference_number=reference)
    assert (row["requester_id"], row["guest"]) == (None, ine | {"language": "en"})
    assert (row["machine"]["id"], row["contact_name"], row["telephone"]) == (machine, "", "")
    (step,) = row["timeline"]
    assert (step["by_staff"], step["author_id"]) == (False, None)


def test_a_request_of_a_user_has_no_guest(installation: Installation, customer: Customer, machine: str) -> None:
    filed = a_service_request(installation, a_requester(customer), machine)
    assert (filed["guest"], filed["sightings"]) == (None, [])


@pytest.mark.every_environment
def test_requests_of_guests_are_filtered(
    installation: Installation, customer: Customer, machine: str, guest: Caller
) -> None:
    a_service_request(installation, a_requester(customer), machine)
    reference = file(installation, guest)
    rows = installation.call(ListServiceRequests, customer.caller(), machine_id=machine, by_guests=True)["rows"]
    assert [row["reference_number"] for row in rows] == [reference]


def test_who_does_not_see_the_machine_does_not_see_the_guests_request(
    installation: Installation, customer: Customer, guest: Caller
) -> None:
    file(installation, guest)
    limited = customer.caller(groups=[a_group(installation, customer)])
    assert installation.call(ListServiceRequests, limited, by_guests=True)["rows"] == []


def test_an_error_code_is_required_for_its_category(installation: Installation, guest: Caller) -> None:
    with pytest.raises(Invalid) as refused:
        file(installation, guest, category="error_code")
    assert [problem["path"] for problem in refused.value.params["fields"]] == [["error_code"]]


def test_an_open_request_is_known_without_number_text_and_people(
    installation: Installation, customer: Customer, machine: str, guest: Caller
) -> None:
    filed = a_service_request(installation, a_requester(customer), machine)
    (known,) = installation.call(GetGuestRequestForm, guest)["open_requests"]
    assert known == {
        "request_id": filed["id"], "category": "paper_jam", "status": "received", "received_at": filed["received_at"],
        "visit": None,
    }  # fmt: skip


def test_the_planned_visit_of_an_open_request_is_said(
    installation: Installation, customer: Customer, machine: str, guest: Caller
) -> None:
    reference = a_service_request(installation, a_requester(customer), machine)["reference_number"]
    installation.call(AcceptServiceRequest, reference_number=reference)
    begins_at = installation.now + dt.timedelta(days=1)
    times = {"begins_at": begins_at.isoformat(), "ends_at": (begins_at + dt.timedelta(hours=2)).isoformat()}
    installation.call(ScheduleVisit, reference_number=reference, **times)
    (known,) = installation.call(GetGuestRequestForm, guest)["open_requests"]
    assert known["visit"] == times | {"number": 0}


def test_ended_requests_and_those_of_other_machines_are_not_known(
    installation: Installation, customer: Customer, machine: str, guest: Caller
) -> None:
    requester = a_requester(customer)
    a_service_request(installation, requester, a_machine(installation, customer))
    ended = a_service_request(installation, requester, machine)["reference_number"]
    installation.call(CancelServiceRequest, requester, reference_number=ended)
    assert installation.call(GetGuestRequestForm, guest)["open_requests"] == []


@pytest.mark.every_environment
def test_a_guest_adds_a_sighting_to_a_users_request(
    installation: Installation, customer: Customer, machine: str, guest: Caller
) -> None:
    filed, ine = a_service_request(installation, a_requester(customer), machine), who()
    assert also_seen(installation, guest, filed["id"], **ine) == filed["reference_number"]
    row = installation.call(GetServiceRequest, customer.caller(), reference_number=filed["reference_number"])
    (sighting,) = row["sightings"]
    assert {name: sighting[name] for name in ("name", "email", "language")} == ine | {"language": "en"}
    (listed,) = installation.call(ListServiceRequests, STAFF, machine_id=machine, by_guests=True)["rows"]
    assert (listed["guest"], listed["sighting_count"]) == (None, 1)


@pytest.mark.parametrize("end", [CancelServiceRequest, ResolveServiceRequest], ids=lambda end: end.name)
def test_a_sighting_of_a_request_that_nobody_works_on_any_more_is_refused(
    installation: Installation, customer: Customer, machine: str, guest: Caller, end: type[Operation]
) -> None:
    filed = a_service_request(installation, a_requester(customer), machine)
    reference = {"reference_number": filed["reference_number"]}
    installation.call(AcceptServiceRequest, **reference)
    installation.call(end, note="Gereinigd.", **reference)
    with pytest.raises(FaultNoLongerOpen):
        also_seen(installation, guest, filed["id"])
    assert installation.call(GetGuestRequestForm, guest)["open_requests"] == []


def test_a_guest_who_has_seen_it_before_is_counted_and_mailed_once(
    installation: Installation, customer: Customer, machine: str
) -> None:
    filed, ine = a_service_request(installation, a_requester(customer), machine), who()
    references = [
        also_seen(installation, a_guest(customer, machine, Right.REQUEST_SERVICE), filed["id"], **ine)
        for _ in range(6)  # one more than may be mailed in an hour
    ]
    assert set(references) == {filed["reference_number"]}
    row = installation.call(GetServiceRequest, customer.caller(), reference_number=filed["reference_number"])
    assert len(row["sightings"]) == 1


def test_the_guest_who_filed_a_request_is_not_counted_as_another_one(
    installation: Installation, customer: Customer, machine: str, guest: Caller
) -> None:
    ine = who()
    reference = a_guest_request(installation, customer, machine, **ine)
    (known,) = installation.call(GetGuestRequestForm, guest)["open_requests"]
    assert also_seen(installation, guest, known["request_id"], **ine) == reference
    row = installation.call(GetServiceRequest, customer.caller(), reference_number=reference)
    assert row["sightings"] == []


def test_a_sighting_of_a_request_for_another_machine_is_not_found(
    installation: Installation, customer: Customer, guest: Caller
) -> None:
    filed = a_service_request(installation, a_requester(customer), a_machine(installation, customer))
    with pytest.raises(NotFound):
        also_seen(installation, guest, filed["id"])


def test_a_pass_files_one_request_or_adds_one_sighting(
    installation: Installation, customer: Customer, machine: str, guest: Caller
) -> None:
    other = a_service_request(installation, a_requester(customer), machine)
    reference = file(installation, guest)
    for attempt in (lambda: file(installation, guest), lambda: also_seen(installation, guest, other["id"])):
        with pytest.raises(GuestPassUsed) as refused:
            attempt()
        assert refused.value.params == {"reference_number": reference}


def test_a_used_pass_opens_no_form(installation: Installation, guest: Caller) -> None:
    reference = file(installation, guest)
    with pytest.raises(GuestPassUsed) as refused:
        installation.call(GetGuestRequestForm, guest)
    assert refused.value.params == {"reference_number": reference}


def test_a_sixth_report_with_one_address_within_an_hour_is_refused(
    installation: Installation, customer: Customer, machine: str
) -> None:
    ine = who()
    for _ in range(5):
        a_guest_request(installation, customer, machine, **ine)
    with pytest.raises(TooManyAttempts):
        a_guest_request(installation, customer, machine, **ine)


def test_a_refused_report_does_not_count_for_its_address(
    installation: Installation, customer: Customer, machine: str, guest: Caller
) -> None:
    ine = who()
    file(installation, guest)
    for _ in range(5):
        with pytest.raises(GuestPassUsed):
            file(installation, guest, **ine)
    assert a_guest_request(installation, customer, machine, **ine)


def test_addresses_that_differ_after_a_plus_sign_count_as_one(
    installation: Installation, customer: Customer, machine: str
) -> None:
    local, _, domain = who()["email"].partition("@")
    for i in range(5):
        a_guest_request(installation, customer, machine, email=f"{local}+{i}@{domain}")
    with pytest.raises(TooManyAttempts):
        a_guest_request(installation, customer, machine, email=f"{local}+5@{domain}")


def test_a_guest_without_a_pass_files_nothing(installation: Installation, guest: Caller) -> None:
    with pytest.raises(NotAllowed):
        file(installation, replace(guest, person_id="no pass"))


def test_a_pass_of_a_former_customer_finds_no_machine(installation: Installation, guest: Caller) -> None:
    former = replace(guest, customer_id=a_customer(installation).id)
    for operation, request in ((GetGuestRequestForm, {}), (FileGuestRequest, who() | REPORT)):
        with pytest.raises(MachineNotFound):
            installation.call(operation, former, **request)


def test_a_pass_for_another_action_does_not_report(
    installation: Installation, customer: Customer, machine: str
) -> None:
    with pytest.raises(NotAllowed):
        file(installation, a_guest(customer, machine, Right.ORDER_SUPPLIES))


def test_a_list_for_staff_has_the_requests_of_one_customer(
    installation: Installation, customer: Customer, guest: Caller
) -> None:
    reference, other = file(installation, guest), a_customer(installation)
    a_guest_request(installation, other, a_machine(installation, other))
    rows = installation.call(ListServiceRequests, STAFF, customer_id=customer.id, by_guests=True)["rows"]
    assert reference in [row["reference_number"] for row in rows]
    assert {row["customer_id"] for row in rows} == {str(customer.id)}
