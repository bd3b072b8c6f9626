"""Filing a service request: nothing typed is lost, nothing is done twice."""

import uuid
from typing import Any

import pytest
from werkzeug.test import TestResponse

from services.chassis.contract import IdempotencyKeyReused, Invalid
from services.fleet.contracts import MachineNotFound
from services.servicedesk.contracts import GetServiceRequest, InvalidRequestTransition
from tests.gateway.browser import Browser, Forms
from tests.gateway.installation import CUSTOMER, STAFF, Installation

MACHINE = "01980000-0000-7000-8000-000000000012"
TYPED = {
    "category": "paper_jam",
    "urgency": "high",
    "description": "Papier loopt vast\nbij lade 2 & <lade 3>.",
    "error_code": "C-2557",
    "contact_name": "Sanne de Wit",
    "telephone": "010 555 01 01",
    "availability": "Na 10 uur",
}


def _form(browser: Browser) -> TestResponse:
    return browser.get(f"/service-requests/new?machine={MACHINE}")


def _checked(browser: Browser, **typed: str) -> TestResponse:
    return browser.submit(_form(browser), "/service-requests/check", **(TYPED | typed))


def test_the_form_knows_who_is_asking(installation: Installation) -> None:
    form = Forms.of(_form(installation.browser(CUSTOMER))).named("/service-requests/check")
    assert (form["contact_name"], form["urgency"], form["machine_id"]) == ("Sanne de Wit", "normal", MACHINE)


def test_an_open_request_for_the_machine_is_shown_first(installation: Installation) -> None:
    assert "SR-4401-9273-5" in _form(installation.browser(CUSTOMER)).text


def test_checking_sends_nothing(installation: Installation) -> None:
    page = _checked(installation.browser(CUSTOMER))
    assert page.status_code == 200
    assert "Papier loopt vast\nbij lade 2 &amp; &lt;lade 3&gt;." in page.text
    assert installation.writes() == []


