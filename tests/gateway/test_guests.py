"""The pages of guests: the machine by number or label, and the pass that travels in their forms."""

from typing import Any

import pytest
from contracts.builders import a_machine, number
from contracts.guests import a_label, allow_guests, passes
from flask import request

from gateway import callers
from gateway.guests.passes import opened
from gateway.presenters.guests import URLS, GuestMachine
from services.chassis.contract import Kind, TooManyAttempts
from services.fleet.contracts import GuestAction
from services.identity.contracts import (
    GetGuestPass,
    GuestMachineNotFound,
    GuestPassExpired,
    IssueGuestPasses,
    Right,
)
from tests.gateway.browser import Forms
from tests.gateway.installation import CUSTOMER, Installation
from tests.gateway.site import Site

TYPED = {"equipment_number": "10042", "postcode": "1000 AA"}
TOKEN = IssueGuestPasses.example[1]["passes"][0]["token"]


def find(installation: Installation, **typed: str) -> Any:
    browser = installation.browser()
    return browser.submit(browser.get("/guest"), "/guest", **TYPED | typed)


def test_page_of_the_machine_has_a_button_for_each_action_with_its_pass(installation: Installation) -> None:
    example = IssueGuestPasses.example[1]
    issued = [{"action": str(action), "token": f"token-of-{action}"} for action in URLS]
    installation.responses["issue_guest_passes"] = example | {"passes": issued}
    page = find(installation)
    assert {url: Forms.of(page).named(url)["token"] for url in URLS.values()} == {
        URLS[GuestAction(row["action"])]: row["token"] for row in issued
    }
    assert "Konica Minolta bizhub C250i" in page.text


@pytest.mark.parametrize("actions", [["order_supplies"], ["ask_status"]])
def test_page_of_the_machine_leads_to_the_status_where_guests_may_ask_it(
    installation: Installation, actions: list[str]
) -> None:
    example = IssueGuestPasses.example[1]
    issued = example["passes"] if "order_supplies" in actions else []
    installation.responses["issue_guest_passes"] = example | {"actions": actions, "passes": issued}
    assert ('href="/guest/status"' in find(installation).text) == ("ask_status" in actions)


def test_pass_is_in_no_address_and_no_cookie(installation: Installation) -> None:
    page = find(installation)
    assert TOKEN in page.text
    assert TOKEN not in "".join(f"{name}: {value}" for name, value in page.headers)


def test_call_has_the_network_address_of_the_browser(installation: Installation) -> None:
    find(installation)
    (call,) = installation.calls_of("issue_guest_passes")
    assert call.request == TYPED | {"client_address": "127.0.0.1", "language": "nl"}
    assert call.caller.kind is Kind.VISITOR


@pytest.mark.parametrize(("error", "status"), [(GuestMachineNotFound(), 404), (TooManyAttempts(seconds=8), 429)])
def test_refusal_keeps_what_was_typed(installation: Installation, error: Any, status: int) -> None:
    installation.responses["issue_guest_passes"] = error
    page = find(installation)
    assert (page.status_code, Forms.of(page).named("/guest")["postcode"]) == (status, "1000 AA")
    assert 'role="alert"' in page.text


def test_scanned_label_is_looked_up_by_a_form_only(installation: Installation) -> None:
    browser = installation.browser()
    page = browser.get("/g/a-code")
    assert installation.calls == []
    assert "data-opens-itself" in page.text
    browser.submit(page, "/g/a-code")
    assert installation.calls_of("issue_guest_passes")[0].request["label"] == "a-code"


def test_refused_label_leads_to_number_and_postcode(installation: Installation) -> None:
    installation.responses["issue_guest_passes"] = GuestMachineNotFound()
    browser = installation.browser()
    page = browser.submit(browser.get("/g/a-code"), "/g/a-code")
    assert page.status_code == 404
    assert Forms.of(page).named("/guest")["equipment_number"] == ""
    assert "Dit label opent niets" in page.text
    assert "Controleer het nummer" not in page.text


