"""Access to pages, and redirects after login."""

import pytest
from hypothesis import given
from hypothesis import strategies as any_

from gateway.security import safe_goal, safe_path
from services.chassis.contract import NotLoggedIn
from tests.gateway.browser import redirect_of
from tests.gateway.installation import CUSTOMER, STAFF, Installation

MACHINE = "/machines/01980000-0000-7000-8000-000000000012"
FOREIGN_URLS = [
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


@pytest.mark.parametrize("path", FOREIGN_URLS)
def test_redirect_to_another_host_is_refused(path: str | None) -> None:
    assert safe_path(path) == "/"


@given(any_.text(alphabet="/\\:.@?#%ab\n\t ", max_size=12))
def test_safe_path_stays_on_this_host(path: str) -> None:
    safe = safe_path(path)
    assert safe.startswith("/")
    assert not safe.startswith(("//", "/\\"))
    assert safe.isprintable()


@pytest.mark.parametrize("path", ["/", "/machines?text=a%20b&condition=low", MACHINE, "/service-requests"])
def test_local_path_is_kept(path: str) -> None:
    assert safe_goal(path) == path


@pytest.mark.parametrize("path", ["/login", "/login?next=/login", "/logout", "/language"])
def test_login_does_not_redirect_to_login_or_logout(path: str) -> None:
    assert safe_goal(path) == "/"


def test_visitor_logs_in_and_continues_to_the_requested_page(installation: Installation) -> None:
    browser = installation.browser()
    redirect = browser.get("/machines?text=C250&condition=low")
    assert redirect.status_code == 303
    page = browser.get(redirect.location)
    response = browser.submit(page, "/login", email=CUSTOMER, password="x")
    assert (response.status_code, response.location) == (303, "/machines?text=C250&condition=low")


def test_login_link_cannot_redirect_to_another_host(installation: Installation) -> None:
    browser = installation.browser()
    page = browser.get("/login?next=https://evil.example/")
    assert browser.submit(page, "/login", email=CUSTOMER, password="x").location == "/"


def test_ended_session_is_reported_and_its_cookie_deleted(installation: Installation) -> None:
    installation.responses["get_session"] = NotLoggedIn()
    browser = installation.browser()
    browser.set_cookie("session", "over")
    redirect = browser.get("/machines")
    assert browser.cookie("session") == ""
    assert "Uw sessie is beëindigd" in browser.get(redirect.location).text


def test_form_of_an_ended_session_redirects_to_its_page(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    page = browser.get(f"/service-requests/new?machine={MACHINE[-36:]}")
    installation.responses["get_session"] = NotLoggedIn()
    browser.set_cookie("session", "over")
    redirect = browser.submit(page, "/service-requests/check")
    assert redirect_of(redirect) == "/login?next=/service-requests/new&done=ended"


@pytest.mark.parametrize("path", ["/backoffice/service-requests", "/backoffice/customers", "/backoffice/mails"])
def test_back_office_is_refused_to_customers(installation: Installation, path: str) -> None:
    assert installation.browser(CUSTOMER).get(path).status_code == 403


def test_service_request_form_of_customers_is_refused_to_staff(installation: Installation) -> None:
    assert installation.browser(STAFF).get("/service-requests/new").status_code == 403


@pytest.mark.parametrize(
    "path",
    ["/service-requests", "/service-requests/SR-4401-9273-5", "/orders?status=placed&text=a%20b", "/orders/SO-1"],
)
def test_staff_with_a_link_of_a_customer_are_sent_to_the_back_office(installation: Installation, path: str) -> None:
    response = installation.browser(STAFF).get(path)
    assert (response.status_code, response.location) == (303, f"/backoffice{path}")


@pytest.mark.parametrize("path", ["/orders", "/backoffice/orders"])
def test_query_with_any_bytes_is_accepted(installation: Installation, path: str) -> None:
    response = installation.browser(STAFF).get(path, environ_overrides={"QUERY_STRING": "text=%C3%AB\xff&open=1"})
    assert response.location in (None, "/backoffice/orders?text=%C3%AB%FF&open=1")
    assert response.status_code in (200, 303)


def test_service_request_form_requires_the_right(installation: Installation) -> None:
    session = installation.responses["get_session"]("")  # type: ignore[operator, misc]
    installation.responses["get_session"] = session | {"rights": []}
    browser = installation.browser(CUSTOMER)
    assert "/service-requests/new" not in browser.get(MACHINE).text
    assert browser.get(f"/service-requests/new?machine={MACHINE[-36:]}").status_code == 403


@pytest.mark.parametrize(("right", "shown"), [("order_supplies", True), ("request_service", False)])
def test_basket_link_requires_the_right_to_order(installation: Installation, right: str, shown: bool) -> None:
    session = installation.responses["get_session"]("")  # type: ignore[operator, misc]
    installation.responses["get_session"] = session | {"rights": [right]}
    assert ('href="/basket"' in installation.browser(CUSTOMER).get("/menu").text) == shown


@pytest.mark.parametrize(("right", "shown"), [("order_supplies", True), ("request_service", False)])
@pytest.mark.parametrize("path", ["/", MACHINE])
def test_order_link_at_machines_requires_the_right_to_order(
    installation: Installation, path: str, right: str, shown: bool
) -> None:
    session = installation.responses["get_session"]("")  # type: ignore[operator, misc]
    installation.responses["get_session"] = session | {"rights": [right]}
    assert ("Toner bestellen" in installation.browser(CUSTOMER).get(path).text) == shown


def test_mailbox_exists_only_in_the_demo() -> None:
    assert Installation(settings={"demo": False}).browser(CUSTOMER).get("/mailbox").status_code == 404
