"""Errors say what happened and what to do, in the reader's language."""

import re

import pytest
from flask import Blueprint, abort
from structlog.testing import capture_logs

from gateway import errors
from gateway.guards import open_to_all
from services.chassis.contract import ContractError, InternalError, Invalid, NotAllowed, NotLoggedIn, ServiceUnavailable
from services.fleet.contracts import MachineNotFound
from services.identity.contracts import GetSession, LinkExpired
from tests.gateway import texts
from tests.gateway.browser import Forms
from tests.gateway.installation import CUSTOMER, STAFF, Installation

MACHINE = "/machines/01980000-0000-7000-8000-000000000012"
SHIP = "/backoffice/orders/SO-2207-6143-5/ship"
STATUSES = (400, 403, 404, 405, 413, 422, 429, 500, 503, 504)


def _stumble(installation: Installation, status: int) -> str:
    """A page that fails with this status."""
    stumbling = Blueprint("stumbling", __name__)

    @stumbling.get("/stumble")
    @open_to_all
    def stumble() -> None:
        abort(status)

    installation.app.register_blueprint(stumbling)
    return "/stumble"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("status", [status for status in STATUSES if status != 504] + [409])
def test_every_status_has_a_page_with_a_way_on(installation: Installation, status: int, language: str) -> None:
    browser = installation.browser()
    browser.set_cookie("language", language)
    page = browser.get(_stumble(installation, status))
    assert page.status_code == status
    assert f'<html lang="{language}">' in page.text
    assert 'href="/"' in page.text
    assert "fault." not in page.text


@pytest.mark.parametrize("status", [410, 418, 501])
def test_a_status_without_a_page_of_its_own_gets_the_nearest(installation: Installation, status: int) -> None:
    page = installation.browser().get(_stumble(installation, status))
    assert page.status_code == status
    assert "<h1>fault" not in page.text


@pytest.mark.parametrize("code", sorted(texts.refusals() - {"not_logged_in"}))
def test_every_refusal_of_a_service_becomes_a_page_with_its_sentence(installation: Installation, code: str) -> None:
    kind = ContractError.known[code]
    installation.answers["get_machine"] = kind()
    page = installation.browser(CUSTOMER).get(MACHINE)
    assert page.status_code == kind.status
    assert f"error.{code}" not in page.text
    assert kind.status in errors.PAGES or kind.status == 401


def test_a_machine_out_of_scope_is_not_found(installation: Installation) -> None:
    installation.answers["get_machine"] = MachineNotFound()
    page = installation.browser(CUSTOMER).get(f"{MACHINE}/supplies")
    assert (page.status_code, "Vraag het dan uw beheerder" in page.text) == (404, True)


def test_what_is_too_large_is_refused_with_a_page(installation: Installation) -> None:
    page = installation.browser(CUSTOMER).send("/service-requests/check", {"description": "x" * 300_000})
    assert (page.status_code, "minder tekst" in page.text) == (413, True)


def test_a_form_that_a_service_could_not_take_is_sent_again_as_it_was(installation: Installation) -> None:
    staff = installation.browser(STAFF)
    page = staff.get(SHIP)
    installation.stop("ordering")
    refused = staff.submit(page, SHIP, tracking_number="3SABCD12345")
    kept = Forms.of(refused).named(SHIP)
    assert (refused.status_code, kept["tracking_number"]) == (503, "3SABCD12345")
    assert kept["once"] == Forms.of(page).named(SHIP)["once"]


def test_a_form_of_a_page_of_a_list_is_sent_again_to_that_page(installation: Installation) -> None:
    installation.answers["get_session"] = installation.answers["get_session"]("") | {"rights": ["manage_users"]}  # type: ignore[operator, misc]
    browser, address = installation.browser(CUSTOMER), "/users/rights?text=Bos&after=abc"
    page = browser.get(address)
    (id,) = re.findall(r'name="person_id" value="([^"]+)"', page.text)
    installation.answers |= dict.fromkeys(("change_rights", "list_users"), ServiceUnavailable(service="identity"))
    refused = browser.submit(page, address, **{f"rights-{id}": "view_reports"})
    assert (refused.status_code, Forms.of(refused).named(address)["person_id"]) == (503, id)


def test_a_password_is_never_put_into_a_page(installation: Installation) -> None:
    installation.stop("identity")
    browser = installation.browser()
    page = browser.submit(browser.get("/login"), "/login", email=CUSTOMER, password="correct horse battery")
    assert "correct horse" not in page.text


def test_a_wrong_method_names_the_right_ones(installation: Installation) -> None:
    answer = installation.app.test_client().delete("/machines")
    assert (answer.status_code, "GET" in answer.headers["Allow"]) == (405, True)


def test_an_unknown_problem_code_is_told_in_general_words(installation: Installation) -> None:
    with installation.app.test_request_context("/"):
        (problem,) = errors.problems_of(Invalid(fields=[{"path": ["x"], "code": "brand_new", "params": {}}]))
    assert problem == errors.Problem("x", "Dit ontbreekt of is niet geldig. Vul het opnieuw in.")


def test_a_fault_in_a_service_shows_the_number_that_finds_it(installation: Installation) -> None:
    installation.answers["get_machine"] = InternalError(correlation_id="0123456789abcdef")
    page = installation.browser(CUSTOMER).get(MACHINE)
    assert (page.status_code, "0123456789abcdef" in page.text) == (500, True)


def test_when_identity_is_down_every_page_says_so(installation: Installation) -> None:
    browser = installation.browser()
    browser.set_cookie("session", "known-elsewhere")
    installation.stop("identity")
    assert browser.get("/machines").status_code == 503


def test_an_error_page_knows_who_is_reading(installation: Installation) -> None:
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
    installation.answers["get_session"] = GetSession.example[1] | {"language": "en"}
    installation.answers["get_link"] = LinkExpired()
    assert text in installation.browser(CUSTOMER).get(address).text


def test_a_dead_link_is_not_called_a_page_that_is_missing(installation: Installation) -> None:
    installation.answers["get_link"] = LinkExpired()
    page = installation.browser().get("/password/token")
    assert "<h1>Deze link is niet meer geldig</h1>" in page.text


def test_staff_are_not_sent_to_an_administrator_for_a_permission(installation: Installation) -> None:
    page = installation.browser(STAFF).get("/orders")
    assert (page.status_code, "Vraag het een collega" in page.text) == (403, True)


def test_a_refusal_by_identity_on_an_error_page_is_no_second_error(installation: Installation) -> None:
    installation.answers["get_session"] = NotAllowed()
    browser = installation.browser()
    browser.set_cookie("session", "x")
    assert browser.get("/no-such-page").status_code == 404
    installation.answers["get_session"] = NotLoggedIn()
    assert browser.get("/no-such-page").status_code == 404


def test_what_a_page_failed_on_is_in_the_log_with_its_number(installation: Installation) -> None:
    installation.answers["count_machines"] = {"unexpected": 1}
    browser = installation.browser(CUSTOMER)
    with capture_logs() as logged:
        browser.get("/")
    assert [entry["path"] for entry in logged if entry["event"] == "page_failed"] == ["/"]
