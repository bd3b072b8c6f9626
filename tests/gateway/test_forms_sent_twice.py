"""Every form that is sent twice with the same idempotency key has its effect once, and gives the first answer again."""

import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from contracts.accounts import reset_link
from contracts.builders import PASSWORD, an_account
from contracts.declarations import SERVICE_NAMES
from contracts.snapshots import RATE_LIMIT_COUNTERS, all_rows, changed_rows, wait_until_idle
from sqlalchemy import select

from services.chassis import faultpoints
from services.chassis.contract import Caller
from services.chassis.faultpoints import FaultPoint
from services.chassis.persistence.tables import outbox
from services.identity import contracts as identity
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


def test_password_by_link_sent_twice_is_set_once(site: Site) -> None:
    path, fields = _password_by_link(site)
    browser, fields = site.browser(), fields | {"once": str(uuid.uuid4())}
    first = _send(browser, path, fields)
    assert _send(browser, path, fields) == first == (303, "/login?done=password")


def _registration(site: Site) -> tuple[str, dict[str, str]]:
    return "/register", site.form_fields | {"password": NEW_PASSWORD}


def _password_by_link(site: Site) -> tuple[str, dict[str, str]]:
    email = an_account(site.installation, site.example.customer)
    return f"/password/{reset_link(site.installation, email)}", {"password": NEW_PASSWORD}


def _change_of_password(site: Site) -> tuple[str, dict[str, str]]:
    return "/account/password", {"current_password": PASSWORD, "password": NEW_PASSWORD}


def _change_of_email(site: Site) -> tuple[str, dict[str, str]]:
    return "/account/email", {"email": f"{uuid.uuid4().hex}@vandijk.example", "password": PASSWORD}


@pytest.mark.parametrize(
    ("form", "effect"),
    [
        (_registration, "account_mail_requested"),
        (_password_by_link, "password_changed"),
        (_change_of_password, "password_changed"),
        (_change_of_email, "account_mail_requested"),
    ],
)
@pytest.mark.parametrize("overtaken", [False, True], ids=["side by side", "one after the other's check"])
def test_form_with_a_password_sent_twice_at_the_same_moment_has_one_effect_and_one_answer(
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    form: Callable[[Site], tuple[str, dict[str, str]]],
    effect: str,
    overtaken: bool,
) -> None:
    """Both are in the service before either has its effect."""
    path, fields = form(site)
    email = an_account(site.installation, site.example.customer)
    session = site.installation.call(identity.LogIn, Caller.visitor(), email=email, password=PASSWORD)
    both, point = threading.Barrier(2), FaultPoint.CALL_RECEIVED if overtaken else FaultPoint.COMMAND_PREPARED
    fields = fields | {"once": str(uuid.uuid4())}
    before = _events(site, effect)
    monkeypatch.setattr(faultpoints, "on_hit", lambda hit, what: both.wait(20) if _meets(hit, what, point) else None)

    def send(_: int) -> tuple[int, str]:
        browser = site.browser()
        browser.set_cookie("session", session["token"])
        return _send(browser, path, fields)

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(send, range(2))
    assert first == second
    assert first[0] == 303
    assert len(_events(site, effect)) == len(before) + 1


def _meets(hit: FaultPoint, what: str, point: FaultPoint) -> bool:
    return hit is point and what in ("register", "set_password", "change_password", "request_email_change")


def _events(site: Site, effect: str) -> list[Any]:
    return site.installation.rows("identity", select(outbox.c.id).where(outbox.c.type == effect))


def test_form_sent_again_with_another_password_is_no_repetition(installation: Installation) -> None:
    browser = installation.browser()
    fields = Forms.of(browser.get("/password/token")).named("/password/token")
    for password in (NEW_PASSWORD, f"{NEW_PASSWORD} 2"):
        _send(browser, "/password/token", fields | {"password": password})
    assert len({call.key for call in installation.calls_of("set_password")}) == 2


def _send(browser: Browser, path: str, fields: dict[str, str]) -> tuple[int, str]:
    """Status and redirect."""
    token = Forms.of(browser.get("/register")).named("/language")["csrf_token"]
    response = browser.send(path, fields | {"csrf_token": token})
    return response.status_code, redirect_of(response)
