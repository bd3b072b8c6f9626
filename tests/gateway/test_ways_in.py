"""Who gets in where, and where logging in leads to."""

import pytest
from hypothesis import given
from hypothesis import strategies as any_

from gateway.security import safe_goal, safe_path
from services.chassis.contract import NotLoggedIn
from tests.gateway.installation import CUSTOMER, STAFF, Installation

MACHINE = "/machines/01980000-0000-7000-8000-000000000012"
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:/evil.example",
    "javascript:alert(1)",
    "evil.example",
    "/\n/evil.example",
    "/\t/evil.example",
    "",
    None,
]


@pytest.mark.parametrize("path", ELSEWHERE)
def test_no_answer_leads_elsewhere(path: str | None) -> None:
    assert safe_path(path) == "/"


@given(any_.text(alphabet="/\\:.@?#%ab\n\t ", max_size=12))
def test_whatever_is_given_the_way_stays_on_this_host(path: str) -> None:
    safe = safe_path(path)
    assert safe.startswith("/")
    assert not safe.startswith(("//", "/\\"))
    assert safe.isprintable()


@pytest.mark.parametrize("path", ["/", "/machines?text=a%20b&condition=low", MACHINE, "/service-requests"])
def test_a_path_of_ours_is_kept(path: str) -> None:
    assert safe_goal(path) == path


@pytest.mark.parametrize("path", ["/login", "/login?next=/login", "/logout", "/language"])
def test_logging_in_does_not_lead_round_in_a_circle(path: str) -> None:
    assert safe_goal(path) == "/"


def test_who_is_not_logged_in_logs_in_first_and_goes_on_from_there(installation: Installation) -> None:
    browser = installation.browser()
    sent = browser.get("/machines?text=C250&condition=low")
    assert sent.status_code == 303
    page = browser.get(sent.location)
    gone_on = browser.submit(page, "/login", email=CUSTOMER, password="x")
    assert (gone_on.status_code, gone_on.location) == (303, "/machines?text=C250&condition=low")


def test_a_link_to_the_login_page_cannot_lead_elsewhere(installation: Installation) -> None:
    browser = installation.browser()
    page = browser.get("/login?next=https://evil.example/")
    assert browser.submit(page, "/login", email=CUSTOMER, password="x").location == "/"


def test_a_session_that_is_over_is_said_and_its_cookie_taken(installation: Installation) -> None:
    installation.answers["get_session"] = NotLoggedIn()
    browser = installation.browser()
    browser.set_cookie("session", "over")
    sent = browser.get("/machines")
    assert browser.cookie("session") == ""
    assert "Uw sessie is beëindigd" in browser.get(sent.location).text


def test_after_a_form_that_came_too_late_one_is_back_at_its_page(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    page = browser.get(f"/service-requests/new?machine={MACHINE[-36:]}")
    installation.answers["get_session"] = NotLoggedIn()
    browser.set_cookie("session", "over")
    sent = browser.submit(page, "/service-requests/check")
    assert sent.location == "/login?next=/service-requests/new&ended=1"


@pytest.mark.parametrize("path", ["/backoffice/service-requests", "/backoffice/customers", "/backoffice/mails"])
def test_customers_do_not_get_into_the_back_office(installation: Installation, path: str) -> None:
    assert installation.browser(CUSTOMER).get(path).status_code == 403


@pytest.mark.parametrize("path", ["/service-requests", "/service-requests/new", "/service-requests/SR-4401-9273-5"])
def test_staff_have_their_own_pages_for_service_requests(installation: Installation, path: str) -> None:
    assert installation.browser(STAFF).get(path).status_code == 403


def test_who_may_not_file_a_request_does_not_get_the_form(installation: Installation) -> None:
    session = installation.answers["get_session"]("")  # type: ignore[operator, misc]
    installation.answers["get_session"] = session | {"rights": []}
    browser = installation.browser(CUSTOMER)
    assert "/service-requests/new" not in browser.get(MACHINE).text
    assert browser.get(f"/service-requests/new?machine={MACHINE[-36:]}").status_code == 403


@pytest.mark.parametrize(("right", "shown"), [("order_supplies", True), ("request_service", False)])
def test_the_way_to_a_basket_is_shown_to_who_may_order(installation: Installation, right: str, shown: bool) -> None:
    session = installation.answers["get_session"]("")  # type: ignore[operator, misc]
    installation.answers["get_session"] = session | {"rights": [right]}
    assert ('href="/basket"' in installation.browser(CUSTOMER).get("/menu").text) == shown


@pytest.mark.parametrize(("right", "shown"), [("order_supplies", True), ("request_service", False)])
@pytest.mark.parametrize("path", ["/", MACHINE])
def test_an_order_can_be_begun_where_machines_are_shown(
    installation: Installation, path: str, right: str, shown: bool
) -> None:
    session = installation.answers["get_session"]("")  # type: ignore[operator, misc]
    installation.answers["get_session"] = session | {"rights": [right]}
    assert ("Toner bestellen" in installation.browser(CUSTOMER).get(path).text) == shown


def test_the_mailbox_is_the_demos_alone() -> None:
    assert Installation(settings={"demo": False}).browser(CUSTOMER).get("/mailbox").status_code == 404
