"""Pages per month, calculated from the differences between readings."""

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


def volumes_of(*readings: Counted, months: int = 3) -> list[Volume]:
    return volumes(month_starts(NOW, months, ZONE), readings)


def test_months_start_at_midnight_in_the_dealers_time_zone() -> None:
    assert month_starts(NOW, 2, ZONE) == [on(2, 1), on(3, 1), on(4, 1)]


def test_months_continue_into_the_previous_year() -> None:
    assert month_starts(NOW, 4, ZONE)[0] == on(12, 1, 2025)


def test_a_month_between_two_readings_has_their_difference() -> None:
    assert volumes_of(counted(on(2, 1), 1000, 600, 400), counted(on(3, 1), 1280, 700, 580)) == [
        Volume(FEBRUARY, 280, 100, 180, True)
    ]


def test_pages_are_distributed_evenly_over_days() -> None:
    """From 18 January to 15 February are 28 days, 14 in each month."""
    january, february = volumes_of(counted(on(1, 18), 0), counted(on(2, 15), 280))
    assert (january.total, february.total) == (140, 140)


def test_months_add_up_to_the_printed_pages() -> None:
    rows = volumes_of(counted(on(1, 1), 7), counted(on(1, 11), 100), counted(on(2, 3), 333), counted(on(3, 7), 1000))
    assert sum(row.total for row in rows) == 993


def test_a_month_partly_covered_by_readings_is_incomplete() -> None:
    january, february, march = volumes_of(counted(on(1, 18), 0), counted(on(3, 7), 480))
    assert (january.complete, february.complete, march.complete) == (False, True, False)


def test_months_before_the_first_reading_are_omitted() -> None:
    assert [row.month for row in volumes_of(counted(on(3, 1), 5), counted(on(3, 7), 10))] == [MARCH]


def test_mono_and_colour_are_none_without_readings_of_them() -> None:
    (february,) = volumes_of(counted(on(2, 1), 100), counted(on(3, 1), 200, 50, 150))
    assert (february.total, february.mono, february.colour) == (100, None, None)


def test_one_reading_is_no_volume() -> None:
    assert volumes_of(counted(on(2, 1), 1000)) == []


def test_a_decreasing_counter_counts_no_pages() -> None:
    assert [row.total for row in volumes_of(counted(on(2, 1), 1000), counted(on(3, 1), 900))] == [0]
