"""The verdict about each submitted reading."""

import datetime as dt
import uuid
from typing import Any

import pytest

from services.fleet.contracts import Outcome, Reason
from services.fleet.model import Machine, MachineModel
from services.fleet.model.reading import CLOCK_DIFFERENCE, Verdict, judge

NOW = dt.datetime(2026, 3, 4, 7, 12, tzinfo=dt.UTC)
MAC = "00:20:6B:12:34:56"
OURS, OTHERS = uuid.uuid4(), uuid.uuid4()
ACCEPTED = Verdict(Outcome.ACCEPTED)
HELD = Verdict(Outcome.HELD, Reason.IDENTITY_CONFLICT)


def a_reading(
    total: int | None = 1000, at: dt.datetime = NOW, serial_number: str = "A7PY", mac_address: str = ""
) -> dict[str, Any]:
    device = {"serial_number": serial_number, "mac_address": mac_address}
    return {"observed_at": at, "device": device, "counters": {"total": total}}


def a_machine(customer_id: uuid.UUID = OURS, **numbers: str) -> Machine:
    machine = Machine.of_customer(customer_id, MachineModel.of_name("Konica Minolta", "bizhub C250i"))
    machine.number(**numbers)
    return machine


def verdict_of(
    reading: dict[str, Any],
    machine: Machine | None = None,
    by_mac: Machine | None = None,
    last: int | None = None,
) -> Verdict:
    return judge(reading, machine, by_mac, OURS, last, NOW)


def test_a_reading_of_an_unknown_device_is_accepted() -> None:
    assert verdict_of(a_reading()) == ACCEPTED


@pytest.mark.parametrize("total", [1000, 1001, None])
def test_a_counter_that_does_not_decrease_is_accepted(total: int | None) -> None:
    assert verdict_of(a_reading(total), a_machine(), last=1000) == ACCEPTED


def test_a_first_counter_is_accepted() -> None:
    assert verdict_of(a_reading(5), a_machine(), last=None) == ACCEPTED


def test_counter_below_previous_reading_is_held() -> None:
    verdict = verdict_of(a_reading(999), a_machine(), last=1000)
    assert verdict == Verdict(Outcome.HELD, Reason.COUNTER_WENT_DOWN)


def test_a_device_without_identity_is_refused() -> None:
    assert verdict_of(a_reading(serial_number="")) == Verdict(Outcome.REFUSED, Reason.NO_IDENTITY)


def test_a_device_with_only_a_mac_address_is_accepted() -> None:
    assert verdict_of(a_reading(serial_number="", mac_address=MAC)) == ACCEPTED


def test_a_machine_of_another_customer_is_refused() -> None:
    assert verdict_of(a_reading(), a_machine(OTHERS)) == Verdict(Outcome.REFUSED, Reason.OTHER_CUSTOMER)


def test_a_small_clock_difference_is_accepted() -> None:
    assert verdict_of(a_reading(at=NOW + CLOCK_DIFFERENCE)) == ACCEPTED


def test_a_reading_of_the_future_is_refused() -> None:
    future = NOW + CLOCK_DIFFERENCE + dt.timedelta(seconds=1)
    assert verdict_of(a_reading(at=future)) == Verdict(Outcome.REFUSED, Reason.FUTURE)


def test_a_changed_serial_number_is_held() -> None:
    machine = a_machine(serial_number="OTHER", mac_address=MAC)
    assert verdict_of(a_reading(mac_address=MAC), machine, machine) == HELD


@pytest.mark.parametrize("owner", [OURS, OTHERS])
def test_a_mac_address_of_another_machine_is_held(owner: uuid.UUID) -> None:
    other = a_machine(owner, mac_address=MAC)
    assert verdict_of(a_reading(mac_address=MAC), a_machine(serial_number="A7PY"), other) == HELD
