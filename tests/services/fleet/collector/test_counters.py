"""Counters are billed, so a value that is not certainly a number of impressions is left out."""

import pytest

from services.fleet.collector.counters import counters
from services.fleet.collector.walk import Value, Walk

UNIT, LIFE_COUNT = "2.1.43.10.2.1.3", "2.1.43.10.2.1.4"
KONICA_MINOLTA = "4.1.18334.1.1.1.5.7.2"
COPIES_MONO, PRINTS_MONO = f"{KONICA_MINOLTA}.2.1.5.1.1", f"{KONICA_MINOLTA}.2.1.5.1.2"
IMPRESSIONS, SHEETS = 7, 8


def walk_of(values: dict[str, Value]) -> Walk:
    """A walk with these objects below 1.3.6.1."""
    return Walk({(1, 3, 6, 1, *map(int, path.split("."))): value for path, value in values.items()})


def total(values: dict[str, Value], devices: tuple[int, ...] = (1,)) -> int | None:
    return counters(walk_of(values), list(devices))["total"]


def test_the_life_count_of_the_marker_is_the_total() -> None:
    assert total({f"{LIFE_COUNT}.1.1": 427, f"{UNIT}.1.1": IMPRESSIONS}) == 427


def test_a_missing_unit_means_impressions() -> None:
    assert total({f"{LIFE_COUNT}.1.1": 427}) == 427


@pytest.mark.parametrize("unit", [SHEETS, 3, 11])
def test_a_count_of_sheets_inches_or_hours_is_no_total(unit: int) -> None:
    assert total({f"{LIFE_COUNT}.1.1": 427, f"{UNIT}.1.1": unit}) is None


@pytest.mark.parametrize(
    ("values", "unit"),
    [
        ({f"{LIFE_COUNT}.1.1": 427, f"{UNIT}.1.1": SHEETS}, "sheets"),
        ({f"{LIFE_COUNT}.1.1": 427, f"{UNIT}.1.1": 11}, "hours"),
        ({f"{LIFE_COUNT}.1.1": 427, f"{UNIT}.1.1": 99}, "other"),
        ({f"{LIFE_COUNT}.1.1": 427, f"{UNIT}.1.1": IMPRESSIONS}, ""),
        ({f"{LIFE_COUNT}.1.1": 427, f"{UNIT}.1.1": SHEETS, f"{KONICA_MINOLTA}.1.1.0": 900}, ""),
        ({}, ""),
    ],
)
def test_the_unit_of_a_device_without_total_is_reported(values: dict[str, Value], unit: str) -> None:
    assert counters(walk_of(values), [1])["other_unit"] == unit


def test_a_new_device_has_a_total_of_zero() -> None:
    assert total({f"{LIFE_COUNT}.1.1": 0}) == 0


def test_a_count_outside_the_range_of_counters_is_ignored() -> None:
    assert [total({f"{LIFE_COUNT}.1.1": value}) for value in (-2, 2**31, 2**32 - 1)] == [None, None, None]


def test_the_first_of_several_markers_is_used() -> None:
    assert total({f"{LIFE_COUNT}.1.2": 20, f"{LIFE_COUNT}.1.1": 10}) == 10


def test_the_default_marker_precedes_the_first() -> None:
    assert total({f"{LIFE_COUNT}.1.2": 20, f"{LIFE_COUNT}.1.1": 10, "2.1.43.5.1.1.8.1": 2}) == 20


def test_the_marker_of_another_printer_is_ignored() -> None:
    assert total({f"{LIFE_COUNT}.1.1": 10, f"{LIFE_COUNT}.2.1": 20}, devices=(2,)) == 20


def test_konica_minoltas_total_precedes_the_life_count() -> None:
    assert total({f"{LIFE_COUNT}.1.1": 10007, f"{KONICA_MINOLTA}.1.1.0": 10000}) == 10000


def test_ricohs_total_replaces_a_life_count_in_sheets() -> None:
    values: dict[str, Value] = {
        f"{LIFE_COUNT}.1.1": 427,
        f"{UNIT}.1.1": SHEETS,
        "4.1.367.3.2.1.2.19.1.0": 500,
    }
    assert total(values) == 500


def test_konica_minoltas_copies_and_prints_are_summed() -> None:
    values: dict[str, Value] = {
        COPIES_MONO: 1000,
        PRINTS_MONO: 6000,
        f"{KONICA_MINOLTA}.2.1.5.2.1": 500,
        f"{KONICA_MINOLTA}.2.1.5.2.2": 2490,
        f"{KONICA_MINOLTA}.1.3.0": 1200,
        f"{KONICA_MINOLTA}.3.1.5.1": 321,
    }
    assert counters(walk_of(values), [1]) == {
        "total": None,
        "mono": 7000,
        "colour": 2990,
        "duplex": 1200,
        "scans": 321,
        "other_unit": "",
    }


@pytest.mark.parametrize("path", [COPIES_MONO, PRINTS_MONO])
def test_an_incomplete_sum_is_no_counter(path: str) -> None:
    assert counters(walk_of({path: 1000}), [1])["mono"] is None
