"""Forms of service requests keep their input, and are executed once."""

import re
import uuid
from typing import Any

import pytest
from werkzeug.test import TestResponse

from services.chassis.contract import IdempotencyKeyReused, InternalError, Invalid
from services.fleet.contracts import MachineNotFound
from services.identity.contracts import GetSession
from services.servicedesk.contracts import GetServiceRequest, InvalidRequestTransition, PostMessage, SuggestArticles
from tests.gateway.browser import Browser, Forms, redirect_of
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


def _check_page(browser: Browser, **typed: str) -> TestResponse:
    return browser.submit(_form(browser), "/service-requests/check", **(TYPED | typed))


def test_form_contains_the_users_name(installation: Installation) -> None:
    form = Forms.of(_form(installation.browser(CUSTOMER))).named("/service-requests/check")
    assert (form["contact_name"], form["urgency"], form["machine_id"]) == ("Sanne de Wit", "normal", MACHINE)


@pytest.mark.parametrize(("stored", "filled"), [("020 555 01 10", "020 555 01 10"), ("4711", "")])
@pytest.mark.parametrize("path", [f"/service-requests/new?machine={MACHINE}", "/contact"])
def test_form_contains_the_users_telephone_number_if_it_accepts_it(
    installation: Installation, path: str, stored: str, filled: str
) -> None:
    installation.responses["get_session"] = GetSession.example[1] | {"telephone": stored}
    page = installation.browser(CUSTOMER).get(path)
    action = "/contact" if path == "/contact" else "/service-requests/check"
    assert Forms.of(page).named(action)["telephone"] == filled


def test_telephone_number_is_a_link_that_dials_it(installation: Installation) -> None:
    filed = GetServiceRequest.example[1] | {"telephone": "020 555 01 01 tst. 12"}
    installation.responses["get_service_request"] = filed
    page = installation.browser(CUSTOMER).get(f"/service-requests/{filed['reference_number']}").text
    assert '<a href="tel:0205550101;ext=12">020 555 01 01 tst. 12</a>' in page


def test_form_shows_open_requests_of_the_machine(installation: Installation) -> None:
    assert "SR-4401-9273-5" in _form(installation.browser(CUSTOMER)).text


def test_check_page_sends_nothing(installation: Installation) -> None:
    page = _check_page(installation.browser(CUSTOMER))
    assert page.status_code == 200
    assert "Papier loopt vast\nbij lade 2 &amp; &lt;lade 3&gt;." in page.text
    assert installation.writes() == []


