"""Readings come in: each is judged, kept and told what became of it; nothing is dropped silently."""

import datetime as dt
from typing import Any

import pytest
from contracts.builders import (
    Customer,
    a_customer,
    a_machine,
    a_reading,
    a_toner,
    number,
    submit,
)
from contracts.running import STAFF, Installation

from services.chassis.contract import Invalid, NotAllowed
from services.fleet.contracts import GetMachine, ListMachines, ListReadings, SubmitReadings
from services.fleet.contracts.readings import MAX_READINGS
from services.identity.contracts import Right, UnknownCustomer

pytestmark = pytest.mark.every_environment


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


@pytest.fixture
def serial(installation: Installation, customer: Customer) -> str:
    """Of a machine that has said nothing yet."""
    serial_number = number("S")
    a_machine(installation, customer, serial_number=serial_number)
    return serial_number


def hand_in(
    installation: Installation, customer: Customer, serial_number: str, total: int | None, **values: Any
) -> dict[str, Any]:
    (result,) = submit(
        installation, customer, a_reading(installation, total, device={"serial_number": serial_number}, **values)
    )
    return result


def outcome(result: dict[str, Any]) -> tuple[str, str | None]:
    return result["outcome"], result["reason"]


def machine(installation: Installation, result: dict[str, Any]) -> dict[str, Any]:
    return installation.call(GetMachine, STAFF, machine_id=result["machine_id"])


def kept(installation: Installation, result: dict[str, Any]) -> list[tuple[str, int | None]]:
    rows = installation.call(ListReadings, STAFF, machine_id=result["machine_id"])["rows"]
    return [(row["outcome"], row["total"]) for row in rows]


def test_a_reading_is_accepted_and_kept(installation: Installation, customer: Customer, serial: str) -> None:
    result = hand_in(installation, customer, serial, 1000)
    assert outcome(result) == ("accepted", None)
    assert kept(installation, result) == [("accepted", 1000)]
    assert machine(installation, result)["total"] == 1000


def test_a_reading_connects_its_machine(installation: Installation, customer: Customer, serial: str) -> None:
    found = machine(installation, hand_in(installation, customer, serial, 1000))
    assert (found["monitoring"], found["condition"]) == ("connected", "ok")


def test_a_device_that_nobody_recorded_becomes_a_machine_of_the_customer(
    installation: Installation, customer: Customer
) -> None:
    serial_number = number("NEW")
    found = machine(installation, hand_in(installation, customer, serial_number, 10))
    assert (found["serial_number"], found["equipment_number"]) == (serial_number, "")
    assert found["customer_id"] == str(customer.id)


def test_a_device_with_only_a_mac_address_is_known_again(installation: Installation, customer: Customer) -> None:
    device = {"serial_number": "", "mac_address": f"00:20:6B:{number()}"}
    first, second = submit(
        installation, customer, a_reading(installation, 10, device=device), a_reading(installation, 11, device=device)
    )
    assert first["machine_id"] == second["machine_id"]


def test_a_machine_known_by_its_mac_address_gets_the_serial_number_it_tells(
    installation: Installation, customer: Customer
) -> None:
    mac, serial_number = f"00:20:6B:{number()}", number("S")
    (first,) = submit(installation, customer, a_reading(installation, device={"serial_number": "", "mac_address": mac}))
    (second,) = submit(
        installation, customer, a_reading(installation, device={"serial_number": serial_number, "mac_address": mac})
    )
    assert second["machine_id"] == first["machine_id"]
    assert machine(installation, second)["serial_number"] == serial_number


def test_a_device_without_identity_is_refused_with_the_reason(installation: Installation, customer: Customer) -> None:
    result = hand_in(installation, customer, "", 10)
    assert (outcome(result), result["machine_id"]) == (("refused", "no_identity"), None)


