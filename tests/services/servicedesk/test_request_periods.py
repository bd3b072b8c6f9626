"""Lists of service requests of a period, their search by part of a number and by description, and their downloads."""

import dataclasses
import uuid
from typing import Any

import pytest
from contracts.builders import Customer, a_customer, a_group, a_machine, a_requester, a_service_request
from contracts.running import STAFF, Installation

from services.chassis.contract import Caller, Invalid, TooManyAttempts
from services.chassis.contract.periods import PeriodTooLong
from services.servicedesk.contracts import ExportServiceRequests, ImportServiceRequest, ListServiceRequests

SUMMER_BEGINS, SUMMER_ENDS = "2026-03-29", "2026-10-25"
"""Days of 23 and of 25 hours in Amsterdam."""
RECEIVED = {
    "before summer begins": "2026-03-28T22:59:59+00:00",
    "as its first day begins": "2026-03-28T23:00:00+00:00",
    "as that day ends": "2026-03-29T21:59:59+00:00",
    "after it": "2026-03-29T22:00:00+00:00",
    "before summer ends": "2026-10-24T21:59:59+00:00",
    "as its last day begins": "2026-10-24T22:00:00+00:00",
    "as the last day ends": "2026-10-25T22:59:59+00:00",
    "after the last": "2026-10-25T23:00:00+00:00",
}


@dataclasses.dataclass(frozen=True, slots=True)
class History:
    """Requests of a customer by when they were received."""

    customer: Customer
    numbers: dict[str, str]

    def listed(self, installation: Installation, caller: Caller | None = None, **filters: Any) -> list[str]:
        """When the listed requests were received, newest first."""
        rows = installation.call(ListServiceRequests, caller or self.customer.caller(), limit=200, **filters)["rows"]
        names = {number: name for name, number in self.numbers.items()}
        return [names[row["reference_number"]] for row in rows if row["reference_number"] in names]


@pytest.fixture(scope="module")
def history(installation: Installation) -> History:
    customer = a_customer(installation)
    requester, machine = a_requester(customer), a_machine(installation, customer)
    common = {
        "machine_id": machine,
        "requester_id": requester.person_id,
        "category": "fault",
        "description": "Streep over elke afdruk.",
        "contact_name": "Sanne de Wit",
        "telephone": "010 555 01 01",
    }
    numbers = {
        name: installation.call(
            ImportServiceRequest, STAFF, **common, steps=[{"status": "received", "at": at, "by_staff": False}]
        )["reference_number"]
        for name, at in RECEIVED.items()
    }
    return History(customer, numbers)


@pytest.mark.every_environment
@pytest.mark.parametrize(
    ("day", "received"),
    [
        (SUMMER_BEGINS, ["as that day ends", "as its first day begins"]),
        (SUMMER_ENDS, ["as the last day ends", "as its last day begins"]),
    ],
)
def test_a_day_is_that_of_the_dealers_clock(
    installation: Installation, history: History, day: str, received: list[str]
) -> None:
    assert history.listed(installation, from_day=day, to_day=day) == received


def test_both_days_of_a_period_are_counted(installation: Installation, history: History) -> None:
    period = {"from_day": "2026-03-28", "to_day": SUMMER_BEGINS}
    assert history.listed(installation, **period) == [
        "as that day ends", "as its first day begins", "before summer begins",
    ]  # fmt: skip


def test_a_list_without_a_period_has_all_requests_newest_first(installation: Installation, history: History) -> None:
    assert history.listed(installation) == list(RECEIVED)[::-1]


@pytest.mark.parametrize("filters", [{"from_day": "2026-10-25"}, {"to_day": "2027-01-01"}])
def test_one_day_alone_begins_or_ends_the_longest_period(
    installation: Installation, history: History, filters: dict[str, str]
) -> None:
    answer = installation.call(ListServiceRequests, history.customer.caller(), **filters)
    days = ("2026-10-25", "2027-01-22") if "from_day" in filters else ("2026-10-04", "2027-01-01")
    assert (answer["period"]["from_day"], answer["period"]["to_day"], answer["period"]["max_days"]) == (*days, 90)
    expected = ["after the last", "as the last day ends", "as its last day begins"]
    assert history.listed(installation, **filters)[:3] == expected