def test_what_is_sent_is_what_was_typed_under_the_key_of_the_form(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    form = _form(browser)
    once = Forms.of(form).named("/service-requests/check")["once"]
    done = browser.submit(browser.submit(form, "/service-requests/check", **TYPED), "/service-requests")
    assert (done.status_code, done.location) == (303, "/service-requests/SR-4401-9273-5/received")
    (call,) = installation.asked("file_service_request")
    assert call.request == TYPED | {"machine_id": MACHINE}
    assert call.key == once
    assert "SR-4401-9273-5" in browser.get(done.location).text


def test_every_form_has_a_key_of_its_own(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    keys = {Forms.of(_form(browser)).named("/service-requests/check")["once"] for _ in range(3)}
    assert len(keys) == 3
    assert all(uuid.UUID(key) for key in keys)


def test_a_double_click_has_one_key(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    check = _checked(browser)
    for _ in range(2):
        assert browser.submit(check, "/service-requests").status_code == 303
    first, second = installation.asked("file_service_request")
    assert first.key == second.key


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("description", "", "Wat is er aan de hand? – Dit is verplicht."),
        ("telephone", " ", "Telefoonnummer – Dit is verplicht."),
        ("description", "x" * 4001, "Gebruik maximaal 4.000 tekens. Het zijn er nu 4.001."),
        ("category", "nonsense", "Waar gaat het om? – Kies een van de mogelijkheden."),
        ("contact_name", "a\x00b", "onzichtbare tekens"),
    ],
)
def test_what_is_wrong_is_said_on_top_and_at_its_field(
    installation: Installation, field: str, value: str, sentence: str
) -> None:
    page = _checked(installation.browser(CUSTOMER), **{field: value})
    assert page.status_code == 422
    assert sentence in page.text
    assert f'<a href="#{field}' in page.text
    assert f'id="{field}-problem"' in page.text
    kept = Forms.of(page).named("/service-requests/check")
    others = {name: typed for name, typed in TYPED.items() if name != field}
    assert {name: kept[name] for name in others} == others


def test_a_missing_choice_is_said(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    form = Forms.of(_form(browser)).named("/service-requests/check")
    answers = form | {name: value for name, value in TYPED.items() if name != "category"}
    assert "Waar gaat het om? – Dit is verplicht." in browser.send("/service-requests/check", answers).text


@pytest.mark.parametrize(
    ("refusal", "status"),
    [(MachineNotFound(), 404), (IdempotencyKeyReused(), 409), (Invalid(fields=[]), 422)],
)
def test_a_refusal_keeps_what_was_typed_and_its_key(installation: Installation, refusal: Any, status: int) -> None:
    installation.answers["file_service_request"] = refusal
    browser = installation.browser(CUSTOMER)
    check = _checked(browser)
    _comes_back(browser.submit(check, "/service-requests"), check, status)


def test_a_service_desk_that_is_down_keeps_what_was_typed_and_its_key(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    check = _checked(browser)
    installation.stop("servicedesk", "fleet")
    page = browser.submit(check, "/service-requests")
    _comes_back(page, check, 503)
    assert "Er is niets verstuurd of gewijzigd" in page.text


def test_an_unknown_outcome_is_said_honestly_and_can_be_tried_again() -> None:
    installation = Installation(timeout=1)
    installation.answers["file_service_request"] = None
    browser = installation.browser(CUSTOMER)
    check = _checked(browser)
    page = browser.submit(check, "/service-requests")
    _comes_back(page, check, 504)
    assert "Wij weten nog niet of dit gelukt is" in page.text
    del installation.answers["file_service_request"]
    assert browser.submit(page, "/service-requests").status_code == 303
    assert len({call.key for call in installation.asked("file_service_request")}) == 1


def test_a_field_that_the_service_refuses_brings_back_the_form(installation: Installation) -> None:
    installation.answers["file_service_request"] = Invalid(
        fields=[{"path": ["telephone"], "code": "invalid", "params": {}}]
    )
    browser = installation.browser(CUSTOMER)
    page = browser.submit(_checked(browser), "/service-requests")
    assert page.status_code == 422
    assert 'id="telephone-problem"' in page.text
    assert Forms.of(page).named("/service-requests/check")["description"] == TYPED["description"]


def test_answers_can_be_changed_after_checking(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    form = Forms.of(_checked(browser)).named("/service-requests")
    again = Forms.of(browser.send("/service-requests/new", form)).named("/service-requests/check")
    assert {name: again[name] for name in TYPED} == TYPED
    assert again["once"] == form["once"]


def test_a_request_is_taken_back_once_after_asking(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    path = "/service-requests/SR-4401-9273-5/cancel"
    done = browser.submit(browser.get(path), path)
    assert (done.status_code, done.location) == (303, "/service-requests/SR-4401-9273-5?done=cancelled")
    assert len(installation.asked("cancel_service_request")) == 1


def test_a_request_that_moved_on_says_where_it_is_now(installation: Installation) -> None:
    installation.answers["get_service_request"] = GetServiceRequest.example[1] | {"may_accept": True}
    installation.answers["accept_service_request"] = InvalidRequestTransition(status="cancelled")
    browser = installation.browser(STAFF)
    path = "/backoffice/service-requests/SR-4401-9273-5"
    page = browser.submit(browser.get(path), f"{path}/accept")
    assert page.status_code == 409
    assert "de status van de aanvraag is nu “Geannuleerd”" in page.text


def _comes_back(page: TestResponse, check: TestResponse, status: int) -> None:
    """The page to check one's answers is here again, with the same answers and the same key."""
    assert page.status_code == status
    assert 'id="problems"' in page.text
    again, before = (Forms.of(one).named("/service-requests") for one in (page, check))
    assert {**again, "csrf_token": ""} == {**before, "csrf_token": ""}
