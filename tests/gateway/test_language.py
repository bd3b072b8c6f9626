"""The language of pages, and formats of numbers and times."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from gateway import language
from services.identity.contracts import GetSession, WrongCredentials
from tests.gateway.browser import Forms
from tests.gateway.installation import CUSTOMER, Installation

MORNING = "2026-03-04T07:12:00+00:00"


@contextmanager
def _with_language(installation: Installation, code: str) -> Iterator[None]:
    with installation.app.test_request_context("/", headers={"Cookie": f"language={code}"}):
        yield


def _language_of_page(installation: Installation, email: str, chosen: str, own: str, accepted: str) -> str:
    session: dict[str, Any] = GetSession.example[1] | {"language": own}
    installation.responses["get_session"] = session
    installation.responses["log_in"] = session | {"token": "x"}
    browser = installation.browser(email)
    if chosen:
        browser.set_cookie("language", chosen)
    page = browser.get("/menu" if email else "/login", headers={"Accept-Language": accepted})
    return page.text.split('<html lang="')[1][:2]


@pytest.mark.parametrize(
    ("email", "chosen", "own", "accepted", "expected"),
    [
        ("", "", "", "", "nl"),
        ("", "", "", "en-US,en;q=0.9,nl;q=0.8", "en"),
        ("", "", "", "fr,de;q=0.5", "nl"),
        ("", "", "", ";;q=,*x", "nl"),
        ("", "nl", "", "en", "nl"),
        (CUSTOMER, "", "en", "nl", "en"),
        (CUSTOMER, "", "nl", "en", "nl"),
        (CUSTOMER, "nl", "en", "en", "nl"),
        (CUSTOMER, "xx", "en", "nl", "en"),
        (CUSTOMER, "../..", "nl", "en", "nl"),
    ],
)
def test_page_language_is_the_chosen_one_then_the_users_then_the_browsers(
    installation: Installation, email: str, chosen: str, own: str, accepted: str, expected: str
) -> None:
    assert _language_of_page(installation, email, chosen, own, accepted) == expected


@pytest.mark.parametrize(
    ("email", "chosen", "link", "expected"),
    [
        ("", "", "en", "en"),
        ("", "", "xx", "nl"),
        ("", "nl", "en", "nl"),
        (CUSTOMER, "", "en", "nl"),
    ],
)
def test_link_in_a_mail_decides_unless_the_person_or_a_choice_does(
    installation: Installation, email: str, chosen: str, link: str, expected: str
) -> None:
    browser = installation.browser(email)
    if chosen:
        browser.set_cookie("language", chosen)
    page = browser.get(f"/{'menu' if email else 'login'}?lang={link}", headers={"Accept-Language": "nl"})
    assert f'<html lang="{expected}">' in page.text
    assert browser.cookie("language") == chosen


def test_language_of_a_link_is_kept_on_the_way_to_the_login_and_after_a_refused_form(
    installation: Installation,
) -> None:
    browser = installation.browser()
    response = browser.get("/service-requests/SR-4401-9273-5?lang=en", headers={"Accept-Language": "nl"})
    page = browser.get(response.location, headers={"Accept-Language": "nl"})
    assert '<html lang="en">' in page.text
    installation.responses["log_in"] = WrongCredentials()
    assert '<html lang="en">' in browser.submit(page, "/login?lang=en", email="x@y.example", password="x").text


def test_urls_of_a_logged_in_person_have_no_language(installation: Installation) -> None:
    assert "lang=en" not in installation.browser(CUSTOMER).get("/machines?lang=en").text.split("<main", 1)[1]


def test_language_chosen_before_login_yields_to_that_of_the_user(installation: Installation) -> None:
    browser = installation.browser()
    browser.submit(browser.get("/login"), "/language", choose_language="en")
    browser.log_in(CUSTOMER)
    assert '<html lang="nl">' in browser.get("/menu").text


def test_choosing_a_language_returns_to_the_page(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    page = browser.get("/machines?text=C250&condition=low")
    response = browser.submit(page, "/language", choose_language="en")
    assert (response.status_code, response.location) == (303, "/machines?text=C250&condition=low")
    assert '<html lang="en">' in browser.get(response.location).text


def test_unknown_language_changes_nothing(installation: Installation) -> None:
    browser = installation.browser()
    browser.submit(browser.get("/login"), "/language", choose_language="fr")
    assert browser.cookie("language") == ""


def test_choosing_a_language_on_a_refused_form_returns_to_that_form(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    address = "/service-requests/new?machine=01980000-0000-7000-8000-000000000012"
    page = browser.submit(browser.get(address), "/service-requests/check")
    assert Forms.of(page).named("/language")["next"] == address


def test_calls_carry_the_language_of_the_page(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    browser.set_cookie("language", "en")
    browser.get("/machines")
    assert installation.calls_of("list_machines")[0].caller.language == "en"


@pytest.mark.parametrize(("code", "written"), [("nl", "12.345"), ("en", "12,345")])
def test_numbers_are_formatted_for_the_language(installation: Installation, code: str, written: str) -> None:
    with _with_language(installation, code):
        assert language.number(12345) == written
        assert language.number(None) == "–"
        assert written in language.t("machines.found", count=12345)


@pytest.mark.parametrize(("code", "written"), [("nl", "€ 89,50"), ("en", "€89.50")])
def test_money_is_formatted_for_the_language(installation: Installation, code: str, written: str) -> None:
    with _with_language(installation, code):
        assert language.money({"amount": 8950, "currency": "EUR"}).replace("\u00a0", " ") == written


@pytest.mark.parametrize(("code", "written"), [("nl", "4 mrt 2026 08:12"), ("en", "4 Mar 2026 08:12")])
def test_times_are_shown_in_the_dealers_time_zone(installation: Installation, code: str, written: str) -> None:
    with _with_language(installation, code):
        assert language.moment(MORNING) == written


def test_time_zone_is_a_setting() -> None:
    with _with_language(Installation(settings={"time_zone": ZoneInfo("Asia/Tokyo")}), "en"):
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
def test_past_times_are_described_in_words(installation: Installation, now: str, code: str, written: str) -> None:
    with time_machine.travel(f"{now}:00+00:00", tick=False), _with_language(installation, code):
        assert language.ago(MORNING) == written


@pytest.mark.parametrize(("count", "written"), [(0, "0 machines"), (1, "1 machine"), (2, "2 machines")])
def test_count_of_one_has_a_singular_text(installation: Installation, count: int, written: str) -> None:
    with _with_language(installation, "en"):
        assert language.t("machines.found", count=count) == written


def test_missing_text_parameter_is_not_an_error(installation: Installation) -> None:
    with _with_language(installation, "nl"):
        assert "…" in language.t("error.invalid_request_transition", other="x")


@pytest.mark.parametrize(
    ("at", "greeting"), [("06:00", "Goedemorgen"), ("13:00", "Goedemiddag"), ("19:00", "Goedenavond")]
)
def test_first_page_greets_by_the_dealers_time(installation: Installation, at: str, greeting: str) -> None:
    with time_machine.travel(f"2026-03-04T{at}:00+00:00", tick=True):
        assert f"{greeting}, Sanne" in installation.browser(CUSTOMER).get("/").text


def test_time_that_has_no_utc_is_left_for_the_contract(installation: Installation) -> None:
    with _with_language(installation, "nl"):
        assert language.in_utc("0001-01-01", "00:00") == "0001-01-01T00:00"


@pytest.mark.parametrize(
    ("code", "begins", "ends", "written"),
    [
        ("nl", "2026-10-25T00:30", "2026-10-25T01:30", "25 okt 2026 02:30 (zomertijd) – 02:30 (wintertijd)"),
        ("en", "2026-10-25T00:30", "2026-10-25T01:30", "25 Oct 2026 02:30 (summer time) – 02:30 (winter time)"),
        ("nl", "2026-10-24T23:59", "2026-10-25T02:00", "25 okt 2026 01:59 – 03:00"),
        ("nl", "2026-03-29T00:59", "2026-03-29T01:00", "29 mrt 2026 01:59 – 03:00"),
    ],
)
def test_time_that_is_repeated_that_night_says_which(
    installation: Installation, code: str, begins: str, ends: str, written: str
) -> None:
    with _with_language(installation, code):
        assert language.period(f"{begins}+00:00", f"{ends}+00:00") == written


@pytest.mark.parametrize(
    ("time", "season", "in_utc"),
    [("01:59", "", "23:59"), ("02:30", "summer", "00:30"), ("02:30", "winter", "01:30"), ("03:00", "", "02:00")],
)
def test_season_says_which_typed_time_is_meant(installation: Installation, time: str, season: str, in_utc: str) -> None:
    with _with_language(installation, "nl"):
        assert language.in_utc("2026-10-25", time, season).endswith(f"T{in_utc}:00+00:00")


def test_menu_leads_to_the_support_centre_in_the_users_language(installation: Installation) -> None:
    installation.responses["get_session"] = installation._session(staff=False) | {"language": "en"}
    page = installation.browser(CUSTOMER).get("/", headers={"Accept-Language": "nl"}).text
    assert 'href="/support/en"' in page
