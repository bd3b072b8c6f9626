"""Every form that is sent twice with the same idempotency key has its effect once, and gives the first answer again."""

import uuid
from collections.abc import Iterator

import pytest
from contracts.builders import PASSWORD
from contracts.declarations import SERVICE_NAMES
from contracts.snapshots import RATE_LIMIT_COUNTERS, all_rows, changed_rows, wait_until_idle

from services.identity.contracts import LinkExpired
from tests.gateway.browser import Browser, Forms, redirect_of
from tests.gateway.expected_responses import ADMINISTRATOR, Route
from tests.gateway.installation import Installation
from tests.gateway.site import Site, a_site
from tests.gateway.test_any_input import FORMS
from tests.gateway.test_every_route import SESSIONS_TABLE

NEW_PASSWORD = "nog een paard van karton"
VALID = {
    "account.change_email": {"email": "elders@vandijk.example", "password": PASSWORD},
    "account.change_password": {"current_password": PASSWORD, "password": NEW_PASSWORD},
    "registering.register": {"password": NEW_PASSWORD},
}
"""What a form needs beyond `site.form_fields` to be accepted."""
WITHOUT_EFFECT = (
    SESSIONS_TABLE, *(f"{service}.{RATE_LIMIT_COUNTERS}" for service in SERVICE_NAMES), "identity.idempotency_keys",
)  # fmt: skip
"""A page touches its session, refused attempts are counted, and a switch of customer has no key of the form."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One of its own, because the forms change it."""
    site = a_site(tmp_path_factory.mktemp("site"))
    yield site
    site.installation.stop()


@pytest.mark.parametrize("route", FORMS, ids=str)
def test_form_sent_twice_has_one_effect_and_one_answer(site: Site, route: Route) -> None:
    browser = site.browser(route.audience or ADMINISTRATOR)
    fields = site.form_fields | VALID.get(route.rule.endpoint, {}) | {"once": str(uuid.uuid4())}
    first = _send(browser, site.path(route.rule), fields)
    wait_until_idle(site.installation)
    before = all_rows(site.installation)
    assert _send(browser, site.path(route.rule), fields) == first
    wait_until_idle(site.installation)
    assert changed_rows(before, all_rows(site.installation), ignored_tables=WITHOUT_EFFECT) == {}
    assert route.rule.endpoint not in VALID or first[0] == 303


def test_password_by_link_sent_twice_is_set_once(installation: Installation) -> None:
    browser = installation.browser()
    page = browser.get("/password/token")
    fields = Forms.of(page).named("/password/token") | {"password": NEW_PASSWORD}
    first = _send(browser, "/password/token", fields)
    installation.responses["set_password"] = LinkExpired()
    assert _send(browser, "/password/token", fields) == first == (303, "/login?done=password")
    assert len(installation.calls_of("set_password")) == 1


def test_form_sent_again_with_another_password_is_no_repetition(installation: Installation) -> None:
    browser = installation.browser()
    fields = Forms.of(browser.get("/password/token")).named("/password/token")
    for password in (NEW_PASSWORD, f"{NEW_PASSWORD} 2"):
        _send(browser, "/password/token", fields | {"password": password})
    assert len(installation.calls_of("set_password")) == 2


def _send(browser: Browser, path: str, fields: dict[str, str]) -> tuple[int, str]:
    """Status and redirect."""
    token = Forms.of(browser.get("/register")).named("/language")["csrf_token"]
    response = browser.send(path, fields | {"csrf_token": token})
    return response.status_code, redirect_of(response)
