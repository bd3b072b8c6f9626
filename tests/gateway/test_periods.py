"""Lists of a period: days in the URL, messages at the fields, usual periods."""

import datetime as dt
import re
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from services.chassis.contract import ServiceUnavailable
from services.chassis.contract.periods import PeriodTooLong
from services.ordering.contracts import ListOrders
from services.servicedesk.contracts import ListServiceRequests
from tests.gateway.installation import CUSTOMER, STAFF, Installation

MACHINE = "01980000-0000-7000-8000-000000000012"
LISTS = [
    pytest.param(CUSTOMER, "/service-requests", "list_service_requests", id="requests"),
    pytest.param(STAFF, "/backoffice/service-requests", "list_service_requests", id="requests of all customers"),
    pytest.param(CUSTOMER, f"/machines/{MACHINE}/service-history", "list_service_requests", id="requests of a machine"),
    pytest.param(CUSTOMER, "/orders", "list_orders", id="orders"),
    pytest.param(STAFF, "/backoffice/orders", "list_orders", id="orders of all customers"),
    pytest.param(CUSTOMER, f"/machines/{MACHINE}/orders", "list_orders", id="orders of a machine"),
]
TOO_LONG = PeriodTooLong(count=90, from_day="2026-05-01", to_day="2026-07-29")
EXAMPLES: dict[str, dict[str, Any]] = {one.name: one.example[1] for one in (ListServiceRequests, ListOrders)}


def _in_period(
    first: str | None, last: str | None, max_days: int = 90, operation: str = "list_service_requests"
) -> dict[str, Any]:
    return EXAMPLES[operation] | {"period": {"from_day": first, "to_day": last, "max_days": max_days}}


@pytest.mark.parametrize(("who", "path", "operation"), LISTS)
def test_period_comes_from_the_url(installation: Installation, who: str, path: str, operation: str) -> None:
    installation.browser(who).get(f"{path}?from_day=2026-05-01&to_day=2026-05-31")
    request = installation.calls_of(operation)[0].request
    assert (request["from_day"], request["to_day"]) == ("2026-05-01", "2026-05-31")


@pytest.mark.parametrize(("who", "path", "operation"), LISTS)
def test_without_a_period_none_is_sent(installation: Installation, who: str, path: str, operation: str) -> None:
    page = installation.browser(who).get(f"{path}?from_day=&to_day=+")
    assert (page.status_code, "Filters (" in page.text) == (200, False)
    assert installation.calls_of(operation)[0].request.keys().isdisjoint({"from_day", "to_day"})


@pytest.mark.parametrize(("who", "path", "operation"), LISTS)
def test_period_beyond_the_limit_says_what_to_do_and_keeps_what_was_typed(
    installation: Installation, who: str, path: str, operation: str
) -> None:
    installation.responses[operation] = TOO_LONG
    page = installation.browser(who).get(f"{path}?from_day=2026-05-01&to_day=2026-07-30")
    assert page.status_code == 422
    assert page.text.count("Kies een periode van hooguit 90 dagen, bijvoorbeeld 1 mei tot en met 29 juli 2026.") == 2
    assert 'id="to_day-problem"' in page.text
    assert ('value="2026-05-01"' in page.text, 'value="2026-07-30"' in page.text) == (True, True)
    assert 'href="#to_day"' in page.text
    assert '<details class="fold" open>' in page.text


@pytest.mark.parametrize(("who", "path", "operation"), LISTS)
@pytest.mark.parametrize(
    ("query", "field", "text"),
    [
        ("from_day=yesterday", "from_day", "Dit ontbreekt of is niet geldig."),
        ("to_day=2026-02-30", "to_day", "Dit ontbreekt of is niet geldig."),
        ("from_day=0001-01-01", "from_day", "Dit ontbreekt of is niet geldig."),
        ("from_day=2026-05-02&to_day=2026-05-01", "to_day", "Kies een dag die niet vóór de eerste dag ligt."),
    ],
)
def test_wrong_day_gives_a_message_at_its_field(
    installation: Installation, who: str, path: str, operation: str, query: str, field: str, text: str
) -> None:
    page = installation.browser(who).get(f"{path}?{query}")
    assert page.status_code == 422
    problem = page.text.split(f'id="{field}-problem"')[1].split("</p>")[0]
    assert text in problem


