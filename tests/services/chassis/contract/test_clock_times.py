"""Days keep their clock time over summer time; repeated and skipped clock times are recognised."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from services.chassis.contract.clock_times import (
    RepeatedTime,
    SkippedTime,
    add_period,
    in_zone,
    season_of_repeated,
)

ZONE = ZoneInfo("Europe/Amsterdam")
DAY = dt.timedelta(days=1)


def local(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize("begin", ["2026-10-24T15:00", "2026-03-28T15:00", "2026-06-01T15:00"])
@pytest.mark.parametrize("days", [1, 7, 30, -1])
def test_days_end_at_the_clock_time_at_which_they_began(begin: str, days: int) -> None:
    end = add_period(local(begin).astimezone(dt.UTC), days * DAY, ZONE)
    assert end.tzinfo is dt.UTC
    assert end.astimezone(ZONE).replace(tzinfo=None) == dt.datetime.fromisoformat(begin) + days * DAY


def test_hours_are_elapsed_time() -> None:
    begin = local("2026-10-25T01:30").astimezone(dt.UTC)
    assert add_period(begin, dt.timedelta(hours=2), ZONE) == begin + dt.timedelta(hours=2)


def test_a_day_that_ends_at_a_skipped_time_ends_an_hour_later() -> None:
    end = add_period(local("2026-03-28T02:30"), DAY, ZONE)
    assert end.astimezone(ZONE).replace(tzinfo=None) == dt.datetime.fromisoformat("2026-03-29T03:30")


@pytest.mark.parametrize("time", ["02:00", "02:30", "02:59"])
def test_a_time_that_is_skipped_is_refused(time: str) -> None:
    with pytest.raises(SkippedTime):
        in_zone(dt.datetime.fromisoformat(f"2026-03-29T{time}"), ZONE)


@pytest.mark.parametrize(("season", "in_utc"), [("summer", "00:30"), ("winter", "01:30")])
def test_the_season_says_which_repeated_time_is_meant(season: str, in_utc: str) -> None:
    aware = in_zone(dt.datetime.fromisoformat("2026-10-25T02:30"), ZONE, season)
    assert aware.astimezone(dt.UTC).isoformat() == f"2026-10-25T{in_utc}:00+00:00"


@pytest.mark.parametrize("season", ["", "spring"])
def test_a_repeated_time_without_a_season_is_refused(season: str) -> None:
    with pytest.raises(RepeatedTime):
        in_zone(dt.datetime.fromisoformat("2026-10-25T02:30"), ZONE, season)


@pytest.mark.parametrize("time", ["01:59", "03:00"])
def test_the_season_of_a_time_that_is_not_repeated_is_ignored(time: str) -> None:
    clock_time = dt.datetime.fromisoformat(f"2026-10-25T{time}")
    assert in_zone(clock_time, ZONE, "winter") == in_zone(clock_time, ZONE)


@pytest.mark.parametrize(
    ("in_utc", "season"),
    [("23:59", ""), ("00:00", "summer"), ("00:59", "summer"), ("01:00", "winter"), ("01:59", "winter"), ("02:00", "")],
)
def test_a_repeated_time_has_a_season(in_utc: str, season: str) -> None:
    day = "2026-10-24" if in_utc == "23:59" else "2026-10-25"
    assert season_of_repeated(dt.datetime.fromisoformat(f"{day}T{in_utc}+00:00").astimezone(ZONE)) == season
