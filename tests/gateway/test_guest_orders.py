"""Pages on which a guest orders or reports: what was typed stays, the pass travels in the form, and a step by GET leads
back."""

from typing import Any

import pytest

from services.chassis.contract import TooManyAttempts
from services.chassis.contract.guests import GuestPassUsed
from services.identity.contracts import GetGuestPass, GuestAction, GuestPassExpired
from services.ordering.contracts import GetGuestOrderForm, GuestReasonRequired
from services.servicedesk.contracts import FaultNoLongerOpen
from tests.gateway.browser import Forms, redirect_of
from tests.gateway.installation import CUSTOMER, Installation

TOKEN = "a-secret-of-43-characters"
KNOWN = "01980000-0000-7000-8000-000000000031"
WHO = {"name": "Ine Willems", "email": "ine@bezoek.example"}
ORDER = WHO | {"quantity": "2", "reason": "Nog een doos."}
REPORT = WHO | {"category": "paper_jam", "description": "Regel één\nRegel twee"}


@pytest.fixture
def portal(installation: Installation) -> Installation:
    """A portal whose pass is for the action that a step asks for."""

    def opened(token: str, action: str) -> dict[str, Any]:
        return GetGuestPass.example[1] | {"action": action, "rights": [action]}

    installation.responses["get_guest_pass"] = opened
    return installation


def post(installation: Installation, path: str, **typed: str) -> Any:
    """Send a form with the pass and these fields."""
    browser = installation.browser()
    token = Forms.of(browser.get("/guest")).named("/guest")["csrf_token"]
    return browser.send(path, {"csrf_token": token, "token": TOKEN} | typed)


def ordered(installation: Installation, path: str = "/guest/order/place", **typed: str) -> Any:
    return post(installation, path, sku="TN-328M", **(ORDER | typed))


def test_the_order_form_carries_the_pass(portal: Installation) -> None:
    page = post(portal, "/guest/order")
    assert page.status_code == 200
    assert Forms.of(page).named("/guest/order/check").items() >= {"token": TOKEN, "sku": "TN-328M"}.items()
    [call] = portal.calls_of("get_guest_order_form")
    assert (call.caller.kind, str(call.caller.resource_id)) == ("guest", GetGuestPass.example[1]["machine_id"])


def test_the_order_form_says_what_is_on_its_way_without_a_number(portal: Installation) -> None:
    page = post(portal, "/guest/order").text
    assert "Al besteld: " in page
    assert "SO-" not in page


def test_the_answers_are_shown_before_the_order_is_placed(portal: Installation) -> None:
    page = ordered(portal, "/guest/order/check")
    for text in ("Ine Willems", "ine@bezoek.example", "2 ×", "Nog een doos.", "Voorbeeldkade 12"):
        assert text in page.text
    assert portal.calls_of("place_guest_order") == []


def test_an_order_is_placed_by_the_guest_as_typed(portal: Installation) -> None:
    sent = ordered(portal)
    [call] = portal.calls_of("place_guest_order")
    assert redirect_of(sent) == "/guest/order/received/SO-2207-6143-5?done=sent"
    assert call.request == WHO | {"reason": "Nog een doos.", "lines": [{"sku": "TN-328M", "quantity": 2}]}
    assert (call.caller.kind, call.caller.person_id) == ("guest", GetGuestPass.example[1]["pass_id"])


def test_the_guest_orders_also_when_a_user_is_logged_in(portal: Installation) -> None:
    browser = portal.browser(CUSTOMER)
    token = Forms.of(browser.get("/contact")).named("/contact")["csrf_token"]
    browser.send("/guest/order/place", {"csrf_token": token, "token": TOKEN, "sku": "TN-328M"} | ORDER)
    assert [call.caller.kind for call in portal.calls_of("place_guest_order")] == ["guest"]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ({"quantity": "0"}, "Kies"),
        ({"quantity": "een"}, "getal"),
        ({"email": "ine"}, "e-mailadres"),
        ({"name": ""}, "naam"),
    ],
)
def test_a_wrong_answer_is_told_at_its_field_and_all_others_stay(
    portal: Installation, typed: dict[str, str], text: str
) -> None:
    page = ordered(portal, "/guest/order/check", **typed)
    assert page.status_code == 422
    assert 'class="problem"' in page.text
    assert text.lower() in page.text.partition('class="problem"')[2].lower()
    for value in {**ORDER, **typed}.values():
        assert f'value="{value}"' in page.text
    assert portal.calls_of("place_guest_order") == []


