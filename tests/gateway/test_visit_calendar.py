"""The calendar file of a planned visit, downloaded from the page of its service request."""

import pytest
from icalendar import Calendar

from services.chassis.contract import NotFound
from services.servicedesk.contracts import ScheduleVisit
from tests.gateway.installation import CUSTOMER, STAFF, Installation

SCHEDULED = ScheduleVisit.example[1]
PATHS = {CUSTOMER: "/service-requests/SR-4401-9273-5", STAFF: "/backoffice/service-requests/SR-4401-9273-5"}
EACH_READER = pytest.mark.parametrize("reader", [CUSTOMER, STAFF])


@EACH_READER
def test_page_of_a_planned_visit_offers_its_calendar_file(installation: Installation, reader: str) -> None:
    installation.responses["get_service_request"] = SCHEDULED | {"visit": SCHEDULED["visit"] | {"number": 3}}
    browser = installation.browser(reader)
    assert f'href="{PATHS[reader]}/visit.ics"' in browser.get(PATHS[reader]).text
    response = browser.get(f"{PATHS[reader]}/visit.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    (event,) = Calendar.from_ical(response.text).walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"]) == (f"{SCHEDULED['id']}@machinepark", 6)
    assert (event["ORGANIZER"], event["LOCATION"]) == (
        "mailto:portal@dealer.example",
        "Balie 2e etage, Hoofdkantoor, Amsterdam",
    )
    assert event["URL"] == f"http://127.0.0.1:8000{PATHS[reader]}"  # of the settings, not of the request


@EACH_READER
def test_request_without_a_planned_visit_has_no_calendar_file(installation: Installation, reader: str) -> None:
    browser = installation.browser(reader)
    assert "visit.ics" not in browser.get(PATHS[reader]).text
    assert browser.get(f"{PATHS[reader]}/visit.ics").status_code == 404


def test_calendar_file_of_a_request_out_of_scope_is_not_found(installation: Installation) -> None:
    installation.responses["get_service_request"] = NotFound()
    assert installation.browser(CUSTOMER).get(f"{PATHS[CUSTOMER]}/visit.ics").status_code == 404
