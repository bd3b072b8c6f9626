"""Supply rows are interpreted as kind, colour and level, without guessing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fleet.model.supply_reading import (
    LevelDirection,
    LevelState,
    SupplyColour,
    SupplyKind,
    SupplyReading,
    read_supplies,
)


def a_row(description: str = "Toner", **columns: object) -> dict[str, object]:
    """A supply row of the collector; omitted columns are None."""
    row: dict[str, object] = dict.fromkeys(("supply_class", "supply_type", "colorant", "unit", "max_capacity", "level"))
    return {"index": 1, "description": description, **row, **columns}


def read(description: str = "Toner", **columns: object) -> SupplyReading:
    [reading] = read_supplies([a_row(description, **columns)])
    return reading


def level_of(level: int | None, max_capacity: int | None, unit: str | None = None) -> tuple[str, int | None]:
    reading = read(level=level, max_capacity=max_capacity, unit=unit)
    return reading.state.value, reading.percent


@pytest.mark.parametrize(
    ("level", "max_capacity", "expected"),
    [
        (86, 100, ("known", 86)),
        (0, 100, ("known", 0)),
        (100, 100, ("known", 100)),
        (1060, 5300, ("known", 20)),
        (17208, 25000, ("known", 69)),
        (1, 2, ("known", 50)),
        (1, 200, ("known", 1)),
        (-3, 100, ("some_remaining", None)),
        (-3, -2, ("some_remaining", None)),
        (-2, 100, ("unknown", None)),
        (-4, 100, ("unknown", None)),
        (-1, 100, ("not_reported", None)),
        (None, 100, ("not_reported", None)),
        (0, -2, ("unknown", None)),
        (50, -2, ("unknown", None)),
        (50, -1, ("unknown", None)),
        (50, None, ("unknown", None)),
        (0, 0, ("unknown", None)),
        (101, 100, ("unknown", None)),
    ],
)
def test_a_level_is_a_percentage_only_of_a_known_capacity(
    level: int | None, max_capacity: int | None, expected: tuple[str, int | None]
) -> None:
    assert level_of(level, max_capacity) == expected


@pytest.mark.parametrize("max_capacity", [None, -2, -1, 0])
def test_a_level_in_percent_needs_no_capacity(max_capacity: int | None) -> None:
    assert level_of(37, max_capacity, unit="percent") == ("known", 37)


def test_more_than_a_hundred_percent_is_unknown() -> None:
    assert level_of(101, -2, unit="percent") == ("unknown", None)


def test_a_negative_level_in_percent_is_a_state() -> None:
    assert level_of(-3, -2, unit="percent") == ("some_remaining", None)


def test_a_supply_that_is_not_empty_has_at_least_one_percent() -> None:
    assert level_of(1, 30000) == ("known", 1)


any_number = st.none() | st.integers(-5, 120) | st.integers(-(2**31), 2**31 - 1)
any_unit = st.sampled_from([None, "percent", "impressions", "other"])


@given(st.integers(max_value=-1), any_number, any_unit)
def test_a_negative_level_is_no_percentage(level: int, max_capacity: int | None, unit: str | None) -> None:
    assert level_of(level, max_capacity, unit)[1] is None


@given(st.none() | st.integers(max_value=0), any_number)
def test_without_capacity_there_is_no_percentage(max_capacity: int | None, level: int | None) -> None:
    assert level_of(level, max_capacity, unit="impressions")[1] is None


@given(any_number, any_number, any_unit)
def test_a_percentage_exists_exactly_when_the_level_is_known(
    level: int | None, max_capacity: int | None, unit: str | None
) -> None:
    state, percent = level_of(level, max_capacity, unit)
    assert (state == "known") is (percent is not None)
    assert percent is None or 0 <= percent <= 100


@given(st.integers(1, 2**31 - 1), st.integers(0, 2**31 - 1))
def test_only_an_empty_supply_has_zero_percent(max_capacity: int, level: int) -> None:
    state, percent = level_of(level, max_capacity)
    assert state == "unknown" or (percent == 0) is (level == 0)


@pytest.mark.parametrize(
    ("supply_type", "kind"),
    [
        ("toner", SupplyKind.TONER),
        ("toner_cartridge", SupplyKind.TONER),
        ("waste_toner", SupplyKind.WASTE_TONER),
        ("opc", SupplyKind.DRUM),
        ("developer", SupplyKind.DEVELOPER),
        ("fuser", SupplyKind.FUSER),
        ("transfer_unit", SupplyKind.TRANSFER),
        ("staples", SupplyKind.STAPLES),
        ("ink_cartridge", SupplyKind.OTHER),
        ("fuser_oil", SupplyKind.OTHER),
    ],
)
def test_the_type_determines_the_kind(supply_type: str, kind: SupplyKind) -> None:
    assert read("Cartridge", supply_type=supply_type).kind is kind


def test_the_type_precedes_the_name() -> None:
    assert read("Toner Drum Cartridge", supply_type="opc").kind is SupplyKind.DRUM


@pytest.mark.parametrize("supply_type", ["toner", "toner_cartridge"])
def test_a_name_with_waste_precedes_the_type_toner(supply_type: str) -> None:
    assert read("Waste Toner Box", supply_type=supply_type).kind is SupplyKind.WASTE_TONER


def test_a_filled_supply_of_type_toner_is_waste_toner() -> None:
    assert read("Container", supply_type="toner", supply_class="filled").kind is SupplyKind.WASTE_TONER


@pytest.mark.parametrize("supply_type", [None, "other", "unknown"])
def test_the_class_determines_the_kind_without_a_type(supply_type: str | None) -> None:
    assert read("Bottle", supply_type=supply_type, supply_class="filled").kind is SupplyKind.WASTE_TONER


@pytest.mark.parametrize("description", ["Hole Punch Box", "Staple Waste Box", "Maintenance Box", "Waste Ink Tank"])
def test_a_receptacle_for_something_else_is_no_waste_toner(description: str) -> None:
    assert read(description, supply_class="filled").kind is SupplyKind.OTHER


@pytest.mark.parametrize(
    ("supply_class", "supply_type", "description"),
    [
        ("filled", "waste_toner", "Waste Toner Box"),
        (None, "waste_toner", "Waste Toner Box"),
        ("consumed", "waste_toner", "Waste Toner Box"),
        (None, None, "Waste Toner Box"),
        ("filled", "other", "Hole Punch Box"),
        (None, "waste_ink", "Maintenance Box"),
    ],
)
def test_the_level_of_a_filled_supply_is_ambiguous(
    supply_class: str | None, supply_type: str | None, description: str
) -> None:
    reading = read(description, supply_class=supply_class, supply_type=supply_type, level=5, max_capacity=100)
    assert (reading.direction, reading.percent) == (LevelDirection.AMBIGUOUS, 5)


def test_the_level_of_a_consumed_supply_is_the_remainder() -> None:
    assert read(supply_type="toner", supply_class="consumed").direction is LevelDirection.REMAINING


def test_the_colorant_determines_the_colour() -> None:
    assert read("Toner", supply_type="toner", colorant="magenta").colour is SupplyColour.MAGENTA


def test_the_colorant_precedes_the_description() -> None:
    assert read("Black Toner", supply_type="toner", colorant="cyan").colour is SupplyColour.CYAN


@pytest.mark.parametrize("colorant", [None, "", "unknown", "other"])
def test_the_description_determines_the_colour_without_a_colorant(colorant: str | None) -> None:
    assert read("Toner (Yellow)", supply_type="toner", colorant=colorant).colour is SupplyColour.YELLOW


@pytest.mark.parametrize(("supply_type", "kind"), [("opc", SupplyKind.DRUM), ("developer", SupplyKind.DEVELOPER)])
def test_drums_and_developers_have_a_colour(supply_type: str, kind: SupplyKind) -> None:
    reading = read("Cartridge (Cyan)", supply_type=supply_type)
    assert (reading.kind, reading.colour) == (kind, SupplyColour.CYAN)


@pytest.mark.parametrize("supply_type", ["waste_toner", "fuser", "transfer_unit", "staples"])
def test_a_supply_for_all_colours_has_none(supply_type: str) -> None:
    assert read("Black Box", supply_type=supply_type, colorant="black").colour is SupplyColour.NONE


def test_the_only_toner_of_a_device_is_black() -> None:
    assert read("Canon Cartridge 999/999H").colour is SupplyColour.BLACK


def colours(*rows: dict[str, object]) -> list[SupplyColour]:
    return [reading.colour for reading in read_supplies(rows)]


def test_one_of_several_toners_without_colour_has_none() -> None:
    rows = [a_row("Toner A", index=1), a_row("Toner B", index=2)]
    assert colours(*rows) == [SupplyColour.NONE, SupplyColour.NONE]


def test_the_only_toner_of_a_device_with_a_cyan_drum_has_no_colour() -> None:
    rows = [a_row("Toner", index=1), a_row("Drum (Cyan)", index=2)]
    assert colours(*rows) == [SupplyColour.NONE, SupplyColour.CYAN]


@pytest.mark.parametrize("description", ["Tri-color Toner", "White Toner", "Cyan/Magenta/Yellow Toner", "Rouge toner"])
def test_the_only_toner_with_another_colour_in_its_description_is_not_black(description: str) -> None:
    assert read(description).colour is SupplyColour.NONE


def test_the_only_toner_with_another_colorant_is_not_black() -> None:
    assert read("Toner", colorant="Pantone 185 C").colour is SupplyColour.NONE


def test_the_only_drum_of_a_device_has_no_colour() -> None:
    assert read("Drum Unit").colour is SupplyColour.NONE


def readings_of(*states: tuple[int | None, int | None], description: str = "Black Toner") -> list[SupplyReading]:
    """The readings of rows 4, 5, … with one description and these levels and capacities."""
    return read_supplies(
        [
            a_row(description, index=index, supply_type="toner", level=level, max_capacity=capacity)
            for index, (level, capacity) in enumerate(states, start=4)
        ]
    )


@pytest.mark.parametrize(
    ("states", "state", "percent"),
    [
        (((0, -2), (-3, -2)), LevelState.SOME_REMAINING, None),
        (((-3, -2), (40, 100)), LevelState.KNOWN, 40),
        (((40, 100), (None, None)), LevelState.KNOWN, 40),
        (((None, None), (-2, -2)), LevelState.UNKNOWN, None),
        (((None, None), (-2, -2), (-3, -2)), LevelState.SOME_REMAINING, None),
    ],
)
def test_two_rows_of_one_supply_become_the_more_specific_one(
    states: tuple[tuple[int | None, int | None], ...], state: LevelState, percent: int | None
) -> None:
    assert [(r.index, r.state, r.percent) for r in readings_of(*states)] == [(4, state, percent)]


def test_two_rows_with_known_levels_are_two_supplies() -> None:
    assert [reading.percent for reading in readings_of((40, 100), (60, 100))] == [40, 60]


def test_rows_with_different_names_are_two_supplies() -> None:
    rows = [a_row("Drum Cartridge (R1)", index=1, level=-2), a_row("Drum Cartridge (R2)", index=2, level=-3)]
    assert len(read_supplies(rows)) == 2


def test_rows_with_different_serial_numbers_are_two_supplies() -> None:
    rows = [a_row("Drum, PN 013R9;SN1", index=1, level=-2), a_row("Drum, PN 013R9;SN2", index=2, level=-3)]
    assert [reading.description for reading in read_supplies(rows)] == ["Drum", "Drum"]


def test_rows_without_name_are_never_merged() -> None:
    rows = [
        a_row("", index=1, supply_type="toner", level=-2),
        a_row("", index=2, supply_type="toner", level=-3),
    ]
    assert len(read_supplies(rows)) == 2


def test_readings_have_the_order_of_their_rows() -> None:
    rows = [a_row("Drum", index=1), a_row("Toner", index=2), a_row("Drum", index=3, level=-3)]
    assert [reading.index for reading in read_supplies(rows)] == [1, 2]


def test_part_and_serial_number_are_removed_from_the_description() -> None:
    reading = read("Black Toner, PN 006R99999;SN00000000SAMPLE")
    assert (reading.description, reading.part_number) == ("Black Toner", "006R99999")


def test_a_device_without_supplies_has_no_readings() -> None:
    assert read_supplies([]) == []


any_row = st.fixed_dictionaries(
    {"index": st.integers(0, 20)},
    optional={
        "supply_class": st.sampled_from([None, "consumed", "filled", "other"]),
        "supply_type": st.sampled_from([None, "toner", "waste_toner", "opc", "other"]),
        "description": st.text(max_size=30) | st.sampled_from(["Toner", "Waste Toner Box", "Drum (C)", "TN-99K"]),
        "colorant": st.none() | st.text(max_size=9) | st.sampled_from(["cyan", "black"]),
        "unit": any_unit,
        "max_capacity": any_number,
        "level": any_number,
    },
)


@given(st.lists(any_row, max_size=6))
def test_any_rows_are_read_and_none_is_added(rows: list[dict[str, object]]) -> None:
    readings = read_supplies(rows)
    assert len(readings) <= len(rows)
    assert bool(readings) is bool(rows)
