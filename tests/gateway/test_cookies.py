"""Cookies of session, forms and language (docs/security.md#sessions)."""

from collections.abc import Callable
from http.cookies import SimpleCookie

import pytest
from werkzeug.test import TestResponse

from gateway import cookies
from services.identity.contracts import WrongCredentials
from tests.gateway.browser import Forms
from tests.gateway.installation import CUSTOMER, Installation

HTTPS = {"base_url": "https://localhost"}


def _set(response: TestResponse) -> SimpleCookie:
    cookies: SimpleCookie = SimpleCookie()
    for line in response.headers.getlist("Set-Cookie"):
        cookies.load(line)
    return cookies


def test_cookies_have_the_host_prefix_over_https(installation_with: Callable[..., Installation]) -> None:
    browser = installation_with(secure_cookies=True).browser()
    form = Forms.of(page := browser.get("/login", **HTTPS))
    logged_in = browser.send("/login", form.named("/login") | {"email": CUSTOMER, "password": "x"}, **HTTPS)
    english = browser.send("/language", form.named("/language") | {"choose_language": "en"}, **HTTPS)
    assert english.status_code in (303, 400)  # login creates a new CSRF secret
    cookies = {**_set(page), **_set(logged_in)}
    assert set(cookies) == {"__Host-form", "__Host-session"}
    for cookie in cookies.values():
        assert (cookie["secure"], cookie["httponly"]) == (True, True)
        assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("Lax", "/", "")


def test_cookies_have_no_prefix_over_plain_http(installation: Installation) -> None:
    cookies = _set(installation.browser().log_in(CUSTOMER))
    assert cookies["session"]["httponly"]
    assert not cookies["session"]["secure"]


def test_session_cookie_has_no_lifetime(installation: Installation) -> None:
    cookie = _set(installation.browser().log_in(CUSTOMER))["session"]
    assert (cookie["expires"], cookie["max-age"]) == ("", "")


def test_csrf_token_from_before_login_is_refused(installation: Installation) -> None:
    browser = installation.browser()
    before = Forms.of(browser.get("/login")).named("/language")
    browser.log_in(CUSTOMER)
    assert browser.send("/language", before | {"choose_language": "en"}).status_code == 400


def test_wrong_password_creates_no_session_and_keeps_the_address(installation: Installation) -> None:
    installation.responses["log_in"] = WrongCredentials()
    browser = installation.browser()
    response = browser.log_in(CUSTOMER, "wrong-password")
    assert (response.status_code, browser.cookie("session")) == (401, "")
    assert CUSTOMER in response.text
    assert "wrong-password" not in response.text


def test_logout_ends_the_session_and_deletes_the_cookie(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    response = browser.submit(browser.get("/menu"), "/logout")
    assert (response.status_code, response.location) == (303, "/login")
    assert [call.request for call in installation.calls_of("log_out")] == [{"token": CUSTOMER}]
    assert browser.cookie("session") == ""


def test_logout_over_https_clears_the_pages_kept_for_the_back_button(
    installation_with: Callable[..., Installation],
) -> None:
    browser = installation_with(secure_cookies=True).browser()
    page = browser.get("/login", **HTTPS)
    fields = {"csrf_token": Forms.of(page).named("/language")["csrf_token"]}
    response = browser.send("/logout", fields, **HTTPS)
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_second_login_ends_the_first_session(installation: Installation) -> None:
    browser = installation.browser()
    page = browser.get("/login")
    browser.submit(page, "/login", email=CUSTOMER, password="x")
    browser.set_cookie("session", "an-older-one")
    form = Forms.of(browser.get("/menu")).named("/logout")
    browser.send("/login", form | {"email": CUSTOMER, "password": "x"})
    assert [call.request["token"] for call in installation.calls_of("log_out")] == ["an-older-one"]


@pytest.mark.parametrize("token", ["x" * 101, ""])
def test_malformed_token_is_not_queried(installation: Installation, token: str) -> None:
    browser = installation.browser()
    browser.set_cookie("session", token)
    assert browser.get("/machines").location == "/login?next=/machines"
    assert installation.calls == []


@pytest.mark.parametrize("value", ["\x01", "token\x7f", "é"])
def test_session_cookie_that_is_no_token_counts_as_none(installation: Installation, value: str) -> None:
    with installation.app.test_request_context("/", environ_overrides={"HTTP_COOKIE": ""}) as context:
        context.request.cookies = {"session": value}  # type: ignore[misc]
        assert cookies.session_token(context.request) == ""
