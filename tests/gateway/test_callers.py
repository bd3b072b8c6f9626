"""The session cache: from token to person, for at most three seconds."""

from typing import Any

import pytest

from gateway import callers
from gateway.callers import SessionCache
from services.chassis.contract import Kind, NotLoggedIn, ServiceUnavailable
from services.identity.contracts import GetSession

SESSION: dict[str, Any] = GetSession.example[1]
GROUP = "01980000-0000-7000-8000-000000000013"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Identity:
    """Returns `session`, and counts calls."""

    def __init__(self) -> None:
        self.session: dict[str, Any] | None = SESSION
        self.call_count = 0

    def __call__(self, token: str) -> dict[str, Any]:
        self.call_count += 1
        if self.session is None:
            raise NotLoggedIn
        return self.session


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def identity() -> Identity:
    return Identity()


def test_session_is_cached_for_three_seconds(identity: Identity, clock: Clock) -> None:
    sessions = SessionCache(identity, lambda token: None, clock)
    sessions.person("token")
    clock.now += 2.99
    sessions.person("token")
    assert identity.call_count == 1


def test_a_revoked_right_is_refused_after_three_seconds(identity: Identity, clock: Clock) -> None:
    sessions = SessionCache(identity, lambda token: None, clock)
    assert sessions.person("token").may("request_service")
    identity.session = SESSION | {"rights": []}
    clock.now += 3
    assert not sessions.person("token").may("request_service")


def test_ended_session_is_refused_after_three_seconds(identity: Identity, clock: Clock) -> None:
    sessions = SessionCache(identity, lambda token: None, clock)
    sessions.person("token")
    identity.session = None
    clock.now += 3
    with pytest.raises(NotLoggedIn):
        sessions.person("token")


def test_logout_removes_the_session_from_the_cache(identity: Identity, clock: Clock) -> None:
    sessions = SessionCache(identity, lambda token: None, clock)
    sessions.person("token")
    sessions.forget("token")
    sessions.person("token")
    assert identity.call_count == 2


def test_cache_size_is_limited(identity: Identity, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callers, "MAX_SESSIONS", 3)
    sessions = SessionCache(identity, lambda token: None, clock)
    for number in range(10):
        sessions.person(str(number))
    assert len(sessions._entries) == 3
    clock.now += 3
    sessions.person("another")
    assert list(sessions._entries) == ["another"]


def test_scope_of_a_caller_is_group_ids() -> None:
    person = callers.person_of(SESSION | {"all_machines": False, "group_ids": [GROUP]})
    assert [str(group) for group in person.caller.scope] == [GROUP]


def test_user_without_groups_has_an_empty_scope() -> None:
    assert callers.person_of(SESSION | {"all_machines": False, "group_ids": []}).caller.scope == ()


def test_staff_have_no_customer() -> None:
    person = callers.person_of(SESSION | {"staff": True, "customer": None})
    assert (person.caller.kind, person.caller.customer_id, person.customer_name) == (Kind.STAFF, None, "")


def test_session_is_touched_when_due(identity: Identity, clock: Clock) -> None:
    touched: list[str] = []
    sessions = SessionCache(identity, touched.append, clock)
    sessions.person("token")
    identity.session = SESSION | {"to_touch": True}
    clock.now += 3
    sessions.person("token")
    assert touched == ["token"]


def test_failed_touch_does_not_fail_the_page(identity: Identity, clock: Clock) -> None:
    def touch(token: str) -> None:
        raise ServiceUnavailable

    identity.session = SESSION | {"to_touch": True}
    assert SessionCache(identity, touch, clock).person("token").name == SESSION["name"]
