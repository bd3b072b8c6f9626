"""Which language a page speaks, and how it writes numbers and times."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from gateway import language
from services.identity.contracts import GetSession
from tests.gateway.browser import Forms
from tests.gateway.installation import CUSTOMER, Installation

MORNING = "2026-03-04T07:12:00+00:00"


@contextmanager
def _reading(installation: Installation, code: str) -> Iterator[None]:
    with installation.app.test_request_context("/", headers={"Cookie": f"language={code}"}):
        yield


def _speaks(installation: Installation, email: str, chosen: str, own: str) -> str:
    session: dict[str, Any] = GetSession.example[1] | {"language": own}
    installation.answers["get_session"] = session
    installation.answers["log_in"] = session | {"token": "x"}
    browser = installation.browser(email)
    if chosen:
        browser.set_cookie("language", chosen)
    return browser.get("/menu" if email else "/login").text.split('<html lang="')[1][:2]


@pytest.mark.parametrize(
    ("email", "chosen", "own", "spoken"),
    [
        ("", "", "en", "nl"),
        ("", "en", "nl", "en"),
        (CUSTOMER, "", "en", "en"),
        (CUSTOMER, "", "nl", "nl"),
        (CUSTOMER, "nl", "en", "nl"),
        (CUSTOMER, "xx", "en", "en"),
        (CUSTOMER, "../..", "nl", "nl"),
    ],
)
def test_the_chosen_language_counts_then_ones_own_then_dutch(
    installation: Installation, email: str, chosen: str, own: str, spoken: str
) -> None:
    assert _speaks(installation, email, chosen, own) == spoken


def test_choosing_a_language_stays_on_the_page(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    page = browser.get("/machines?text=C250&condition=low")
    answer = browser.submit(page, "/language", language="en")
    assert (answer.status_code, answer.location) == (303, "/machines?text=C250&condition=low")
    assert '<html lang="en">' in browser.get(answer.location).text


def test_a_language_that_is_not_there_changes_nothing(installation: Installation) -> None:
    browser = installation.browser()
    browser.submit(browser.get("/login"), "/language", language="fr")
    assert browser.cookie("language") == ""


def test_choosing_a_language_on_a_form_that_came_back_leads_to_that_form(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    address = "/service-requests/new?machine=01980000-0000-7000-8000-000000000012"
    page = browser.submit(browser.get(address), "/service-requests/check")
    assert Forms.of(page).named("/language")["next"] == address


def test_services_are_asked_in_the_language_of_the_page(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    browser.set_cookie("language", "en")
    browser.get("/machines")
    assert installation.asked("list_machines")[0].caller.language == "en"


@pytest.mark.parametrize(("code", "written"), [("nl", "12.345"), ("en", "12,345")])
def test_numbers_are_written_as_the_language_does(installation: Installation, code: str, written: str) -> None:
    with _reading(installation, code):
        assert language.number(12345) == written
        assert language.number(None) == "–"
        assert written in language.t("machines.found", count=12345)


@pytest.mark.parametrize(("code", "written"), [("nl", "€ 89,50"), ("en", "€89.50")])
def test_money_is_written_as_the_language_does(installation: Installation, code: str, written: str) -> None:
    with _reading(installation, code):
        assert language.money({"amount": 8950, "currency": "EUR"}).replace("\u00a0", " ") == written


@pytest.mark.parametrize(("code", "written"), [("nl", "4 mrt 2026 08:12"), ("en", "4 Mar 2026 08:12")])
def test_times_are_shown_in_the_dealers_zone(installation: Installation, code: str, written: str) -> None:
    with _reading(installation, code):
        assert language.moment(MORNING) == written


def test_another_zone_shows_another_time() -> None:
    with _reading(Installation(settings={"time_zone": ZoneInfo("Asia/Tokyo")}), "en"):
        assert language.moment(MORNING) == "4 Mar 2026 16:12"


@pytest.mark.parametrize(
    ("now", "code", "written"),
    [
        ("2026-03-04T09:12", "nl", "2 uur geleden"),
        ("2026-03-05T07:12", "nl", "1 dag geleden"),
        ("2026-03-14T07:12", "nl", "10 dagen geleden"),
        ("2026-03-14T07:12", "en", "10 days ago"),
        ("2026-09-04T07:12", "en", "6 months ago"),
    ],
)
def test_how_long_ago_is_said_in_words(installation: Installation, now: str, code: str, written: str) -> None:
    with time_machine.travel(f"{now}:00+00:00", tick=False), _reading(installation, code):
        assert language.ago(MORNING) == written


@pytest.mark.parametrize(("count", "written"), [(0, "0 machines"), (1, "1 machine"), (2, "2 machines")])
def test_one_is_not_many(installation: Installation, count: int, written: str) -> None:
    with _reading(installation, "en"):
        assert language.t("machines.found", count=count) == written


def test_a_parameter_that_did_not_arrive_is_no_error(installation: Installation) -> None:
    with _reading(installation, "nl"):
        assert "…" in language.t("error.invalid_request_transition", other="x")


@pytest.mark.parametrize(
    ("at", "greeting"), [("06:00", "Goedemorgen"), ("13:00", "Goedemiddag"), ("19:00", "Goedenavond")]
)
def test_the_first_page_greets_by_the_dealers_clock(installation: Installation, at: str, greeting: str) -> None:
    with time_machine.travel(f"2026-03-04T{at}:00+00:00", tick=True):
        assert f"{greeting}, Sanne" in installation.browser(CUSTOMER).get("/").text