@pytest.mark.parametrize(("operation", "step"), [("check_guest_order", "check"), ("place_guest_order", "place")])
def test_a_missing_reason_is_asked_for_at_its_field(portal: Installation, operation: str, step: str) -> None:
    portal.responses[operation] = GuestReasonRequired(sku="TN-328M")
    page = ordered(portal, f"/guest/order/{step}", reason="")
    assert page.status_code == 409
    assert 'id="reason-problem"' in page.text
    assert 'value="ine@bezoek.example"' in page.text


def test_a_machine_without_address_has_no_form_and_says_why(portal: Installation) -> None:
    portal.responses["get_guest_order_form"] = GetGuestOrderForm.example[1] | {"deliver_to": None}
    page = post(portal, "/guest/order").text
    assert "/guest/order/check" not in page
    assert "niet op welk adres" in page


def test_a_refused_order_keeps_the_answers(portal: Installation) -> None:
    portal.responses["place_guest_order"] = TooManyAttempts(seconds=360)
    page = ordered(portal)
    assert page.status_code == 429
    assert Forms.of(page).named("/guest/order/place").items() >= ORDER.items()


@pytest.mark.parametrize(
    ("operation", "step"),
    [
        ("place_guest_order", "order/place"),
        ("get_guest_order_form", "order"),
        ("check_guest_order", "order/check"),
        ("file_guest_request", "request/file"),
        ("add_guest_sighting", "request/seen/add"),
        ("get_guest_request_form", "request"),
        ("get_guest_request_form", "request/check"),
        ("get_guest_request_form", "request/seen"),
    ],
)
def test_a_used_pass_leads_to_the_machine_and_shows_what_was_typed(
    portal: Installation, operation: str, step: str
) -> None:
    portal.responses[operation] = GuestPassUsed(reference_number="SO-1")
    page = post(portal, f"/guest/{step}", sku="TN-328M", request_id=KNOWN, **(ORDER | REPORT))
    assert page.status_code == 409
    assert "Uw bezoek" not in page.text
    for text in ("onder nummer SO-1", "Ine Willems", 'class="button primary" href="/guest"'):
        assert text in page.text


def test_the_confirmation_is_shown_to_the_browser_that_sent_the_order(portal: Installation) -> None:
    browser = portal.browser()
    token = Forms.of(browser.get("/guest")).named("/guest")["csrf_token"]
    sent = browser.send("/guest/order/place", {"csrf_token": token, "token": TOKEN, "sku": "TN-328M"} | ORDER)
    assert "SO-2207-6143-5" in browser.get(sent.location or "").text
    assert portal.browser().get(sent.location or "").location == "/guest"


@pytest.mark.parametrize(
    "step",
    [
        "order",
        "order/check",
        "order/place",
        "request",
        "request/check",
        "request/file",
        "request/seen",
        "request/seen/add",
    ],
)
def test_a_step_by_get_leads_back_to_the_machine(installation: Installation, step: str) -> None:
    page = installation.browser().get(f"/guest/{step}")
    assert (page.status_code, page.location) == (303, "/guest")


@pytest.mark.parametrize("step", ["order", "order/check", "order/place", "request", "request/check", "request/file"])
def test_an_expired_pass_leads_back_and_shows_what_was_typed(installation: Installation, step: str) -> None:
    installation.responses["get_guest_pass"] = GuestPassExpired()
    page = post(installation, f"/guest/{step}", sku="TN-328M", **(ORDER | REPORT))
    assert page.status_code == 404
    for text in ("Ine Willems", "ine@bezoek.example", 'href="/guest"'):
        assert text in page.text