def test_a_machine_of_another_customer_is_refused_and_told_nothing(
    installation: Installation, customer: Customer, serial: str
) -> None:
    result = hand_in(installation, a_customer(installation), serial, 10)
    assert (outcome(result), result["machine_id"]) == (("refused", "other_customer"), None)


def test_a_refused_reading_changes_nothing(installation: Installation, customer: Customer, serial: str) -> None:
    result = hand_in(installation, customer, serial, 1000)
    hand_in(installation, a_customer(installation), serial, 5000)
    assert machine(installation, result)["total"] == 1000


def test_a_reading_of_the_future_is_refused(installation: Installation, customer: Customer, serial: str) -> None:
    tomorrow = (installation.now + dt.timedelta(days=1)).isoformat()
    assert outcome(hand_in(installation, customer, serial, 10, observed_at=tomorrow)) == ("refused", "future")


def test_a_counter_that_went_down_is_held_and_not_shown(
    installation: Installation, customer: Customer, serial: str
) -> None:
    hand_in(installation, customer, serial, 1000)
    result = hand_in(installation, customer, serial, 999, supplies=[a_toner(1)])
    assert outcome(result) == ("held", "counter_went_down")
    assert kept(installation, result) == [("held", 999), ("accepted", 1000)]
    found = machine(installation, result)
    assert (found["total"], found["supplies"][0]["percent"]) == (1000, 50)


def test_after_a_held_reading_the_accepted_one_still_counts(
    installation: Installation, customer: Customer, serial: str
) -> None:
    for total in (1000, 10):
        hand_in(installation, customer, serial, total)
    assert outcome(hand_in(installation, customer, serial, 500)) == ("held", "counter_went_down")
    assert outcome(hand_in(installation, customer, serial, 1001)) == ("accepted", None)


def test_the_same_key_twice_is_unchanged(installation: Installation, customer: Customer, serial: str) -> None:
    key = number("key-")
    hand_in(installation, customer, serial, 1000, key=key)
    again = hand_in(installation, customer, serial, 2000, key=key)
    assert outcome(again) == ("unchanged", None)
    assert kept(installation, again) == [("accepted", 1000)]


def test_the_same_key_twice_in_one_batch_is_unchanged(
    installation: Installation, customer: Customer, serial: str
) -> None:
    reading = a_reading(installation, 1000, device={"serial_number": serial})
    assert [outcome(one)[0] for one in submit(installation, customer, reading, reading)] == ["accepted", "unchanged"]


def test_an_older_reading_is_kept_but_does_not_overwrite_a_newer_one(
    installation: Installation, customer: Customer, serial: str
) -> None:
    hand_in(installation, customer, serial, 1000)
    earlier = (installation.now - dt.timedelta(hours=2)).isoformat()
    result = hand_in(installation, customer, serial, 900, observed_at=earlier, supplies=[a_toner(99)])
    assert outcome(result) == ("accepted", None)
    assert kept(installation, result) == [("accepted", 1000), ("accepted", 900)]
    found = machine(installation, result)
    assert (found["total"], found["supplies"][0]["percent"]) == (1000, 50)


