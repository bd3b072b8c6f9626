"""Error pages say what happened and what to do, in the user's language."""

import html
import re

import pytest
from flask import Blueprint, abort
from structlog.testing import capture_logs

from gateway import errors
from gateway.guards import open_to_all
from gateway.language import catalogues
from gateway.problems import Problem, problems_of
from services.chassis.contract import ContractError, InternalError, Invalid, NotAllowed, NotLoggedIn, ServiceUnavailable
from services.fleet.contracts import MachineNotFound
from services.identity.contracts import GetSession, LinkExpired
from tests.gateway import texts
from tests.gateway.browser import Forms
from tests.gateway.installation import CUSTOMER, STAFF, Installation

MACHINE = "/machines/01980000-0000-7000-8000-000000000012"
SHIP = "/backoffice/orders/SO-2207-6143-5/ship"
STATUSES = (400, 403, 404, 405, 413, 422, 429, 500, 503, 504)


@pytest.fixture(scope="module")
def failing() -> Installation:
    """A portal in which `/stumble/404` fails with this status."""
    blueprint = Blueprint("stumbling", __name__)

    @blueprint.get("/stumble/<int:status>")
    @open_to_all
    def fail(status: int) -> None:
        abort(status)

    installation = Installation(own_app=True)
    installation.app.register_blueprint(blueprint)
    return installation


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("status", [status for status in STATUSES if status != 504] + [409])
def test_every_status_has_a_page_with_a_link(failing: Installation, status: int, language: str) -> None:
    browser = failing.browser()
    browser.set_cookie("language", language)
    page = browser.get(f"/stumble/{status}")
    assert page.status_code == status
    assert f'<html lang="{language}">' in page.text
    assert 'href="/"' in page.text
    assert "fault." not in page.text


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("who", ["", CUSTOMER, STAFF])
@pytest.mark.parametrize("status", [status for status in STATUSES if status != 504])
def test_error_page_is_in_one_language_and_says_nothing_twice(
    failing: Installation, status: int, who: str, language: str
) -> None:
    failing.responses["get_session"] = lambda token: failing._session(staff=token == STAFF) | {"language": language}
    failing.app.extensions["sessions"].forget(who)
    page = failing.browser(who).get(f"/stumble/{status}", headers={"Accept-Language": language})
    _assert_one_language(page.text, language)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("code", sorted(texts.error_codes() - {"not_logged_in"}))
def test_page_of_a_service_error_is_in_one_language_and_says_nothing_twice(
    installation: Installation, code: str, language: str
) -> None:
    installation.responses["get_link"] = ContractError.known[code]()
    page = installation.browser().get("/password/x", headers={"Accept-Language": language})
    _assert_one_language(page.text, language)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_refused_request_body_is_answered_in_the_language_of_the_visitor(
    installation: Installation, language: str
) -> None:
    pages = [
        installation.app.test_client().post("/login", data=data, headers={"Accept-Language": language})
        for data in ({}, {"email": "x" * 300_000})
    ]
    assert [page.status_code for page in pages] == [400, 413]
    for page in pages:
        _assert_one_language(page.text, language)


def _assert_one_language(page: str, language: str) -> None:
    """The page has no sentence of the other language's catalogue, and none of its own twice."""
    main = html.unescape(page.partition("<main")[2].partition("</main>")[0])
    shown = [line.strip() for line in re.sub(r"<[^>]*>", "\n", main).splitlines() if len(line.split()) > 2]
    own, other = (set(catalogues()[code]._catalog.values()) for code in (language, "en" if language == "nl" else "nl"))
    assert f'<html lang="{language}">' in page
    assert set(shown) & (other - own) == set()
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize("status", [410, 418, 501])
def test_status_without_its_own_page_has_that_of_its_class(failing: Installation, status: int) -> None:
    page = failing.browser().get(f"/stumble/{status}")
    assert page.status_code == status
    assert "<h1>fault" not in page.text


@pytest.mark.parametrize("code", sorted(texts.error_codes() - {"not_logged_in"}))
def test_every_service_error_has_a_page_with_its_text(installation: Installation, code: str) -> None:
    kind = ContractError.known[code]
    installation.responses["get_machine"] = kind()
    page = installation.browser(CUSTOMER).get(MACHINE)
    assert page.status_code == kind.status
    assert f"error.{code}" not in page.text
    assert kind.status in errors.PAGES or kind.status == 401


def test_machine_out_of_scope_is_not_found(installation: Installation) -> None:
    installation.responses["get_machine"] = MachineNotFound()
    page = installation.browser(CUSTOMER).get(f"{MACHINE}/supplies")
    assert (page.status_code, "Vraag het dan uw beheerder" in page.text) == (404, True)


