"""What a browser claims of itself and of our address is not believed (docs/security.md)."""

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from contracts.builders import PASSWORD, an_account, number
from eventually import eventually
from sqlalchemy import select
from werkzeug.test import TestResponse

from services.identity.model import LoginSession
from tests.gateway.browser import Forms
from tests.gateway.installation import CUSTOMER, Installation
from tests.gateway.site import Site

EVIL = "evil.example"


def _log_in(site: Site, email: str, password: str, **headers: str) -> TestResponse:
    browser = site.browser("")
    form = Forms.of(browser.get("/login")).named("/login")
    return browser.send("/login", form | {"email": email, "password": password}, headers=headers)


def _forget(site: Site, email: str, **options: Any) -> TestResponse:
    browser = site.browser("")
    form = Forms.of(browser.get("/password/forgot", **options)).named("/password/forgot")
    return browser.send("/password/forgot", form | {"email": email}, **options)


def _mails(site: Site, email: str) -> list[EmailMessage]:
    assert site.installation.post is not None
    return site.installation.post.mails(email)


@pytest.fixture
def email(site: Site) -> str:
    return an_account(site.installation, site.example.customer)


@pytest.mark.parametrize(
    ("proxies", "believed"), [(0, "127.0.0.1"), (1, "192.0.2.1"), (2, "198.51.100.7")], ids=["none", "one", "two"]
)
def test_of_where_somebody_is_only_what_our_own_proxies_wrote_is_believed(
    installation_with: Callable[..., Installation], proxies: int, believed: str
) -> None:
    installation = installation_with(trusted_proxies=proxies)
    browser = installation.browser()
    form = Forms.of(browser.get("/login")).named("/login")
    claimed = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7, 192.0.2.1", "Forwarded": "for=203.0.113.9"}
    browser.send("/login", form | {"email": CUSTOMER, "password": "x"}, headers=claimed | {"X-Real-IP": "203.0.113.9"})
    assert installation.asked("log_in")[0].request["client_address"] == believed


def test_a_forged_address_does_not_avoid_the_limit(site: Site, email: str) -> None:
    told = [
        _log_in(site, email, "wrong horse battery", **{"X-Forwarded-For": f"203.0.113.{place}"}).status_code
        for place in range(7)
    ]
    assert told == [401] * 6 + [429]


def test_a_forged_address_does_not_enter_the_list_of_sessions(site: Site, email: str) -> None:
    assert _log_in(site, email, PASSWORD, **{"X-Forwarded-For": "203.0.113.99"}).status_code == 303
    places = {row.client_address for row in site.installation.rows("identity", select(LoginSession.client_address))}
    assert "203.0.113.99" not in places


def test_a_forged_host_changes_no_link_in_a_mail(site: Site, email: str) -> None:
    forged = {"Host": EVIL, "X-Forwarded-Host": EVIL, "Forwarded": f"host={EVIL}"}
    answer = _forget(site, email, headers=forged, base_url=f"http://{EVIL}")
    assert answer.location == "/password/forgot?sent=1"
    (mail,) = eventually(lambda: _mails(site, email))
    parts = [str(part.get_content()) for part in mail.walk() if part.get_content_maintype() == "text"]
    assert all(f"{site.installation.environment.settings.portal_url}/password/" in part for part in parts)
    assert EVIL not in mail.as_string()


def test_a_forged_host_leads_nobody_away(installation: Installation) -> None:
    browser = installation.browser()
    sent = browser.get("/machines", headers={"Host": EVIL, "Referer": f"http://{EVIL}/x"}, base_url=f"http://{EVIL}")
    assert sent.location == "/login?next=/machines"


def test_a_forgotten_password_of_nobody_is_answered_as_of_somebody(site: Site, email: str) -> None:
    answers = [_forget(site, one) for one in (email, f"{number('nobody')}@vandijk.example")]
    assert answers[0].status_code == answers[1].status_code == 303
    assert answers[0].location == answers[1].location


def test_a_wrong_password_is_answered_as_an_unknown_address(site: Site, email: str) -> None:
    unknown = email.replace("reader", "nobody")
    pages = [_log_in(site, one, "wrong horse battery") for one in (email, unknown)]
    assert pages[0].status_code == pages[1].status_code == 401
    assert _plain(pages[0], email) == _plain(pages[1], unknown)


def _plain(page: TestResponse, email: str) -> str:
    """A page without what differs each time, and without what was typed."""
    hidden = Forms.of(page).named("/login")
    text = page.text.replace(email, "")
    for name in ("csrf_token", "once"):
        text = text.replace(hidden[name], "")
    return text


def test_a_session_that_was_planted_in_a_browser_is_not_the_one_after_logging_in(site: Site, email: str) -> None:
    browser = site.browser("")
    browser.set_cookie("session", "planted-by-somebody")
    form = Forms.of(browser.get("/login")).named("/login")
    browser.send("/login", form | {"email": email, "password": PASSWORD})
    assert browser.cookie("session") not in ("", "planted-by-somebody")
    planted = site.browser("")
    planted.set_cookie("session", "planted-by-somebody")
    assert planted.get("/account").status_code == 303


def test_a_stolen_cookie_is_dead_after_logging_out(site: Site, email: str) -> None:
    browser, thief = site.browser(""), site.browser("")
    form = Forms.of(browser.get("/login")).named("/login")
    browser.send("/login", form | {"email": email, "password": PASSWORD})
    thief.set_cookie("session", browser.cookie("session"))
    assert thief.get("/account").status_code == 200
    browser.submit(browser.get("/menu"), "/logout")
    assert thief.get("/account").location.startswith("/login")
