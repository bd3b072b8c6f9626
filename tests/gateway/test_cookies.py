"""The session's cookie, the forms' cookie and the language's (docs/security.md#sessions)."""

from collections.abc import Callable
from http.cookies import SimpleCookie

import pytest
from werkzeug.test import TestResponse

from services.identity.contracts import WrongCredentials
from tests.gateway.browser import Forms
from tests.gateway.installation import CUSTOMER, Installation

HTTPS = {"base_url": "https://localhost"}


def _set(answer: TestResponse) -> SimpleCookie:
    cookies: SimpleCookie = SimpleCookie()
    for line in answer.headers.getlist("Set-Cookie"):
        cookies.load(line)
    return cookies


def test_over_https_all_cookies_are_for_this_host_alone(installation_with: Callable[..., Installation]) -> None:
    browser = installation_with(secure_cookies=True).browser()
    form = Forms.of(page := browser.get("/login", **HTTPS))
    come_in = browser.send("/login", form.named("/login") | {"email": CUSTOMER, "password": "x"}, **HTTPS)
    english = browser.send("/language", form.named("/language") | {"language": "en"}, **HTTPS)
    assert english.status_code in (303, 400)  # logging in has begun a new secret
    cookies = {**_set(page), **_set(come_in)}
    assert set(cookies) == {"__Host-form", "__Host-session"}
    for cookie in cookies.values():
        assert (cookie["secure"], cookie["httponly"]) == (True, True)
        assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("Lax", "/", "")


def test_the_plain_http_demo_does_without_the_prefix(installation: Installation) -> None:
    cookies = _set(installation.browser().log_in(CUSTOMER))
    assert cookies["session"]["httponly"]
    assert not cookies["session"]["secure"]


def test_the_session_ends_with_the_browser(installation: Installation) -> None:
    cookie = _set(installation.browser().log_in(CUSTOMER))["session"]
    assert (cookie["expires"], cookie["max-age"]) == ("", "")


def test_a_form_from_before_logging_in_is_worth_nothing_after_it(installation: Installation) -> None:
    browser = installation.browser()
    before = Forms.of(browser.get("/login")).named("/language")
    browser.log_in(CUSTOMER)
    assert browser.send("/language", before | {"language": "en"}).status_code == 400


def test_a_wrong_password_begins_no_session_and_keeps_the_address(installation: Installation) -> None:
    installation.answers["log_in"] = WrongCredentials()
    browser = installation.browser()
    answer = browser.log_in(CUSTOMER, "wrong-password")
    assert (answer.status_code, browser.cookie("session")) == (401, "")
    assert CUSTOMER in answer.text
    assert "wrong-password" not in answer.text


def test_logging_out_ends_the_session_at_identity_and_takes_the_cookie(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    answer = browser.submit(browser.get("/menu"), "/logout")
    assert (answer.status_code, answer.location) == (303, "/login")
    assert [call.request for call in installation.asked("log_out")] == [{"token": CUSTOMER}]
    assert browser.cookie("session") == ""


def test_logging_in_again_ends_the_session_that_was_there(installation: Installation) -> None:
    browser = installation.browser()
    page = browser.get("/login")
    browser.submit(page, "/login", email=CUSTOMER, password="x")
    browser.set_cookie("session", "an-older-one")
    form = Forms.of(browser.get("/menu")).named("/logout")
    browser.send("/login", form | {"email": CUSTOMER, "password": "x"})
    assert [call.request["token"] for call in installation.asked("log_out")] == ["an-older-one"]


@pytest.mark.parametrize("token", ["x" * 101, ""])
def test_what_cannot_be_a_token_is_not_asked_about(installation: Installation, token: str) -> None:
    browser = installation.browser()
    browser.set_cookie("session", token)
    assert browser.get("/machines").location == "/login?next=/machines"
    assert installation.calls == []
