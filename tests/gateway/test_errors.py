"""Errors say what happened and what to do, in the reader's language."""

import re

import pytest
from flask import Blueprint, abort
from structlog.testing import capture_logs

from gateway import errors
from gateway.guards import open_to_all
from services.chassis.contract import ContractError, InternalError, Invalid, NotAllowed, NotLoggedIn, ServiceUnavailable
from services.fleet.contracts import MachineNotFound
from tests.gateway import texts
from tests.gateway.browser import Forms
from tests.gateway.house import CUSTOMER, STAFF, House

MACHINE = "/machines/01980000-0000-7000-8000-000000000012"
SHIP = "/backoffice/orders/SO-2207-6143-5/ship"
STATUSES = (400, 403, 404, 405, 413, 422, 429, 500, 503, 504)


def _stumble(house: House, status: int) -> str:
    """A page that fails with this status."""
    stumbling = Blueprint("stumbling", __name__)

    @stumbling.get("/stumble")
    @open_to_all
    def stumble() -> None:
        abort(status)

    house.app.register_blueprint(stumbling)
    return "/stumble"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("status", [status for status in STATUSES if status != 504] + [409])
def test_every_status_has_a_page_with_a_way_on(house: House, status: int, language: str) -> None:
    browser = house.browser()
    browser.set_cookie("language", language)
    page = browser.get(_stumble(house, status))
    assert page.status_code == status
    assert f'<html lang="{language}">' in page.text
    assert 'href="/"' in page.text
    assert "fault." not in page.text


@pytest.mark.parametrize("status", [410, 418, 501])
def test_a_status_without_a_page_of_its_own_gets_the_nearest(house: House, status: int) -> None:
    page = house.browser().get(_stumble(house, status))
    assert page.status_code == status
    assert "<h1>fault" not in page.text


@pytest.mark.parametrize("code", sorted(texts.refusals() - {"not_logged_in"}))
def test_every_refusal_of_a_service_becomes_a_page_with_its_sentence(house: House, code: str) -> None:
    kind = ContractError.known[code]
    house.answers["find_machine"] = kind()
    page = house.browser(CUSTOMER).get(MACHINE)
    assert page.status_code == kind.status
    assert f"error.{code}" not in page.text
    assert kind.status in errors.PAGES or kind.status == 401


def test_a_machine_out_of_scope_is_not_found(house: House) -> None:
    house.answers["find_machine"] = MachineNotFound()
    page = house.browser(CUSTOMER).get(f"{MACHINE}/supplies")
    assert (page.status_code, "vraag het dan uw gebruikersbeheerder" in page.text) == (404, True)


def test_what_is_too_large_is_refused_with_a_page(house: House) -> None:
    page = house.browser(CUSTOMER).send("/service-requests/check", {"description": "x" * 300_000})
    assert (page.status_code, "minder tekst" in page.text) == (413, True)


def test_a_form_that_a_service_could_not_take_is_sent_again_as_it_was(house: House) -> None:
    staff = house.browser(STAFF)
    page = staff.get(SHIP)
    house.stop("ordering")
    refused = staff.submit(page, SHIP, tracking_number="3SABCD12345")
    kept = Forms.of(refused).named(SHIP)
    assert (refused.status_code, kept["tracking_number"]) == (503, "3SABCD12345")
    assert kept["once"] == Forms.of(page).named(SHIP)["once"]


def test_a_form_of_a_page_of_a_list_is_sent_again_to_that_page(house: House) -> None:
    house.answers["find_session"] = house.answers["find_session"]("") | {"rights": ["manage_users"]}  # type: ignore[operator, misc]
    browser, address = house.browser(CUSTOMER), "/users/rights?text=Bos&after=abc"
    page = browser.get(address)
    (id,) = re.findall(r'name="person_id" value="([^"]+)"', page.text)
    house.answers |= dict.fromkeys(("change_rights", "list_users"), ServiceUnavailable(service="identity"))
    refused = browser.submit(page, address, **{f"rights-{id}": "view_reports"})
    assert (refused.status_code, Forms.of(refused).named(address)["person_id"]) == (503, id)


def test_a_password_is_never_put_into_a_page(house: House) -> None:
    house.stop("identity")
    browser = house.browser()
    page = browser.submit(browser.get("/login"), "/login", email=CUSTOMER, password="correct horse battery")
    assert "correct horse" not in page.text


def test_a_wrong_method_names_the_right_ones(house: House) -> None:
    answer = house.app.test_client().delete("/machines")
    assert (answer.status_code, "GET" in answer.headers["Allow"]) == (405, True)


def test_an_unknown_problem_code_is_told_in_general_words(house: House) -> None:
    with house.app.test_request_context("/"):
        (problem,) = errors.problems_of(Invalid(fields=[{"path": ["x"], "code": "brand_new", "params": {}}]))
    assert problem == errors.Problem("x", "Dit begrijpen we niet. Controleer wat u hebt ingevuld.")


def test_a_fault_in_a_service_shows_the_number_that_finds_it(house: House) -> None:
    house.answers["find_machine"] = InternalError(correlation_id="0123456789abcdef")
    page = house.browser(CUSTOMER).get(MACHINE)
    assert (page.status_code, "0123456789abcdef" in page.text) == (500, True)


def test_when_identity_is_down_every_page_says_so(house: House) -> None:
    browser = house.browser()
    browser.set_cookie("session", "known-elsewhere")
    house.stop("identity")
    assert browser.get("/machines").status_code == 503


def test_an_error_page_knows_who_is_reading(house: House) -> None:
    assert "Van Dijk Logistiek" in house.browser(CUSTOMER).get("/no-such-page").text


def test_a_refusal_by_identity_on_an_error_page_is_no_second_error(house: House) -> None:
    house.answers["find_session"] = NotAllowed()
    browser = house.browser()
    browser.set_cookie("session", "x")
    assert browser.get("/no-such-page").status_code == 404
    house.answers["find_session"] = NotLoggedIn()
    assert browser.get("/no-such-page").status_code == 404


def test_what_a_page_failed_on_is_in_the_log_with_its_number(house: House) -> None:
    house.answers["count_machines"] = {"unexpected": 1}
    browser = house.browser(CUSTOMER)
    with capture_logs() as logged:
        browser.get("/")
    assert [entry["path"] for entry in logged if entry["event"] == "page_failed"] == ["/"]
