"""Pages per month, from the differences between readings."""

import datetime as dt
from zoneinfo import ZoneInfo

from services.fleet.model.volume import Counted, Volume, month_starts, volumes

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = dt.datetime(2026, 3, 16, 11, 0, tzinfo=dt.UTC)
JANUARY, FEBRUARY, MARCH = (dt.date(2026, month, 1) for month in (1, 2, 3))


def on(month: int, day: int, year: int = 2026) -> dt.datetime:
    return dt.datetime(year, month, day, tzinfo=ZONE)


def counted(at: dt.datetime, total: int, mono: int | None = None, colour: int | None = None) -> Counted:
    return Counted(at, total, mono, colour)


def told(*readings: Counted, months: int = 3) -> list[Volume]:
    return volumes(month_starts(NOW, months, ZONE), readings)


def test_months_begin_at_midnight_in_the_dealers_zone() -> None:
    assert month_starts(NOW, 2, ZONE) == [on(2, 1), on(3, 1), on(4, 1)]


def test_months_go_back_into_the_year_before() -> None:
    assert month_starts(NOW, 4, ZONE)[0] == on(12, 1, 2025)


def test_a_month_between_two_readings_has_their_difference() -> None:
    assert told(counted(on(2, 1), 1000, 600, 400), counted(on(3, 1), 1280, 700, 580)) == [
        Volume(FEBRUARY, 280, 100, 180, True)
    ]


def test_pages_count_evenly_for_the_days_between_two_readings() -> None:
    """From 18 January to 15 February are 28 days: 14 of them in each month."""
    january, february = told(counted(on(1, 18), 0), counted(on(2, 15), 280))
    assert (january.total, february.total) == (140, 140)


def test_months_add_up_to_what_was_printed() -> None:
    rows = told(counted(on(1, 1), 7), counted(on(1, 11), 100), counted(on(2, 3), 333), counted(on(3, 7), 1000))
    assert sum(row.total for row in rows) == 993


def test_a_month_that_readings_cover_in_part_says_so() -> None:
    january, february, march = told(counted(on(1, 18), 0), counted(on(3, 7), 480))
    assert (january.complete, february.complete, march.complete) == (False, True, False)


def test_months_before_the_first_reading_are_left_out() -> None:
    assert [row.month for row in told(counted(on(3, 1), 5), counted(on(3, 7), 10))] == [MARCH]


def test_mono_and_colour_are_null_where_the_readings_do_not_tell() -> None:
    (february,) = told(counted(on(2, 1), 100), counted(on(3, 1), 200, 50, 150))
    assert (february.total, february.mono, february.colour) == (100, None, None)


def test_one_reading_tells_nothing() -> None:
    assert told(counted(on(2, 1), 1000)) == []


def test_a_counter_that_stands_lower_counts_nothing() -> None:
    assert [row.total for row in told(counted(on(2, 1), 1000), counted(on(3, 1), 900))] == [0]
