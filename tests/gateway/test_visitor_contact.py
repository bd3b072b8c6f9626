"""The contact form without login: input is kept, programs are recognised, and nothing is confirmed falsely."""

from typing import Any

import pytest
from itsdangerous import TimestampSigner

from services.chassis.contract import TooManyAttempts
from services.servicedesk.contracts import GetContactMessage
from tests.gateway.browser import Forms, redirect_of
from tests.gateway.installation import CUSTOMER, STAFF, Installation

FORM = "/support/nl/contact"
TYPED = {"name": "Vera", "email": "vera@elders.example", "text": "Regel één\nRegel twee", "customer_number": "100234"}


def send(installation: Installation, **typed: str) -> Any:
    browser = installation.browser()
    return browser.submit(browser.get(FORM), FORM, **(TYPED | typed))


def test_a_message_is_sent_as_typed_in_the_language_of_the_page(installation: Installation) -> None:
    sent = send(installation)
    [call] = installation.calls_of("send_visitor_message")
    assert redirect_of(sent) == f"{FORM}/CM-4401-9273-5?done=sent"
    assert call.request.items() >= (TYPED | {"language": "nl", "subject": "question", "trap": ""}).items()
    assert call.request["opened_at"]


def test_the_page_after_sending_tells_the_reference_number(installation: Installation) -> None:
    browser = installation.browser()
    sent = browser.submit(browser.get(FORM), FORM, **TYPED)
    assert "CM-4401-9273-5" in browser.get(sent.location).text


def test_a_made_up_reference_number_is_not_confirmed(installation: Installation) -> None:
    page = installation.browser().get(f"{FORM}/CM-0000-0000-0")
    assert (page.status_code, page.location) == (303, FORM)


def test_a_field_that_people_do_not_see_is_passed_on_as_a_trap(installation: Installation) -> None:
    send(installation, website="http://spam.example")
    assert installation.calls_of("send_visitor_message")[0].request["trap"] == "http://spam.example"


@pytest.mark.parametrize("opened", ["", "x", TimestampSigner("another key", salt="form opened").sign("").decode()])
def test_a_form_without_the_portals_own_time_has_none(installation: Installation, opened: str) -> None:
    send(installation, opened=opened)
    assert "opened_at" not in installation.calls_of("send_visitor_message")[0].request


def test_a_refused_message_stays_as_typed(installation: Installation) -> None:
    page = send(installation, email="vera")
    assert page.status_code == 422
    assert "Regel één\nRegel twee</textarea>" in page.text
    assert 'value="100234"' in page.text


def test_a_form_sent_again_is_the_same_message(installation: Installation) -> None:
    browser = installation.browser()
    form = browser.get(FORM)
    for _ in range(2):
        browser.submit(form, FORM, **TYPED)
    first, second = installation.calls_of("send_visitor_message")
    assert (first.key, first.request) == (second.key, second.request)


def test_a_user_sends_nothing_as_a_visitor(installation: Installation) -> None:
    page = installation.browser().get(FORM)
    user = installation.browser(CUSTOMER)
    token = Forms.of(user.get("/contact")).named("/contact")["csrf_token"]
    fields = Forms.of(page).named(FORM) | TYPED | {"csrf_token": token}
    assert user.send(FORM, fields).location == "/contact"
    assert installation.calls_of("send_visitor_message") == []


def test_too_many_messages_are_refused_with_the_time_to_wait(installation: Installation) -> None:
    installation.responses["send_visitor_message"] = TooManyAttempts(seconds=360)
    page = send(installation)
    assert (page.status_code, page.headers["Retry-After"]) == (429, "360")
    assert "Regel twee</textarea>" in page.text


def test_a_user_is_sent_to_the_form_that_knows_them(installation: Installation) -> None:
    page = installation.browser(CUSTOMER).get(FORM)
    assert (page.status_code, page.location) == (303, "/contact")


VISITORS = {"sender_id": None, "customer_id": None, "customer_name": "", "email": "vera@elders.example"}


def test_staff_read_address_and_number_of_a_visitor(installation: Installation) -> None:
    message = GetContactMessage.example[1] | VISITORS | {"customer_number": "100234"}
    installation.responses["get_contact_message"] = message
    page = installation.browser(STAFF).get("/backoffice/contact/CM-4401-9273-5").text
    assert 'href="mailto:vera@elders.example"' in page
    assert 'href="/backoffice/customers?text=100234"' in page


def test_staff_say_that_a_message_is_no_spam(installation: Installation) -> None:
    message = GetContactMessage.example[1] | VISITORS | {"is_suspected": True}
    installation.responses["get_contact_message"] = message
    browser = installation.browser(STAFF)
    path = "/backoffice/contact/CM-4401-9273-5"
    sent = browser.submit(browser.get(path), f"{path}/no-spam")
    assert redirect_of(sent) == f"{path}?done=accepted"
    assert [call.operation for call in installation.writes()] == ["accept_contact_message"]