@pytest.mark.parametrize("way", ["/guest", "/g/a-code"])
def test_another_language_shows_the_page_of_the_machine_again(installation: Installation, way: str) -> None:
    browser = installation.browser()
    machine = browser.submit(browser.get(way), way, **(TYPED if way == "/guest" else {}))
    page = browser.submit(machine, way, choose_language="en")
    assert "What would you like to do?" in page.text
    assert [call.request["language"] for call in installation.calls_of("issue_guest_passes")] == ["nl", "en"]


def test_every_wrong_combination_gets_the_same_page(site: Site) -> None:
    """But for what was typed."""
    customer, off = site.example.customer, number("OFF")
    a_machine(site.installation, customer, equipment_number=off, location={"postcode": "1000 AA"})
    pages = {}
    for equipment_number, postcode in ((number("none"), "1000 AA"), ("10042", "9999 ZZ"), (off, "1000 AA")):
        browser = site.browser()
        page = browser.submit(
            browser.get("/guest"), "/guest", equipment_number=equipment_number, postcode=postcode, once="", here=""
        )
        text = page.text.replace(equipment_number, "number").replace(postcode, "postcode")
        form = Forms.of(page).named("/guest")
        text = text.replace(form["csrf_token"], "").replace(form["once"], "")
        text = text.replace(Forms.of(page).named("/language")["csrf_token"], "")
        pages[text] = page.status_code
    assert list(pages.values()) == [404]


def test_guest_page_opens_the_machine(site: Site) -> None:
    allow_guests(site.installation, site.example.customer, GuestAction.REQUEST_SERVICE)
    browser, code = site.browser(), a_label(site.installation, site.example.machine_id)
    page = browser.submit(browser.get(f"/g/{code}"), f"/g/{code}")
    assert page.status_code == 200
    assert Forms.of(page).named(URLS[GuestAction.REQUEST_SERVICE])["token"]
    assert "A7PY0SAMPLE18" not in page.text


def test_label_is_not_in_the_request_log(installation: Installation, capsys: pytest.CaptureFixture[str]) -> None:
    installation.browser().get("/g/a-secret-code")
    installation.browser().get("/g/" + "a-secret-code" * 20)
    logged = capsys.readouterr().out
    assert "/g/…" in logged or "/g/\\u2026" in logged
    assert "a-secret-code" not in logged


@pytest.mark.parametrize("who", ["", CUSTOMER])
def test_calls_with_a_pass_are_the_guests_whoever_is_logged_in(site: Site, who: str) -> None:
    allow_guests(site.installation, site.example.customer, GuestAction.ORDER_SUPPLIES)
    code = a_label(site.installation, site.example.machine_id)
    token = passes(site.installation, label=code)[GuestAction.ORDER_SUPPLIES]
    with site.app.test_request_context("/", method="POST", data={"token": token}):
        row = opened(GuestAction.ORDER_SUPPLIES)
        guest = callers.current_caller()
        assert request.form["token"] == token
    assert (guest.kind, guest.person_id, guest.rights) == (
        Kind.GUEST, row["pass_id"], frozenset({Right.ORDER_SUPPLIES}),
    )  # fmt: skip
    assert (str(guest.customer_id), str(guest.resource_id)) == (row["customer_id"], site.example.machine_id)


def test_step_without_a_valid_pass_is_expired(site: Site) -> None:
    with (
        site.app.test_request_context("/", method="POST", data={"token": "unknown"}),
        pytest.raises(GuestPassExpired),
    ):
        opened(GuestAction.ORDER_SUPPLIES)


def test_place_of_a_machine_has_no_street() -> None:
    machine = GetGuestPass.example[1]["machine"]
    assert set(machine["place"]) == {"site", "building", "floor", "room", "city"}
    assert GuestMachine(machine).name == "Konica Minolta bizhub C250i"


@pytest.mark.parametrize("path", ["/login", "/support/nl"])
def test_page_for_people_without_an_account_leads_to_the_guest_page(installation: Installation, path: str) -> None:
    assert 'href="/guest"' in installation.browser().get(path).text
