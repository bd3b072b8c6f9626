"""The rules of the aggregate Machine."""

import datetime as dt
import uuid
from typing import Any

import pytest

from services.fleet.contracts import Condition, LevelDirection, LevelState, Monitoring, SupplyColour, SupplyKind
from services.fleet.model import Machine, MachineModel
from services.fleet.model.machine import STALE_AFTER
from services.fleet.model.supply_level import UNKNOWN_TONER, condition_of, lowest_toner_percent_of
from services.fleet.model.supply_reading import SupplyReading

NOW = dt.datetime(2026, 3, 4, 7, 12, tzinfo=dt.UTC)
COUNTERS = {"total": 1000, "mono": 700, "colour": 300, "other_unit": ""}


def a_supply(
    percent: int | None = 50,
    state: LevelState = LevelState.KNOWN,
    direction: LevelDirection = LevelDirection.REMAINING,
    kind: SupplyKind = SupplyKind.TONER,
) -> SupplyReading:
    return SupplyReading(0, kind, SupplyColour.BLACK, "Toner", "", state, percent, direction)


@pytest.fixture
def machine() -> Machine:
    return Machine.of_customer(uuid.uuid4(), MachineModel.of_name("Konica Minolta", "bizhub C250i"))


def report(machine: Machine, at: dt.datetime = NOW, *supplies: SupplyReading, attention: bool = False) -> None:
    machine.report(at, supplies or [a_supply()], [], "", needs_attention=attention)


def count(machine: Machine, at: dt.datetime = NOW, **counters: Any) -> None:
    machine.count(at, **COUNTERS | counters)


def test_a_new_machine_is_not_connected(machine: Machine) -> None:
    assert machine.conditions_at(NOW) == [Condition.NOT_CONNECTED]


def test_a_machine_that_reports_is_connected(machine: Machine) -> None:
    report(machine)
    assert (machine.monitoring, machine.last_contact_at) == (Monitoring.CONNECTED, NOW)
    assert machine.conditions_at(NOW) == [Condition.OK]


def test_an_older_report_changes_nothing(machine: Machine) -> None:
    report(machine)
    report(machine, NOW - dt.timedelta(minutes=1), a_supply(1))
    assert (machine.last_contact_at, machine.supplies[0]["percent"]) == (NOW, 50)


def test_a_newer_report_replaces_the_last_one(machine: Machine) -> None:
    report(machine)
    report(machine, NOW + dt.timedelta(minutes=1), a_supply(1))
    assert [level["percent"] for level in machine.supplies] == [1]


def test_an_older_counter_changes_nothing(machine: Machine) -> None:
    count(machine)
    count(machine, NOW - dt.timedelta(minutes=1), total=900)
    assert (machine.counted_at, machine.total) == (NOW, 1000)


def test_a_newer_counter_replaces_the_last_one(machine: Machine) -> None:
    count(machine)
    count(machine, NOW + dt.timedelta(minutes=1), total=1100)
    assert machine.total == 1100


def test_a_report_without_counter_keeps_the_last_one(machine: Machine) -> None:
    count(machine)
    count(machine, NOW + dt.timedelta(minutes=1), total=None, mono=None, colour=None, other_unit="sheets")
    assert (machine.total, machine.counted_at, machine.counter_unit) == (1000, NOW, "sheets")


def test_a_manual_counter_does_not_connect_a_machine(machine: Machine) -> None:
    count(machine)
    assert (machine.monitoring, machine.last_contact_at) == (Monitoring.NOT_CONNECTED, None)


def test_a_machine_with_a_fault_needs_attention_and_is_not_ok(machine: Machine) -> None:
    report(machine, attention=True)
    assert machine.conditions_at(NOW) == [Condition.ATTENTION]


def test_a_machine_with_a_fault_and_low_supplies_has_both_conditions(machine: Machine) -> None:
    report(machine, NOW, a_supply(1), attention=True)
    assert machine.conditions_at(NOW) == [Condition.ATTENTION, Condition.LOW]


def test_a_stale_fault_is_ignored(machine: Machine) -> None:
    report(machine, attention=True)
    assert machine.conditions_at(NOW + STALE_AFTER + dt.timedelta(seconds=1)) == [Condition.STALE]


def test_supplies_missing_in_a_report_are_removed(machine: Machine) -> None:
    report(machine, NOW, a_supply(10), a_supply(20), a_supply(30))
    report(machine, NOW, a_supply(15))
    assert [level["percent"] for level in machine.supplies] == [15]


def test_a_machine_is_not_stale_for_three_days(machine: Machine) -> None:
    report(machine)
    assert machine.conditions_at(NOW + STALE_AFTER) == [Condition.OK]


def test_a_machine_is_stale_after_three_days(machine: Machine) -> None:
    report(machine, NOW, a_supply(1))
    assert machine.conditions_at(NOW + STALE_AFTER + dt.timedelta(seconds=1)) == [Condition.STALE]


def test_a_machine_that_never_reported_is_not_stale(machine: Machine) -> None:
    assert not machine.is_stale(NOW)


def test_omitted_numbers_are_unchanged(machine: Machine) -> None:
    machine.number(equipment_number="10042", serial_number="A7PY")
    machine.number(mac_address="00:11:22:33:44:55")
    assert (machine.equipment_number, machine.serial_number) == ("10042", "A7PY")


def test_a_machine_without_numbers_publishes_empty_ones(machine: Machine) -> None:
    published = machine.published()
    assert (published["equipment_number"], published["serial_number"], published["mac_address"]) == ("", "", "")


def test_published_groups_have_a_fixed_order(machine: Machine) -> None:
    groups = [uuid.uuid4() for _ in range(5)]
    machine.set_groups(groups)
    published = machine.published()["group_ids"]
    machine.set_groups(reversed(groups))
    assert machine.published()["group_ids"] == published


@pytest.mark.parametrize(("percent", "condition"), [(0, "low"), (10, "low"), (11, "ok"), (100, "ok")])
def test_a_supply_of_ten_percent_or_less_is_low(percent: int, condition: str) -> None:
    assert condition_of([a_supply(100), a_supply(percent)]) == condition


def test_some_remaining_is_ok() -> None:
    assert condition_of([a_supply(None, LevelState.SOME_REMAINING)]) is Condition.OK


@pytest.mark.parametrize("state", [LevelState.UNKNOWN, LevelState.NOT_REPORTED])
def test_levels_that_are_not_reported_are_unknown(state: LevelState) -> None:
    assert condition_of([a_supply(None, state)]) is Condition.UNKNOWN


def test_a_machine_without_supplies_is_unknown() -> None:
    assert condition_of([]) is Condition.UNKNOWN


def test_waste_toner_never_makes_a_machine_low() -> None:
    waste = a_supply(3, direction=LevelDirection.AMBIGUOUS, kind=SupplyKind.WASTE_TONER)
    assert condition_of([a_supply(80), waste]) is Condition.OK


def test_the_lowest_toner_percentage_ignores_other_supplies_and_unknown_levels() -> None:
    drum = a_supply(2, kind=SupplyKind.DRUM)
    waste = a_supply(3, direction=LevelDirection.AMBIGUOUS, kind=SupplyKind.WASTE_TONER)
    without_percentage = a_supply(None, LevelState.SOME_REMAINING)
    assert lowest_toner_percent_of([drum, waste, without_percentage, a_supply(40), a_supply(70)]) == 40
    assert lowest_toner_percent_of([drum, waste, without_percentage]) == UNKNOWN_TONER
