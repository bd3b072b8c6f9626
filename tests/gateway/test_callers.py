"""From token to person: asked anew after three seconds at the latest."""

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
    """Answers with `session`, and counts how often it was asked."""

    def __init__(self) -> None:
        self.session: dict[str, Any] | None = SESSION
        self.asked = 0

    def __call__(self, token: str) -> dict[str, Any]:
        self.asked += 1
        if self.session is None:
            raise NotLoggedIn
        return self.session


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def identity() -> Identity:
    return Identity()


def test_a_person_is_believed_for_three_seconds(identity: Identity, clock: Clock) -> None:
    known = SessionCache(identity, lambda token: None, clock)
    known.person("token")
    clock.now += 2.99
    known.person("token")
    assert identity.asked == 1


def test_a_right_that_was_taken_away_is_gone_after_three_seconds(identity: Identity, clock: Clock) -> None:
    known = SessionCache(identity, lambda token: None, clock)
    assert known.person("token").may("request_service")
    identity.session = SESSION | {"rights": []}
    clock.now += 3
    assert not known.person("token").may("request_service")


def test_a_session_that_ended_is_gone_after_three_seconds(identity: Identity, clock: Clock) -> None:
    known = SessionCache(identity, lambda token: None, clock)
    known.person("token")
    identity.session = None
    clock.now += 3
    with pytest.raises(NotLoggedIn):
        known.person("token")


def test_after_logging_out_nothing_is_believed(identity: Identity, clock: Clock) -> None:
    known = SessionCache(identity, lambda token: None, clock)
    known.person("token")
    known.forget("token")
    known.person("token")
    assert identity.asked == 2


def test_many_visitors_do_not_fill_the_memory(
    identity: Identity, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callers, "MAX_SESSIONS", 3)
    known = SessionCache(identity, lambda token: None, clock)
    for number in range(10):
        known.person(str(number))
    assert len(known._entries) == 3
    clock.now += 3
    known.person("another")
    assert list(known._entries) == ["another"]


def test_the_scope_of_a_user_travels_as_group_ids() -> None:
    person = callers.person_of(SESSION | {"all_machines": False, "group_ids": [GROUP]})
    assert [str(group) for group in person.caller.scope] == [GROUP]


def test_a_user_who_was_given_nothing_sees_nothing() -> None:
    assert callers.person_of(SESSION | {"all_machines": False, "group_ids": []}).caller.scope == ()


def test_staff_have_no_customer() -> None:
    person = callers.person_of(SESSION | {"staff": True, "customer": None})
    assert (person.caller.kind, person.caller.customer_id, person.customer_name) == (Kind.STAFF, None, "")


def test_a_session_is_touched_when_it_is_time(identity: Identity, clock: Clock) -> None:
    touched: list[str] = []
    known = SessionCache(identity, touched.append, clock)
    known.person("token")
    identity.session = SESSION | {"to_touch": True}
    clock.now += 3
    known.person("token")
    assert touched == ["token"]


def test_a_page_comes_although_its_session_could_not_be_touched(identity: Identity, clock: Clock) -> None:
    def touch(token: str) -> None:
        raise ServiceUnavailable

    identity.session = SESSION | {"to_touch": True}
    assert SessionCache(identity, touch, clock).person("token").name == SESSION["name"]
