"""Limits per person and hour: how many calls are accepted at once and after a while."""

import dataclasses
import datetime as dt

import pytest
from toys import TOYS

from services.chassis.persistence.rate_limits import Counter, HourlyLimit
from services.chassis.runtime.process import Process
from services.chassis.settings import Settings, WrongSetting, load

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
LIMIT = HourlyLimit("messages", 4)


def attempts(counter: Counter, at: dt.datetime) -> int:
    """The number of accepted attempts at this moment."""
    accepted = 0
    while not LIMIT.wait(counter, at):
        LIMIT.count_one(counter, at)
        accepted += 1
    return accepted


def test_the_whole_number_is_accepted_at_once() -> None:
    assert attempts(Counter("", 0, NOW), NOW) == 4


def test_one_more_is_accepted_after_its_part_of_the_hour() -> None:
    counter = Counter("", 0, NOW)
    attempts(counter, NOW)
    assert LIMIT.wait(counter, NOW) == dt.timedelta(minutes=15)
    assert attempts(counter, NOW + dt.timedelta(minutes=15)) == 1


def test_the_whole_number_is_accepted_again_after_an_hour() -> None:
    counter = Counter("", 0, NOW)
    attempts(counter, NOW)
    assert attempts(counter, NOW + dt.timedelta(hours=1)) == 4
    assert attempts(counter, NOW + dt.timedelta(days=7)) == 4


def test_regular_use_below_the_limit_never_waits() -> None:
    counter = Counter("", 0, NOW)
    for number in range(100):
        at = NOW + number * dt.timedelta(minutes=16)
        assert not LIMIT.wait(counter, at)
        LIMIT.count_one(counter, at)


def test_limits_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MACHINEPARK_HOURLY_LIMITS", "post_message=500, send_contact_message=3")
    assert load().hourly_limits == {"post_message": 500, "send_contact_message": 3}


@pytest.mark.parametrize("text", ["post_message", "post_message=many", "post_message=0", "=3"])
def test_a_malformed_limit_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("MACHINEPARK_HOURLY_LIMITS", text)
    with pytest.raises(WrongSetting):
        load()


def test_a_limit_of_an_operation_without_one_is_refused() -> None:
    settings = dataclasses.replace(Settings(), hourly_limits={"juggle": 3})
    with pytest.raises(WrongSetting, match="juggle"):
        Process(settings, [TOYS], lambda _user: pytest.fail("connected"))