def test_too_large_form_is_refused_with_a_page(installation: Installation) -> None:
    page = installation.browser(CUSTOMER).send("/service-requests/check", {"description": "x" * 300_000})
    assert (page.status_code, "minder tekst" in page.text) == (413, True)


def test_undelivered_form_keeps_input_and_key(installation: Installation) -> None:
    staff = installation.browser(STAFF)
    page = staff.get(SHIP)
    installation.stop("ordering")
    refused = staff.submit(page, SHIP, tracking_number="3SABCD12345")
    form = Forms.of(refused).named(SHIP)
    assert (refused.status_code, form["tracking_number"]) == (503, "3SABCD12345")
    assert form["once"] == Forms.of(page).named(SHIP)["once"]


def test_undelivered_form_of_a_list_keeps_its_page(installation: Installation) -> None:
    installation.responses["get_session"] = installation.responses["get_session"]("") | {"rights": ["manage_users"]}  # type: ignore[operator, misc]
    browser, address = installation.browser(CUSTOMER), "/users/rights?text=Bos&after=abc"
    page = browser.get(address)
    (id,) = re.findall(r'name="person_id" value="([^"]+)"', page.text)
    installation.responses |= dict.fromkeys(("change_rights", "list_users"), ServiceUnavailable(service="identity"))
    refused = browser.submit(page, address, **{f"rights-{id}": "manage_machines"})
    assert (refused.status_code, Forms.of(refused).named(address)["person_id"]) == (503, id)


def test_password_is_never_rendered(installation: Installation) -> None:
    installation.stop("identity")
    browser = installation.browser()
    page = browser.submit(browser.get("/login"), "/login", email=CUSTOMER, password="correct horse battery")
    assert "correct horse" not in page.text


def test_wrong_method_lists_the_allowed_ones(installation: Installation) -> None:
    response = installation.app.test_client().delete("/machines")
    assert (response.status_code, "GET" in response.headers["Allow"]) == (405, True)


def test_unknown_problem_code_has_a_general_text(installation: Installation) -> None:
    with installation.app.test_request_context("/"):
        (problem,) = problems_of(Invalid(fields=[{"path": ["x"], "code": "brand_new", "params": {}}]))
    assert problem == Problem("x", "Dit ontbreekt of is niet geldig. Vul het opnieuw in.")


def test_internal_error_of_a_service_shows_its_correlation_id(installation: Installation) -> None:
    installation.responses["get_machine"] = InternalError(correlation_id="0123456789abcdef")
    page = installation.browser(CUSTOMER).get(MACHINE)
    assert (page.status_code, "0123456789abcdef" in page.text) == (500, True)


def test_pages_are_unavailable_without_identity(installation: Installation) -> None:
    browser = installation.browser()
    browser.set_cookie("session", "known-elsewhere")
    installation.stop("identity")
    assert browser.get("/machines").status_code == 503


def test_error_page_shows_the_users_customer(installation: Installation) -> None:
    assert "Van Dijk Logistiek" in installation.browser(CUSTOMER).get("/no-such-page").text


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("/no-such-page", "Page not found"),
        ("/language", "This page cannot be opened directly"),
        ("/password/token", "This link has already been used or has expired"),
    ],
)
def test_an_error_before_the_person_is_looked_up_is_in_their_language(
    installation: Installation, address: str, text: str
) -> None:
    installation.responses["get_session"] = GetSession.example[1] | {"language": "en"}
    installation.responses["get_link"] = LinkExpired()
    assert text in installation.browser(CUSTOMER).get(address).text


def test_a_dead_link_is_not_called_a_page_that_is_missing(installation: Installation) -> None:
    installation.responses["get_link"] = LinkExpired()
    page = installation.browser().get("/password/token")
    assert "<h1>Deze link is niet meer geldig</h1>" in page.text


def test_staff_are_not_sent_to_an_administrator_for_a_permission(installation: Installation) -> None:
    page = installation.browser(STAFF).get("/basket")
    assert (page.status_code, "Vraag het een collega" in page.text) == (403, True)


def test_error_page_works_if_identity_refuses_the_session(installation: Installation) -> None:
    installation.responses["get_session"] = NotAllowed()
    browser = installation.browser()
    browser.set_cookie("session", "x")
    assert browser.get("/no-such-page").status_code == 404
    installation.responses["get_session"] = NotLoggedIn()
    assert browser.get("/no-such-page").status_code == 404


def test_failed_page_is_logged_with_its_path(installation: Installation) -> None:
    installation.responses["get_overview"] = {"unexpected": 1}
    browser = installation.browser(CUSTOMER)
    with capture_logs() as logged:
        browser.get("/")
    assert [entry["path"] for entry in logged if entry["event"] == "page_failed"] == ["/"]