def test_readings_of_one_machine_in_one_batch_are_judged_by_each_other(
    installation: Installation, customer: Customer, serial: str
) -> None:
    """As if they had come one by one, in whatever order of time they stand."""
    hand_in(installation, customer, serial, 100, observed_at=(installation.now - dt.timedelta(days=9)).isoformat())
    told = [(8, 300), (6, 250), (7, 280), (5, 310)]
    readings = [
        a_reading(
            installation,
            total,
            observed_at=(installation.now - dt.timedelta(days=days)).isoformat(),
            device={"serial_number": serial},
            supplies=[a_toner(total // 10)],
        )
        for days, total in told
    ]
    results = submit(installation, customer, *readings)
    assert [outcome(one)[0] for one in results] == ["accepted", "held", "held", "accepted"]
    found = machine(installation, results[0])
    assert (found["total"], found["supplies"][0]["percent"]) == (310, 31)


def test_a_machine_is_as_the_latest_report_of_a_batch_says_wherever_it_stands(
    installation: Installation, customer: Customer, serial: str
) -> None:
    readings = [
        a_reading(
            installation,
            observed_at=(installation.now - dt.timedelta(hours=hours)).isoformat(),
            device={"serial_number": serial},
            supplies=[a_toner(10 * hours)],
        )
        for hours in (3, 1, 2)
    ]
    found = machine(installation, submit(installation, customer, *readings)[0])
    assert found["supplies"][0]["percent"] == 10


def test_devices_that_nobody_recorded_may_come_twice_in_one_batch(
    installation: Installation, customer: Customer
) -> None:
    device = {"serial_number": number("NEW"), "model_name": number("bizhub new ")}
    other = device | {"serial_number": number("NEW")}
    readings = [a_reading(installation, 10 + i, device=one) for i, one in enumerate((device, other, device))]
    ids = [one["machine_id"] for one in submit(installation, customer, *readings)]
    assert ids[0] == ids[2] != ids[1]


def test_a_reading_by_hand_counts_and_connects_nothing(
    installation: Installation, customer: Customer, serial: str
) -> None:
    found = machine(installation, hand_in(installation, customer, serial, 1000, source="manual"))
    assert (found["total"], found["monitoring"], found["last_contact_at"]) == (1000, "not_connected", None)
    assert found["counted_at"] is not None


def test_a_device_that_counts_no_pages_says_what_it_counts(
    installation: Installation, customer: Customer, serial: str
) -> None:
    result = hand_in(installation, customer, serial, None, counters={"other_unit": "sheets"})
    assert (machine(installation, result)["total"], machine(installation, result)["counter_unit"]) == (None, "sheets")


@pytest.mark.parametrize(
    ("errors", "level", "conditions"),
    [
        ([], 50, ["ok"]),
        (["low_paper"], 50, ["ok"]),
        (["service_requested"], 50, ["attention"]),
        (["jammed"], 5, ["attention", "low"]),
        (["door_open"], -2, ["attention", "unknown"]),
    ],
)
def test_a_machine_that_reports_a_fault_is_not_in_order(
    installation: Installation, customer: Customer, serial: str, errors: list[str], level: int, conditions: list[str]
) -> None:
    result = hand_in(installation, customer, serial, 10, errors=errors, supplies=[a_toner(level)])
    (listed,) = installation.call(ListMachines, customer.user(), text=serial)["rows"]
    for told in (machine(installation, result), listed):
        assert (told["conditions"], told["condition"]) == (conditions, conditions[0])


def test_a_critical_alert_of_a_device_needs_attention(
    installation: Installation, customer: Customer, serial: str
) -> None:
    alert = {"severity": "critical", "group": "cover", "description": "Front cover open"}
    found = machine(installation, hand_in(installation, customer, serial, 10, alerts=[alert]))
    assert (found["condition"], found["alerts"]) == (
        "attention",
        [{"code": "cover", "description": "Front cover open"}],
    )


def test_a_batch_is_judged_reading_by_reading(installation: Installation, customer: Customer, serial: str) -> None:
    future = a_reading(installation, observed_at=(installation.now + dt.timedelta(days=1)).isoformat())
    good = a_reading(installation, 10, device={"serial_number": serial})
    results = submit(installation, customer, future, good)
    assert [(one["key"], one["outcome"]) for one in results] == [(future["key"], "refused"), (good["key"], "accepted")]


def test_a_device_that_answers_to_two_machines_is_held(
    installation: Installation, customer: Customer, serial: str
) -> None:
    """Its serial number is one machine's, its MAC address another's: a network board has moved."""
    mac = f"00:20:6B:{number()}"
    a_machine(installation, customer, mac_address=mac)
    (result,) = submit(
        installation, customer, a_reading(installation, device={"serial_number": serial, "mac_address": mac})
    )
    assert outcome(result) == ("held", "identity_conflict")


def test_a_mac_address_of_another_customers_machine_spoils_no_batch(
    installation: Installation, customer: Customer, serial: str
) -> None:
    mac = f"00:20:6B:{number()}"
    a_machine(installation, a_customer(installation), mac_address=mac)
    conflict = a_reading(installation, device={"serial_number": serial, "mac_address": mac})
    results = submit(installation, customer, conflict, a_reading(installation))
    assert [one["outcome"] for one in results] == ["held", "accepted"]


def test_a_device_that_names_itself_in_two_ways_is_accepted_and_says_so(
    installation: Installation, customer: Customer, serial: str
) -> None:
    device = {"serial_number": serial, "other_model_name": "ineo+ 250i"}
    (result,) = submit(installation, customer, a_reading(installation, device=device))
    assert outcome(result) == ("accepted", "identity_conflict")
    assert machine(installation, result)["other_model_name"] == "ineo+ 250i"


def test_readings_for_an_unknown_customer_are_refused(installation: Installation) -> None:
    with pytest.raises(UnknownCustomer):
        installation.call(SubmitReadings, STAFF, customer_number="none", readings=[a_reading(installation)])


def test_a_collector_hands_in_for_its_own_customer(installation: Installation, customer: Customer, serial: str) -> None:
    reading = a_reading(installation, device={"serial_number": serial})
    assert [outcome(one)[0] for one in submit(installation, customer, reading, caller=customer.collector())] == [
        "accepted"
    ]


def test_a_collector_hands_in_for_no_other_customer(installation: Installation, customer: Customer) -> None:
    with pytest.raises(UnknownCustomer):
        submit(installation, a_customer(installation), a_reading(installation), caller=customer.collector())


def test_a_user_hands_in_no_readings_of_devices(installation: Installation, customer: Customer) -> None:
    with pytest.raises(NotAllowed):
        submit(installation, customer, a_reading(installation), caller=customer.user(*Right))


def test_a_batch_has_its_bounds(installation: Installation, customer: Customer) -> None:
    with pytest.raises(Invalid):
        submit(installation, customer, *(a_reading(installation) for _ in range(MAX_READINGS + 1)))


def test_readings_are_told_newest_first_and_paged(installation: Installation, customer: Customer, serial: str) -> None:
    moments = [installation.now - dt.timedelta(hours=hours) for hours in (3, 2, 1)]
    for i, moment in enumerate(moments):
        result = hand_in(installation, customer, serial, 100 + i, observed_at=moment.isoformat())
    asked = {"machine_id": result["machine_id"], "limit": 2}
    first = installation.call(ListReadings, STAFF, **asked)
    second = installation.call(ListReadings, STAFF, **asked, after=first["page"]["next"])
    assert [row["total"] for row in (*first["rows"], *second["rows"])] == [102, 101, 100]
    assert installation.call(ListReadings, STAFF, **asked, before=second["page"]["previous"])["rows"] == first["rows"]


@pytest.mark.parametrize(
    ("level", "state", "condition"),
    [
        (-1, "not_reported", "unknown"),
        (-2, "unknown", "unknown"),
        (-3, "some_remaining", "ok"),
        (0, "known", "low"),
        (42, "known", "ok"),
    ],
)
def test_what_a_device_cannot_tell_never_becomes_a_percentage(
    installation: Installation, customer: Customer, serial: str, level: int, state: str, condition: str
) -> None:
    """RFC 3805, prtMarkerSuppliesLevel: −1, −2 and −3 are states; from the reading to the machine's page and list."""
    result = hand_in(installation, customer, serial, 10, supplies=[a_toner(level)])
    percent = level if level >= 0 else None
    (listed,) = installation.call(ListMachines, customer.user(), text=serial)["rows"]
    for told in (machine(installation, result), listed):
        (supply,) = told["supplies"]
        assert (supply["state"], supply["percent"], told["condition"]) == (state, percent, condition)
