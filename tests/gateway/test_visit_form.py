"""The form of a visit: date and times as typed, in the dealer's time zone."""

import re

import pytest

from services.servicedesk.contracts import GetServiceRequest, ImpossibleVisit, ScheduleVisit, VisitChanged
from tests.gateway.browser import Forms
from tests.gateway.installation import STAFF, Installation

VISIT_PATH = "/backoffice/service-requests/SR-4401-9273-5/visit"
VISIT = {"day": "2030-01-07", "begins_at": "09:00", "ends_at": "11:00"}
CLOCKS_GO_BACK = {"day": "2026-10-25", "begins_at": "01:30", "ends_at": "03:30", "technician": ""}


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({"day": ""}, {"day"}),
        ({"day": "tomorrow"}, {"day"}),
        ({"day": "", "begins_at": ""}, {"day", "begins_at"}),
        ({"begins_at": ""}, {"begins_at"}),
        ({"ends_at": "25:00"}, {"ends_at"}),
    ],
)
def test_problem_of_a_visit_is_at_the_field_that_is_wrong(
    installation: Installation, typed: dict[str, str], refused: set[str]
) -> None:
    browser = installation.browser(STAFF)
    answer = browser.submit(browser.get(VISIT_PATH), VISIT_PATH, **(VISIT | typed))
    assert set(re.findall(r'id="(\w+)-problem"', answer.text)) == refused


@pytest.mark.parametrize(
    ("reason", "field"),
    [("in_the_past", "day"), ("too_far_ahead", "day"), ("ends_before_it_begins", "ends_at"), ("too_long", "ends_at")],
)
def test_impossible_visit_is_reported_at_the_field_to_change(
    installation: Installation, reason: str, field: str
) -> None:
    installation.responses["schedule_visit"] = ImpossibleVisit(reason=reason)
    browser = installation.browser(STAFF)
    answer = browser.submit(browser.get(VISIT_PATH), VISIT_PATH, **VISIT)
    assert re.findall(r'id="(\w+)-problem"', answer.text) == [field]


@pytest.mark.parametrize("field", ["begins_at", "ends_at"])
def test_visit_at_a_time_that_does_not_exist_is_refused_at_the_field(installation: Installation, field: str) -> None:
    browser = installation.browser(STAFF)
    typed = {"day": "2027-03-28", "begins_at": "01:30", "ends_at": "03:30", "technician": ""} | {field: "02:30"}
    page = browser.submit(browser.get(VISIT_PATH), VISIT_PATH, **typed)
    assert page.status_code == 422
    refused = re.findall(r'id="(\w+)-problem">.*</svg>([^<]*)</p>', page.text)
    assert refused == [(field, "Die nacht gaat de klok een uur vooruit: 02:30 bestaat dan niet. Kies een andere tijd.")]
    assert installation.calls_of("schedule_visit") == []


@pytest.mark.parametrize(
    ("times", "asked"),
    [
        ({"begins_at": "02:30"}, ["begins_at_season"]),
        ({"ends_at": "02:30"}, ["ends_at_season"]),
        ({"begins_at": "02:30", "ends_at": "02:30"}, ["begins_at_season", "ends_at_season"]),
    ],
)
def test_form_asks_which_one_is_meant_of_a_time_that_occurs_twice(
    installation: Installation, times: dict[str, str], asked: list[str]
) -> None:
    browser = installation.browser(STAFF)
    page = browser.submit(browser.get(VISIT_PATH), VISIT_PATH, **CLOCKS_GO_BACK | times)
    assert page.status_code == 422
    assert re.findall(r'id="(\w+)-problem"', page.text) == asked
    assert page.text.count("02:30 komt twee keer voor. Kies zomertijd of wintertijd.") == 2 * len(asked)
    assert re.findall(r'type="radio" id="\w+-\d" name="(\w+)" value="\w+">', page.text) == [
        name for name in asked for _ in range(2)
    ]
    assert installation.calls_of("schedule_visit") == []


@pytest.mark.parametrize(("season", "in_utc"), [("summer", "00:30"), ("winter", "01:30")])
def test_chosen_season_decides_when_the_visit_begins(installation: Installation, season: str, in_utc: str) -> None:
    browser = installation.browser(STAFF)
    asked = browser.submit(browser.get(VISIT_PATH), VISIT_PATH, **CLOCKS_GO_BACK | {"begins_at": "02:30"})
    assert browser.submit(asked, VISIT_PATH, begins_at_season=season).status_code == 303
    (call,) = installation.calls_of("schedule_visit")
    assert call.request["begins_at"] == f"2026-10-25T{in_utc}:00+00:00"


def test_season_of_a_time_that_occurs_once_is_neither_asked_nor_sent(installation: Installation) -> None:
    browser = installation.browser(STAFF)
    page = browser.get(VISIT_PATH)
    assert "season" not in page.text
    form = Forms.of(page).named(VISIT_PATH) | CLOCKS_GO_BACK | {"begins_at_season": "winter"}
    assert browser.send(VISIT_PATH, form).status_code == 303
    (call,) = installation.calls_of("schedule_visit")
    assert call.request["begins_at"] == "2026-10-24T23:30:00+00:00"


def test_form_of_a_visit_in_the_repeated_hour_has_its_season(installation: Installation) -> None:
    visit = {"begins_at": "2026-10-25T01:30:00+00:00", "ends_at": "2026-10-25T03:00:00+00:00", "number": 1}
    installation.responses["get_service_request"] = GetServiceRequest.example[1] | {"visit": visit}
    form = Forms.of(installation.browser(STAFF).get(VISIT_PATH)).named(VISIT_PATH)
    assert (form["begins_at"], form["begins_at_season"]) == ("02:30", "winter")


def test_form_sends_the_revision_of_the_visit_that_it_showed(installation: Installation) -> None:
    installation.responses["get_service_request"] = ScheduleVisit.example[1] | {"visit_revision": 3}
    browser = installation.browser(STAFF)
    browser.submit(browser.get(VISIT_PATH), VISIT_PATH, **VISIT)
    (call,) = installation.calls_of("schedule_visit")
    assert call.request["visit_revision"] == 3


def test_form_of_a_visit_that_was_changed_meanwhile_shows_what_is_planned_and_keeps_what_was_typed(
    installation: Installation,
) -> None:
    row = ScheduleVisit.example[1] | {"technician": "Kees Vis"}
    installation.responses |= {"get_service_request": row, "schedule_visit": VisitChanged(visit_revision=5)}
    browser = installation.browser(STAFF)
    shown = browser.get(VISIT_PATH)
    installation.responses["get_service_request"] = row | {"visit_revision": 5, "technician": "Truus Jansen"}
    refused = browser.submit(shown, VISIT_PATH, **VISIT)
    assert refused.status_code == 409
    assert "Iemand anders heeft dit bezoek intussen gewijzigd." in refused.text
    assert "Nu gepland: woensdag 4 mrt 2026 10:00 – 12:00. Monteur: Truus Jansen." in refused.text
    form = Forms.of(refused).named(VISIT_PATH)
    assert (form["visit_revision"], form["day"], form["begins_at"]) == ("5", VISIT["day"], VISIT["begins_at"])
