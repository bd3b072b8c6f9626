"""Forged requests, account enumeration and stolen cookies (docs/security.md)."""

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from contracts.builders import PASSWORD, an_account, number
from eventually import eventually
from sqlalchemy import select
from werkzeug.test import TestResponse

from services.identity.model import LoginSession
from services.identity.model.rate_limits import ACCOUNT_AND_IP
from tests.gateway.browser import Forms, redirect_of
from tests.gateway.installation import CUSTOMER, Installation
from tests.gateway.site import Site

FOREIGN_HOST = "evil.example"
ATTEMPTS_BEFORE_PAUSE = ACCOUNT_AND_IP.free_attempts + 1
"""The last of them starts a pause; the next one is refused unchecked."""


def _log_in(site: Site, email: str, password: str, **headers: str) -> TestResponse:
    browser = site.browser()
    form = Forms.of(browser.get("/login")).named("/login")
    return browser.send("/login", form | {"email": email, "password": password}, headers=headers)


def _request_reset(site: Site, email: str, **options: Any) -> TestResponse:
    browser = site.browser()
    form = Forms.of(browser.get("/password/forgot", **options)).named("/password/forgot")
    return browser.send("/password/forgot", form | {"email": email}, **options)


def _mails(site: Site, email: str) -> list[EmailMessage]:
    assert site.installation.mail_server is not None
    return site.installation.mail_server.mails(email)


@pytest.fixture
def email(site: Site) -> str:
    return an_account(site.installation, site.example.customer)


@pytest.mark.parametrize(
    ("proxies", "expected"), [(0, "127.0.0.1"), (1, "192.0.2.1"), (2, "198.51.100.7")], ids=["none", "one", "two"]
)
def test_client_address_comes_from_trusted_proxies_only(
    installation_with: Callable[..., Installation], proxies: int, expected: str
) -> None:
    installation = installation_with(trusted_proxies=proxies)
    browser = installation.browser()
    form = Forms.of(browser.get("/login")).named("/login")
    forged_headers = {
        "X-Forwarded-For": "203.0.113.9, 198.51.100.7, 192.0.2.1",
        "Forwarded": "for=203.0.113.9",
        "X-Real-IP": "203.0.113.9",
    }
    browser.send("/login", form | {"email": CUSTOMER, "password": "x"}, headers=forged_headers)
    assert installation.calls_of("log_in")[0].request["client_address"] == expected


def test_forged_client_address_does_not_avoid_the_login_limit(site: Site, email: str) -> None:
    statuses = [
        _log_in(site, email, "wrong horse battery", **{"X-Forwarded-For": f"203.0.113.{octet}"}).status_code
        for octet in range(ATTEMPTS_BEFORE_PAUSE + 1)
    ]
    assert statuses == [401] * ATTEMPTS_BEFORE_PAUSE + [429]


def test_forged_client_address_is_not_stored_with_the_session(site: Site, email: str) -> None:
    assert _log_in(site, email, PASSWORD, **{"X-Forwarded-For": "203.0.113.99"}).status_code == 303
    addresses = {row.client_address for row in site.installation.rows("identity", select(LoginSession.client_address))}
    assert "203.0.113.99" not in addresses


def test_forged_host_changes_no_link_in_a_mail(site: Site, email: str) -> None:
    headers = {"Host": FOREIGN_HOST, "X-Forwarded-Host": FOREIGN_HOST, "Forwarded": f"host={FOREIGN_HOST}"}
    response = _request_reset(site, email, headers=headers, base_url=f"http://{FOREIGN_HOST}")
    assert redirect_of(response) == "/password/forgot?done=sent"
    (mail,) = eventually(lambda: _mails(site, email))
    parts = [str(part.get_content()) for part in mail.walk() if part.get_content_maintype() == "text"]
    assert all(f"{site.installation.environment.settings.portal_url}/password/" in part for part in parts)
    assert FOREIGN_HOST not in mail.as_string()


def test_forged_host_changes_no_redirect(installation: Installation) -> None:
    browser = installation.browser()
    redirect = browser.get(
        "/machines",
        headers={"Host": FOREIGN_HOST, "Referer": f"http://{FOREIGN_HOST}/x"},
        base_url=f"http://{FOREIGN_HOST}",
    )
    assert redirect.location == "/login?next=/machines"


def test_password_reset_response_is_the_same_for_an_unknown_address(site: Site, email: str) -> None:
    responses = [_request_reset(site, address) for address in (email, f"{number('nobody')}@vandijk.example")]
    assert responses[0].status_code == responses[1].status_code == 303
    assert redirect_of(responses[0]) == redirect_of(responses[1])


def test_wrong_password_response_is_the_same_as_for_an_unknown_address(site: Site, email: str) -> None:
    unknown = email.replace("reader", "nobody")
    pages = [_log_in(site, address, "wrong horse battery") for address in (email, unknown)]
    assert pages[0].status_code == pages[1].status_code == 401
    assert _comparable(pages[0], email) == _comparable(pages[1], unknown)


def _comparable(page: TestResponse, email: str) -> str:
    """The page's text without random tokens and input."""
    hidden = Forms.of(page).named("/login")
    text = page.text.replace(email, "")
    for name in ("csrf_token", "once"):
        text = text.replace(hidden[name], "")
    return text


def test_login_replaces_a_planted_session_cookie(site: Site, email: str) -> None:
    browser = site.browser()
    browser.set_cookie("session", "planted-by-somebody")
    form = Forms.of(browser.get("/login")).named("/login")
    browser.send("/login", form | {"email": email, "password": PASSWORD})
    assert browser.cookie("session") not in ("", "planted-by-somebody")
    other_browser = site.browser()
    other_browser.set_cookie("session", "planted-by-somebody")
    assert other_browser.get("/account").status_code == 303


def test_stolen_cookie_is_refused_after_logout(site: Site, email: str) -> None:
    browser, other_browser = site.browser(), site.browser("")
    form = Forms.of(browser.get("/login")).named("/login")
    browser.send("/login", form | {"email": email, "password": PASSWORD})
    other_browser.set_cookie("session", browser.cookie("session"))
    assert other_browser.get("/account").status_code == 200
    browser.submit(browser.get("/menu"), "/logout")
    assert other_browser.get("/account").location.startswith("/login")


def test_malformed_referrer_redirects_to_login_without_next(installation: Installation) -> None:
    browser = installation.browser()
    form = Forms.of(browser.get("/login")).named("/login")
    response = browser.send("/account", form, headers={"Referer": "http://["})
    assert (response.status_code, response.location) == (303, "/login")
