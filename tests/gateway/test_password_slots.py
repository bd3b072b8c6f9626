"""Requests with a password occupy only a part of the gateway's threads."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from eventually import eventually
from werkzeug.test import TestResponse

from tests.gateway.browser import Browser
from tests.gateway.installation import CUSTOMER, Installation

SLOTS, RESERVED = 3, 1
UNKNOWN = SLOTS - RESERVED


class BusyPortal:
    """A portal with SLOTS slots, of which the waiting logins of unknown callers occupy all that they can."""

    def __init__(self, executor: ThreadPoolExecutor) -> None:
        self.installation = Installation(settings={"password_slots": SLOTS}, own_app=True)
        self._checked = threading.Event()
        self.original: Any = self.installation.responses["log_in"]
        self.person = self.installation.browser(CUSTOMER)
        self.installation.responses["log_in"] = self._wait
        self.installation.responses["check_known_address"] = {"known": False}
        self.waiting: list[Future[TestResponse]] = [executor.submit(self.log_in) for _ in range(UNKNOWN)]
        eventually(lambda: len(self.installation.calls_of("log_in")) == UNKNOWN)

    def log_in(self) -> TestResponse:
        return Browser(self.installation.app).log_in(CUSTOMER)

    def _wait(self, **login: Any) -> Any:
        assert self._checked.wait(30)
        return self.original(**login)

    def check_passwords(self) -> list[int]:
        """Let the logins continue; the statuses of their responses."""
        self._checked.set()
        return [login.result().status_code for login in self.waiting]


@pytest.fixture
def portal() -> Iterator[BusyPortal]:
    with ThreadPoolExecutor(SLOTS) as executor:
        portal = BusyPortal(executor)
        yield portal
        portal.check_passwords()


def test_login_without_a_slot_is_asked_to_try_again(portal: BusyPortal) -> None:
    response = portal.log_in()
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert len(portal.installation.calls_of("log_in")) == UNKNOWN


def test_login_from_a_known_address_gets_a_reserved_slot(portal: BusyPortal) -> None:
    portal.installation.responses["check_known_address"] = {"known": True}
    portal.installation.responses["log_in"] = portal.original
    assert portal.log_in().status_code == 303


def test_logged_in_user_gets_a_reserved_slot(portal: BusyPortal) -> None:
    page = portal.person.get("/account/password")
    typed = {"current_password": "correct horse battery", "password": "another horse battery"}
    assert portal.person.submit(page, "/account/password", **typed).status_code == 303


def test_other_pages_and_forms_need_no_slot(portal: BusyPortal) -> None:
    assert portal.person.get("/machines").status_code == 200
    page = portal.person.get("/account")
    assert portal.person.submit(page, "/account", name="Sanne de Wit", language="nl").status_code == 303


def test_slots_are_released_after_the_check(portal: BusyPortal) -> None:
    assert portal.check_passwords() == [303] * UNKNOWN
    assert portal.log_in().status_code == 303
