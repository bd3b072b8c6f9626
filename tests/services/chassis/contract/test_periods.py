"""Periods of whole days: what one day alone means, the limit, and days that no list has."""

import datetime as dt

import pytest
from marshmallow import ValidationError

from services.chassis.contract.periods import PeriodTooLong, WithinPeriod, whole_period
from services.chassis.settings import WrongSetting, load

MAY, JULY = dt.date(2026, 5, 1), dt.date(2026, 7, 29)
"""90 days apart, both included."""


def days(from_day: dt.date | None, to_day: dt.date | None, max_days: int) -> tuple[dt.date | None, dt.date | None]:
    period = whole_period(from_day, to_day, max_days)
    return period["from_day"], period["to_day"]


def test_a_period_may_be_as_long_as_the_limit() -> None:
    assert days(MAY, JULY, 90) == (MAY, JULY)


def test_a_longer_period_is_refused_with_one_that_is_not() -> None:
    with pytest.raises(PeriodTooLong) as refused:
        whole_period(MAY, JULY + dt.timedelta(days=1), 90)
    assert refused.value.params == {"count": 90, "from_day": "2026-05-01", "to_day": "2026-07-29"}


def test_one_day_alone_begins_or_ends_a_period_as_long_as_the_limit() -> None:
    assert days(MAY, None, 90) == days(None, JULY, 90) == (MAY, JULY)


def test_without_a_limit_a_period_may_have_any_length_and_be_open() -> None:
    assert days(dt.date(1990, 1, 1), JULY, 0) == (dt.date(1990, 1, 1), JULY)
    assert (days(MAY, None, 0), days(None, JULY, 0)) == ((MAY, None), (None, JULY))


def test_no_days_are_no_period() -> None:
    assert days(None, None, 90) == (None, None)


@pytest.mark.parametrize(
    ("from_day", "to_day", "refused"),
    [
        ("2026-05-02", "2026-05-01", {"to_day": "before_first_day"}),
        ("1 May", None, {"from_day": "invalid"}),
        ("2026-02-30", None, {"from_day": "invalid"}),
        ("0001-01-01", None, {"from_day": "invalid"}),
        (None, "9999-12-31", {"to_day": "invalid"}),
    ],
)
def test_an_impossible_day_is_refused_at_its_field(from_day: str, to_day: str, refused: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as error:
        WithinPeriod().load({"from_day": from_day, "to_day": to_day})
    problems = {name: getattr(found[0], "code", found[0]) for name, found in error.value.normalized_messages().items()}
    assert problems == refused


def test_the_limit_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load().service_history_max_days == 90
    monkeypatch.setenv("MACHINEPARK_SERVICE_HISTORY_MAX_DAYS", "0")
    assert load().service_history_max_days == 0


@pytest.mark.parametrize("value", ["-1", "40000", "a month", "1.5"])
def test_an_impossible_limit_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("MACHINEPARK_SERVICE_HISTORY_MAX_DAYS", value)
    with pytest.raises(WrongSetting, match="MACHINEPARK_SERVICE_HISTORY_MAX_DAYS"):
        load()
