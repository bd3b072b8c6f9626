"""Messages that tell what was done: shown to the browser that did it, once, on the page to which the form redirects."""

import re
import time

import pytest
import time_machine
from werkzeug.test import TestResponse

from gateway.notices import LIFETIME_SECONDS
from services.identity.contracts import GetSession, GetUser
from tests.gateway.browser import Browser, text_of
from tests.gateway.expected_responses import ADMINISTRATOR, Route
from tests.gateway.installation import CUSTOMER, Installation
from tests.gateway.site import Site
from tests.gateway.test_every_route import ROUTES

USER = GetUser.example[1]["person_id"]
PAGE = f"/users/{USER}"
DEACTIVATED = "De gebruiker is gedeactiveerd"
FORGED = "done=sent&done=confirmed&sent=1&ended=1&cancelled=1&requested=1"


@pytest.fixture
def browser(installation: Installation) -> Browser:
    installation.responses["get_session"] = GetSession.example[1] | {"rights": ["manage_users"]}
    return installation.browser(CUSTOMER)


def _deactivate(browser: Browser) -> str:
    """Where the form redirects to."""
    return str(browser.submit(browser.get(PAGE), f"{PAGE}/deactivate").location)


def test_message_is_shown_once(browser: Browser) -> None:
    address = _deactivate(browser)
    assert [DEACTIVATED in browser.get(address).text for _ in range(2)] == [True, False]


def test_messages_of_two_tabs_are_both_shown(browser: Browser) -> None:
    first, second = _deactivate(browser), _deactivate(browser)
    assert [DEACTIVATED in browser.get(address).text for address in (second, first)] == [True, True]


def test_typed_code_shows_no_message(browser: Browser) -> None:
    _deactivate(browser)
    for forged in ("deactivated", "deactivated.x.y.z", "%ff", "é"):
        assert DEACTIVATED not in browser.get(f"{PAGE}?done={forged}").text


def test_message_of_another_browser_is_not_shown(browser: Browser, installation: Installation) -> None:
    address, other = _deactivate(browser), installation.browser(CUSTOMER)
    _deactivate(other)
    assert DEACTIVATED not in other.get(address).text


def test_message_is_not_shown_on_another_page(browser: Browser) -> None:
    _, query = _deactivate(browser).split("?")
    assert DEACTIVATED not in browser.get(f"/users/01980000-0000-7000-8000-0000000000ff?{query}").text


def test_confirmation_page_of_a_visitor_survives_a_reload_until_it_expires(installation: Installation) -> None:
    visitor = installation.browser()
    address = visitor.submit(visitor.get("/password/forgot"), "/password/forgot", email=CUSTOMER).location or ""
    assert ["Controleer uw e-mail" in visitor.get(address).text for _ in range(2)] == [True, True]
    with time_machine.travel(time.time() + LIFETIME_SECONDS + 60):
        assert "Controleer uw e-mail" not in visitor.get(address).text


@pytest.mark.parametrize("route", [one for one in ROUTES if one.method == "GET"], ids=str)
def test_no_page_believes_its_address(site: Site, route: Route) -> None:
    path = site.path(route.rule)
    browser = site.browser(route.audience or ADMINISTRATOR if route.guard != "open_to_all" else "")
    with time_machine.travel(time.time(), tick=False):  # pages show the time of the last request
        assert _shown(browser.get(f"{path}?{FORGED}")) == _shown(browser.get(path))


def _shown(response: TestResponse) -> str:
    """The text of the page's main part, without tags; nothing of a picture."""
    text = "" if response.mimetype.startswith("image/") else text_of(response)
    main = text.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"<[^>]*>", " ", main)
