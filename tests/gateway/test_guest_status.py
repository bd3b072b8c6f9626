"""The pages of the status: by number and address, and by the link of a mail."""

import pytest

from services.chassis.contract import TooManyAttempts
from services.chassis.contract.guests import StatusLinkExpired, StatusNotFound
from services.servicedesk.contracts import GetGuestRequestStatus
from tests.gateway.installation import Installation
from tests.gateway.site import Site

PAGE = "/guest/status"
ADDRESS = "ine@bezoek.example"


@pytest.mark.parametrize(
    ("typed", "operation"),
    [
        ("SO-2207-6143-5", "find_guest_order"),
        ("so 2207 6143 5", "find_guest_order"),
        ("SR-4401-9273-5", "find_guest_request"),
        ("sr440192735", "find_guest_request"),
        ("anything", "find_guest_order"),
    ],
)
def test_the_owner_of_the_number_is_asked(installation: Installation, typed: str, operation: str) -> None:
    browser = installation.browser()
    page = browser.submit(browser.get(PAGE), PAGE, reference_number=typed, email=ADDRESS)
    [call] = installation.calls_of(operation)
    assert (page.status_code, call.caller.kind) == (200, "visitor")
    assert call.request == {"reference_number": typed, "email": ADDRESS, "client_address": "127.0.0.1"}


@pytest.mark.parametrize("error", [StatusNotFound(), TooManyAttempts(seconds=60)])
def test_a_refusal_keeps_what_was_typed(installation: Installation, error: StatusNotFound) -> None:
    installation.responses["find_guest_order"] = error
    browser = installation.browser()
    page = browser.submit(browser.get(PAGE), PAGE, reference_number="SO-1", email=ADDRESS)
    assert page.status_code == error.status
    for value in ("SO-1", ADDRESS):
        assert f'value="{value}"' in page.text


@pytest.mark.parametrize(
    ("path", "operation", "title"),
    [
        ("/guest/status/orders/x.y", "get_guest_order_status", "Bestelling SO-2207-6143-5"),
        ("/guest/status/requests/x.y", "get_guest_request_status", "Serviceaanvraag SR-4401-9273-5"),
    ],
)
def test_the_link_of_a_mail_shows_the_status(installation: Installation, path: str, operation: str, title: str) -> None:
    page = installation.browser().get(path)
    assert f"<title>{title}" in page.text
    assert [call.request for call in installation.calls_of(operation)] == [{"token": "x.y"}]
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/guest/status/orders/x.y", "/guest/status/requests/x.y"])
def test_a_status_leads_to_the_dealer_and_to_other_pages_of_guests(installation: Installation, path: str) -> None:
    page = installation.browser().get(path).text
    for text in ("Neem contact op met uw leverancier.", f'href="{PAGE}"', 'href="/guest"'):
        assert text in page


def test_a_guest_is_not_asked_whether_it_is_resolved(installation: Installation) -> None:
    installation.responses["get_guest_request_status"] = GetGuestRequestStatus.example[1] | {"status": "resolved"}
    page = installation.browser().get("/guest/status/requests/x.y").text
    assert "Opgelost" in page
    assert "Opgelost?" not in page


@pytest.mark.parametrize("path", ["/guest/status/orders", "/guest/status/requests", "/news/unsubscribe"])
def test_a_link_with_control_characters_is_unknown(site: Site, path: str) -> None:
    assert site.browser().get(f"{path}/%00").status_code == site.browser().get(f"{path}/x").status_code == 404


def test_a_dead_link_leads_to_the_search_by_number(installation: Installation) -> None:
    installation.responses["get_guest_order_status"] = StatusLinkExpired()
    page = installation.browser().get("/guest/status/orders/x.y")
    assert page.status_code == 404
    assert f'href="{PAGE}"' in page.text