@pytest.mark.parametrize("step", ["order/check", "request/check"])
def test_another_language_keeps_what_was_typed_before_the_pass_expired(installation: Installation, step: str) -> None:
    installation.responses["get_guest_pass"] = GuestPassExpired()
    expired = post(installation, f"/guest/{step}", sku="TN-328M", **(ORDER | REPORT))
    fields = Forms.of(expired).named(f"/guest/{step}")
    typed = {name: fields[name] for name in fields if name != "csrf_token"}
    page = post(installation, f"/guest/{step}", choose_language="en", **typed)
    assert (page.status_code, '<html lang="en">' in page.text) == (404, True)
    assert "What you had entered" in page.text
    assert "ine@bezoek.example" in page.text


@pytest.mark.parametrize(("step", "typed"), [("request", {}), ("request/check", {"urgency": "normal"})])
def test_an_expired_page_lists_nothing_that_was_not_typed(
    installation: Installation, step: str, typed: dict[str, str]
) -> None:
    installation.responses["get_guest_pass"] = GuestPassExpired()
    assert "Dit had u ingevuld" not in post(installation, f"/guest/{step}", **typed).text


def test_a_sighting_form_promises_one_confirmation(portal: Installation) -> None:
    assert "voortgang" not in post(portal, "/guest/request/seen").text


def test_a_resolved_problem_leads_to_a_new_request(portal: Installation) -> None:
    portal.responses["add_guest_sighting"] = FaultNoLongerOpen()
    page = post(portal, "/guest/request/seen/add", request_id=KNOWN, **WHO)
    assert page.status_code == 409
    assert "Vraag dan opnieuw service aan" in page.text
    assert 'formaction="/guest/request"' in page.text


def test_the_request_form_shows_known_requests_without_numbers(portal: Installation) -> None:
    page = post(portal, "/guest/request").text
    assert "Ook door mij gezien" in page
    assert "SR-" not in page


def test_a_request_is_filed_as_typed(portal: Installation) -> None:
    checked = post(portal, "/guest/request/check", urgency="normal", **REPORT)
    assert "Regel één\nRegel twee" in checked.text
    fields = Forms.of(checked).named("/guest/request/file")
    sent = post(portal, "/guest/request/file", **{name: fields[name] for name in fields if name != "csrf_token"})
    [call] = portal.calls_of("file_guest_request")
    assert call.request == REPORT | {"urgency": "normal", "error_code": ""}
    assert redirect_of(sent) == "/guest/request/received/SR-4401-9273-5?done=sent"


def test_a_refused_report_stays_as_typed(portal: Installation) -> None:
    page = post(portal, "/guest/request/check", urgency="normal", **(REPORT | {"email": "ine"}))
    assert page.status_code == 422
    assert "Regel één\nRegel twee</textarea>" in page.text
    assert 'id="email-problem"' in page.text


def test_a_sighting_is_added_as_typed(portal: Installation) -> None:
    assert (
        Forms.of(post(portal, "/guest/request/seen", request_id=KNOWN)).named("/guest/request/seen/add")["request_id"]
        == KNOWN
    )
    sent = post(portal, "/guest/request/seen/add", request_id=KNOWN, **WHO)
    assert [call.request for call in portal.calls_of("add_guest_sighting")] == [WHO | {"request_id": KNOWN}]
    assert redirect_of(sent) == "/guest/request/received/SR-4401-9273-5?done=seen"


@pytest.mark.parametrize(
    ("action", "fields", "step"),
    [
        (GuestAction.ORDER_SUPPLIES, ORDER, "order/check"),
        (GuestAction.REQUEST_SERVICE, REPORT, "request/check"),
        (GuestAction.REQUEST_SERVICE, WHO, "request/seen/add"),
    ],
)
def test_another_language_keeps_what_was_typed(
    portal: Installation, action: GuestAction, fields: dict[str, str], step: str
) -> None:
    page = post(portal, f"/guest/{step}", sku="TN-328M", choose_language="en", **fields)
    assert (page.status_code, '<html lang="en">' in page.text) == (200, True)
    assert "ine@bezoek.example" in page.text
    assert portal.calls_of("add_guest_sighting") == []