@pytest.mark.parametrize("operation", [ListServiceRequests, ExportServiceRequests])
@pytest.mark.parametrize("is_staff", [False, True])
def test_a_period_beyond_the_limit_is_refused_to_everybody(
    installation: Installation, history: History, operation: Any, is_staff: bool
) -> None:
    reader = dataclasses.replace(STAFF, person_id=str(uuid.uuid4())) if is_staff else history.customer.caller()
    with pytest.raises(PeriodTooLong) as refused:
        installation.call(operation, reader, from_day="2026-05-01", to_day="2026-07-30")
    assert refused.value.params == {"count": 90, "from_day": "2026-05-01", "to_day": "2026-07-29"}


@pytest.mark.parametrize(("limit", "is_refused"), [(0, False), (30, True)])
def test_the_limit_is_that_of_the_settings(
    installation: Installation, history: History, monkeypatch: pytest.MonkeyPatch, limit: int, is_refused: bool
) -> None:
    runtime = installation.runtime("servicedesk")
    settings = dataclasses.replace(runtime.settings, service_history_max_days=limit)
    monkeypatch.setattr(runtime, "settings", settings)
    period = {"from_day": SUMMER_BEGINS, "to_day": SUMMER_ENDS}
    if is_refused:
        with pytest.raises(PeriodTooLong):
            history.listed(installation, **period)
    else:
        assert history.listed(installation, **period) == list(RECEIVED)[1:7][::-1]


def test_a_period_that_ends_before_it_begins_is_refused_at_its_last_day(
    installation: Installation, history: History
) -> None:
    with pytest.raises(Invalid) as refused:
        history.listed(installation, from_day=SUMMER_ENDS, to_day=SUMMER_BEGINS)
    assert refused.value.params["fields"] == [{"path": ["to_day"], "code": "before_first_day", "params": {}}]


def test_a_period_is_combined_with_the_other_filters(installation: Installation, history: History) -> None:
    number = history.numbers["as that day ends"]
    assert history.listed(installation, text=number, from_day=SUMMER_BEGINS) == ["as that day ends"]
    assert history.listed(installation, text=number, from_day=SUMMER_ENDS) == []
    assert history.listed(installation, from_day=SUMMER_BEGINS, to_day=SUMMER_BEGINS, statuses=["closed"]) == []


def test_a_request_is_found_by_a_part_of_its_number_with_the_prefix(
    installation: Installation, history: History
) -> None:
    number = history.numbers["after it"]
    for part in (number[:7], number[3:7], number[:12], number.lower()[:7], number[5:10]):
        assert "after it" in history.listed(installation, text=part), part


@pytest.mark.every_environment
@pytest.mark.parametrize(("text", "found"), [("lade 2", True), ("LADE 2.", True), ("lade_2", False), ("lade 3", False)])
@pytest.mark.parametrize("is_staff", [False, True])
def test_a_request_is_found_by_its_description(
    installation: Installation, text: str, found: bool, is_staff: bool
) -> None:
    customer = a_customer(installation)
    machine = a_machine(installation, customer)
    number = a_service_request(installation, a_requester(customer), machine)["reference_number"]
    reader = STAFF if is_staff else customer.caller()
    rows = installation.call(ListServiceRequests, reader, text=text, machine_id=machine)["rows"]
    assert [row["reference_number"] for row in rows] == ([number] if found else [])


def test_an_export_has_the_rows_of_the_list_in_scope(installation: Installation, history: History) -> None:
    period = {"from_day": SUMMER_BEGINS, "to_day": "2026-03-30"}
    reader = history.customer.caller()
    listed = installation.call(ListServiceRequests, reader, **period)
    assert installation.call(ExportServiceRequests, reader, **period)["rows"] == listed["rows"]
    other = a_machine(installation, history.customer)
    outsider = history.customer.caller(groups=[a_group(installation, history.customer, other)])
    assert installation.call(ExportServiceRequests, outsider, **period)["rows"] == []


def test_exports_are_limited_per_hour_and_person(installation: Installation, history: History) -> None:
    exporter = a_requester(history.customer)
    for _ in range(20):
        installation.call(ExportServiceRequests, exporter)
    with pytest.raises(TooManyAttempts):
        installation.call(ExportServiceRequests, exporter)
    assert installation.call(ListServiceRequests, exporter)["rows"], "the page itself is still shown"
    assert installation.call(ExportServiceRequests, a_requester(history.customer))["rows"]