def test_script_does_not_follow_the_filters_of_a_refused_period(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    assert 'data-live="results"' in browser.get("/service-requests").text
    assert "data-live" not in browser.get("/service-requests?from_day=x").text


def test_other_refusals_are_pages_of_their_own(installation: Installation) -> None:
    installation.responses["list_service_requests"] = ServiceUnavailable(service="servicedesk")
    page = installation.browser(CUSTOMER).get("/service-requests?from_day=2026-05-01")
    assert (page.status_code, "from_day" in page.text.split("<main", 1)[1]) == (503, False)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2026-05-01", "2026-07-29", "1 mei tot en met 29 juli 2026"),
        ("2026-05-01", "2026-05-01", "1 mei 2026"),
        ("2025-12-31", "2026-01-01", "31 december 2025 tot en met 1 januari 2026"),
        ("2026-05-01", None, "vanaf 1 mei 2026"),
        (None, "2026-07-29", "tot en met 29 juli 2026"),
    ],
)
@pytest.mark.parametrize(("who", "path", "operation"), LISTS)
def test_number_of_results_names_the_period(
    installation: Installation, who: str, path: str, operation: str, first: str | None, last: str | None, text: str
) -> None:
    installation.responses[operation] = _in_period(first, last, operation=operation)
    counted = "bestelling" if operation == "list_orders" else "serviceaanvraag"
    page = installation.browser(who).get(f"{path}?from_day=2026-05-01").text
    assert f'<p class="found">1 {counted}, {text}</p>' in page


def test_period_is_written_in_english(installation: Installation) -> None:
    installation.responses["list_service_requests"] = TOO_LONG
    browser = installation.browser(CUSTOMER)
    browser.set_cookie("language", "en")
    text = "Choose a period of at most 90 days, for example 1 May to 29 July 2026."
    assert text in browser.get("/service-requests?from_day=2026-05-01&to_day=2026-12-01&lang=en").text


def _usual(page: str) -> dict[str, str]:
    nav = page.split('<nav class="period-links"')[1].split("</nav>")[0]
    return {text: unescape(url) for url, text in re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', nav)}


@pytest.mark.parametrize(("zone", "today"), [("Europe/Amsterdam", "2026-03-04"), ("America/New_York", "2026-03-03")])
def test_usual_periods_end_today_in_the_dealers_zone(zone: str, today: str) -> None:
    installation = Installation(settings={"time_zone": ZoneInfo(zone)})
    with time_machine.travel(dt.datetime(2026, 3, 3, 23, 30, tzinfo=dt.UTC), tick=False):
        page = installation.browser(CUSTOMER).get("/service-requests?text=balie&status=closed").text
    last = dt.date.fromisoformat(today)
    first = {count: (last - dt.timedelta(days=count - 1)).isoformat() for count in (30, 90)}
    assert _usual(page) == {
        f"Laatste {count} dagen": f"/service-requests?text=balie&from_day={day}&to_day={today}&status=closed"
        for count, day in first.items()
    }


def test_usual_period_of_the_page_is_marked(installation: Installation) -> None:
    with time_machine.travel(dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC), tick=False):
        installation.responses["list_service_requests"] = _in_period("2026-02-02", "2026-03-03")
        page = installation.browser(CUSTOMER).get("/service-requests?from_day=2026-02-02&to_day=2026-03-03").text
    assert re.findall(r'aria-current="true">([^<]+)</a>', page) == ["Laatste 30 dagen"]


@pytest.mark.parametrize(("limit", "offered"), [(0, 2), (90, 2), (60, 1), (7, 0)])
def test_usual_periods_are_within_the_limit(installation: Installation, limit: int, offered: int) -> None:
    installation.responses["list_service_requests"] = _in_period(None, None, limit)
    page = installation.browser(CUSTOMER).get("/service-requests").text
    assert len(_usual(page) if offered else {}) == offered
    assert ("period-links" in page) == bool(offered)


@pytest.mark.parametrize(("who", "path", "operation"), LISTS)
def test_links_to_other_pages_keep_the_period(installation: Installation, who: str, path: str, operation: str) -> None:
    page = EXAMPLES[operation]["page"] | {"next": "abc"}
    installation.responses[operation] = EXAMPLES[operation] | {"page": page}
    html = unescape(installation.browser(who).get(f"{path}?from_day=2026-05-01&to_day=2026-05-31").text)
    assert f"{path}?from_day=2026-05-01&to_day=2026-05-31&after=abc" in html


def test_days_count_as_filters(installation: Installation) -> None:
    page = installation.browser(CUSTOMER).get("/service-requests?from_day=2026-05-01&to_day=2026-05-31").text
    assert "<span data-filters-set> (2)</span>" in page