def test_request_is_filed_as_typed_with_the_key_of_the_form(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    form = _form(browser)
    once = Forms.of(form).named("/service-requests/check")["once"]
    response = browser.submit(browser.submit(form, "/service-requests/check", **TYPED), "/service-requests")
    assert (response.status_code, response.location) == (303, "/service-requests/SR-4401-9273-5/received")
    (call,) = installation.calls_of("file_service_request")
    assert call.request == TYPED | {"machine_id": MACHINE}
    assert call.key == once
    assert "SR-4401-9273-5" in browser.get(response.location).text


def test_every_form_has_a_new_key(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    keys = {Forms.of(_form(browser)).named("/service-requests/check")["once"] for _ in range(3)}
    assert len(keys) == 3
    assert all(uuid.UUID(key) for key in keys)


def test_double_click_sends_one_key(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    check_page = _check_page(browser)
    for _ in range(2):
        assert browser.submit(check_page, "/service-requests").status_code == 303
    first, second = installation.calls_of("file_service_request")
    assert first.key == second.key


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("description", "", "Wat is er aan de hand? – Beschrijf wat er aan de hand is."),
        ("telephone", " ", "Telefoonnummer – Vul het telefoonnummer van de contactpersoon in."),
        ("description", "x" * 4001, "Gebruik maximaal 4.000 tekens. Het zijn er nu 4.001."),
        ("category", "nonsense", "Waar gaat het om? – Kies een van de mogelijkheden."),
        ("contact_name", "a\x00b", "onzichtbare tekens"),
    ],
)
def test_problem_is_shown_at_the_top_and_at_its_field(
    installation: Installation, field: str, value: str, sentence: str
) -> None:
    page = _check_page(installation.browser(CUSTOMER), **{field: value})
    assert page.status_code == 422
    assert sentence in page.text
    assert f'<a href="#{field}' in page.text
    assert f'id="{field}-problem"' in page.text
    form_fields = Forms.of(page).named("/service-requests/check")
    others = {name: typed for name, typed in TYPED.items() if name != field}
    assert {name: form_fields[name] for name in others} == others


def test_missing_choice_is_reported(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    form = Forms.of(_form(browser)).named("/service-requests/check")
    fields = form | {name: value for name, value in TYPED.items() if name != "category"}
    assert "Waar gaat het om? – Kies waar het om gaat." in browser.send("/service-requests/check", fields).text


@pytest.mark.parametrize(
    ("refusal", "status"),
    [(MachineNotFound(), 404), (IdempotencyKeyReused(), 409), (Invalid(fields=[]), 422)],
)
def test_refused_request_keeps_input_and_key(installation: Installation, refusal: Any, status: int) -> None:
    installation.responses["file_service_request"] = refusal
    browser = installation.browser(CUSTOMER)
    check_page = _check_page(browser)
    _assert_form_kept(browser.submit(check_page, "/service-requests"), check_page, status)


def test_unavailable_service_desk_keeps_input_and_key(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    check_page = _check_page(browser)
    installation.stop("servicedesk", "fleet")
    page = browser.submit(check_page, "/service-requests")
    _assert_form_kept(page, check_page, 503)
    assert "Er is niets verstuurd of gewijzigd" in page.text


def test_unknown_outcome_is_reported_and_can_be_retried() -> None:
    installation = Installation(timeout=1)
    installation.responses["file_service_request"] = None
    browser = installation.browser(CUSTOMER)
    check_page = _check_page(browser)
    page = browser.submit(check_page, "/service-requests")
    _assert_form_kept(page, check_page, 504)
    assert "Wij weten nog niet of dit gelukt is" in page.text
    del installation.responses["file_service_request"]
    assert browser.submit(page, "/service-requests").status_code == 303
    assert len({call.key for call in installation.calls_of("file_service_request")}) == 1


def test_field_refused_by_the_service_returns_the_form(installation: Installation) -> None:
    installation.responses["file_service_request"] = Invalid(
        fields=[{"path": ["telephone"], "code": "invalid", "params": {}}]
    )
    browser = installation.browser(CUSTOMER)
    page = browser.submit(_check_page(browser), "/service-requests")
    assert page.status_code == 422
    assert 'id="telephone-problem"' in page.text
    assert Forms.of(page).named("/service-requests/check")["description"] == TYPED["description"]


def test_input_can_be_changed_after_the_check_page(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    form = Forms.of(_check_page(browser)).named("/service-requests")
    returned_form = Forms.of(browser.send("/service-requests/new", form)).named("/service-requests/check")
    assert {name: returned_form[name] for name in TYPED} == TYPED
    assert returned_form["once"] == form["once"]


def test_request_is_cancelled_once_after_confirmation(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    path = "/service-requests/SR-4401-9273-5/cancel"
    response = browser.submit(browser.get(path), path)
    assert (response.status_code, redirect_of(response)) == (303, "/service-requests/SR-4401-9273-5?done=cancelled")
    assert len(installation.calls_of("cancel_service_request")) == 1


def test_resolved_request_asks_whether_it_is_solved_and_says_until_when(installation: Installation) -> None:
    resolved = {
        "status": "resolved",
        "may_close": True,
        "may_reopen": True,
        "reopen_until": "2026-03-11T08:12:00+00:00",
    }
    installation.responses["get_service_request"] = GetServiceRequest.example[1] | resolved
    page = installation.browser(CUSTOMER).get("/service-requests/SR-4401-9273-5")
    assert "Is het opgelost?" in page.text
    assert "sluiten wij de aanvraag op 11 mrt 2026 09:12" in page.text


def test_own_messages_are_marked_for_both_sides(installation: Installation) -> None:
    messages = [PostMessage.example[1]["messages"][0] | {"by_staff": by_staff} for by_staff in (False, True)]
    installation.responses["get_service_request"] = GetServiceRequest.example[1] | {"messages": messages}
    for who, path, classes in (
        (CUSTOMER, "/service-requests", [" own", "dealer"]),
        (STAFF, "/backoffice/service-requests", ["", "dealer own"]),
    ):
        page = installation.browser(who).get(f"{path}/SR-4401-9273-5").text
        assert re.findall(r'<li class="([^"]*)">', page[page.index('<ol class="messages">') :])[:2] == classes


def test_invalid_transition_shows_the_current_status(installation: Installation) -> None:
    installation.responses["get_service_request"] = GetServiceRequest.example[1] | {"may_accept": True}
    installation.responses["accept_service_request"] = InvalidRequestTransition(status="cancelled")
    browser = installation.browser(STAFF)
    path = "/backoffice/service-requests/SR-4401-9273-5"
    page = browser.submit(browser.get(path), f"{path}/accept")
    assert page.status_code == 409
    assert "de status van de aanvraag is nu “Geannuleerd”" in page.text


def _assert_form_kept(page: TestResponse, check_page: TestResponse, status: int) -> None:
    """The page is the check page with the same input and the same key."""
    assert page.status_code == status
    assert 'id="problems"' in page.text
    returned_form, before = (Forms.of(one).named("/service-requests") for one in (page, check_page))
    assert {**returned_form, "csrf_token": ""} == {**before, "csrf_token": ""}


def test_check_page_suggests_articles_for_what_was_typed(installation: Installation) -> None:
    page = _check_page(installation.browser(CUSTOMER))
    [call] = installation.calls_of("suggest_articles")
    assert call.request == {
        "language": "nl", "category": "paper_jam", "error_code": "C-2557", "text": TYPED["description"],
    }  # fmt: skip
    assert "Wat kost het klantportaal?" in page.text


def test_article_that_solved_the_problem_is_counted_and_nothing_is_filed(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    page = _check_page(browser)
    action = f"/service-requests/solved-by-article/{SuggestArticles.example[1]['rows'][0]['id']}"
    sent = browser.submit(page, action)
    assert redirect_of(sent) == "/service-requests?done=solved_by_article"
    assert [call.operation for call in installation.writes()] == ["count_article_solved"]
    assert "Er is geen serviceaanvraag verstuurd." in browser.get(sent.location).text


def test_check_page_needs_no_articles(installation: Installation) -> None:
    installation.responses["suggest_articles"] = InternalError(correlation_id="")
    assert "Foutcode" in _check_page(installation.browser(CUSTOMER)).text
