"""Submitted readings: each is judged and stored, and its outcome returned."""

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
    """The serial number of a machine without readings."""
    serial_number = number("S")
    a_machine(installation, customer, serial_number=serial_number)
    return serial_number


def submit_one(
    installation: Installation, customer: Customer, serial_number: str, total: int | None, **values: Any
) -> dict[str, Any]:
    (result,) = submit(
        installation, customer, a_reading(installation, total, device={"serial_number": serial_number}, **values)
    )
    return result


def outcome(result: dict[str, Any]) -> tuple[str, str | None]:
    return result["outcome"], result["reason"]


def get_machine(installation: Installation, result: dict[str, Any]) -> dict[str, Any]:
    return installation.call(GetMachine, STAFF, machine_id=result["machine_id"])


def stored(installation: Installation, result: dict[str, Any]) -> list[tuple[str, int | None]]:
    rows = installation.call(ListReadings, STAFF, machine_id=result["machine_id"])["rows"]
    return [(row["outcome"], row["total"]) for row in rows]


def test_a_reading_is_accepted_and_stored(installation: Installation, customer: Customer, serial: str) -> None:
    result = submit_one(installation, customer, serial, 1000)
    assert outcome(result) == ("accepted", None)
    assert stored(installation, result) == [("accepted", 1000)]
    assert get_machine(installation, result)["total"] == 1000


def test_a_reading_connects_its_machine(installation: Installation, customer: Customer, serial: str) -> None:
    shown = get_machine(installation, submit_one(installation, customer, serial, 1000))
    assert (shown["monitoring"], shown["condition"]) == ("connected", "ok")


def test_an_unknown_device_becomes_a_machine_of_the_customer(installation: Installation, customer: Customer) -> None:
    serial_number = number("NEW")
    shown = get_machine(installation, submit_one(installation, customer, serial_number, 10))
    assert (shown["serial_number"], shown["equipment_number"]) == (serial_number, "")
    assert shown["customer_id"] == str(customer.id)


def test_a_device_with_only_a_mac_address_is_recognised_again(installation: Installation, customer: Customer) -> None:
    device = {"serial_number": "", "mac_address": f"00:20:6B:{number()}"}
    first, second = submit(
        installation, customer, a_reading(installation, 10, device=device), a_reading(installation, 11, device=device)
    )
    assert first["machine_id"] == second["machine_id"]


def test_a_machine_known_by_its_mac_address_gets_its_serial_number(
    installation: Installation, customer: Customer
) -> None:
    mac, serial_number = f"00:20:6B:{number()}", number("S")
    (first,) = submit(installation, customer, a_reading(installation, device={"serial_number": "", "mac_address": mac}))
    (second,) = submit(
        installation, customer, a_reading(installation, device={"serial_number": serial_number, "mac_address": mac})
    )
    assert second["machine_id"] == first["machine_id"]
    assert get_machine(installation, second)["serial_number"] == serial_number


def test_a_device_without_identity_is_refused_with_the_reason(installation: Installation, customer: Customer) -> None:
    result = submit_one(installation, customer, "", 10)
    assert (outcome(result), result["machine_id"]) == (("refused", "no_identity"), None)


def test_a_machine_of_another_customer_is_refused_without_its_id(
    installation: Installation, customer: Customer, serial: str
) -> None:
    result = submit_one(installation, a_customer(installation), serial, 10)
    assert (outcome(result), result["machine_id"]) == (("refused", "other_customer"), None)


def test_a_refused_reading_changes_nothing(installation: Installation, customer: Customer, serial: str) -> None:
    result = submit_one(installation, customer, serial, 1000)
    submit_one(installation, a_customer(installation), serial, 5000)
    assert get_machine(installation, result)["total"] == 1000


def test_a_reading_of_the_future_is_refused(installation: Installation, customer: Customer, serial: str) -> None:
    tomorrow = (installation.now + dt.timedelta(days=1)).isoformat()
    assert outcome(submit_one(installation, customer, serial, 10, observed_at=tomorrow)) == ("refused", "future")


def test_a_decreasing_counter_is_held_and_not_shown(
    installation: Installation, customer: Customer, serial: str
) -> None:
    submit_one(installation, customer, serial, 1000)
    result = submit_one(installation, customer, serial, 999, supplies=[a_toner(1)])
    assert outcome(result) == ("held", "counter_went_down")
    assert stored(installation, result) == [("held", 999), ("accepted", 1000)]
    shown = get_machine(installation, result)
    assert (shown["total"], shown["supplies"][0]["percent"]) == (1000, 50)


def test_a_held_reading_does_not_replace_the_accepted_one(
    installation: Installation, customer: Customer, serial: str
) -> None:
    for total in (1000, 10):
        submit_one(installation, customer, serial, total)
    assert outcome(submit_one(installation, customer, serial, 500)) == ("held", "counter_went_down")
    assert outcome(submit_one(installation, customer, serial, 1001)) == ("accepted", None)


def test_a_repeated_key_is_unchanged(installation: Installation, customer: Customer, serial: str) -> None:
    key = number("key-")
    submit_one(installation, customer, serial, 1000, key=key)
    second = submit_one(installation, customer, serial, 2000, key=key)
    assert outcome(second) == ("unchanged", None)
    assert stored(installation, second) == [("accepted", 1000)]


def test_a_repeated_key_in_one_batch_is_unchanged(installation: Installation, customer: Customer, serial: str) -> None:
    reading = a_reading(installation, 1000, device={"serial_number": serial})
    assert [outcome(result)[0] for result in submit(installation, customer, reading, reading)] == [
        "accepted",
        "unchanged",
    ]


def test_an_older_reading_is_stored_without_replacing_a_newer_one(
    installation: Installation, customer: Customer, serial: str
) -> None:
    submit_one(installation, customer, serial, 1000)
    earlier = (installation.now - dt.timedelta(hours=2)).isoformat()
    result = submit_one(installation, customer, serial, 900, observed_at=earlier, supplies=[a_toner(99)])
    assert outcome(result) == ("accepted", None)
    assert stored(installation, result) == [("accepted", 1000), ("accepted", 900)]
    shown = get_machine(installation, result)
    assert (shown["total"], shown["supplies"][0]["percent"]) == (1000, 50)


def test_readings_of_one_machine_in_one_batch_are_judged_in_sequence(
    installation: Installation, customer: Customer, serial: str
) -> None:
    """As if they were submitted one by one, in any chronological order."""
    submit_one(installation, customer, serial, 100, observed_at=(installation.now - dt.timedelta(days=9)).isoformat())
    totals = [(8, 300), (6, 250), (7, 280), (5, 310)]
    readings = [
        a_reading(
            installation,
            total,
            observed_at=(installation.now - dt.timedelta(days=days)).isoformat(),
            device={"serial_number": serial},
            supplies=[a_toner(total // 10)],
        )
        for days, total in totals
    ]
    results = submit(installation, customer, *readings)
    assert [outcome(result)[0] for result in results] == ["accepted", "held", "held", "accepted"]
    shown = get_machine(installation, results[0])
    assert (shown["total"], shown["supplies"][0]["percent"]) == (310, 31)


def test_a_machine_shows_the_latest_report_of_a_batch(
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
    shown = get_machine(installation, submit(installation, customer, *readings)[0])
    assert shown["supplies"][0]["percent"] == 10


def test_an_unknown_device_may_be_repeated_in_one_batch(installation: Installation, customer: Customer) -> None:
    device = {"serial_number": number("NEW"), "model_name": number("bizhub new ")}
    other = device | {"serial_number": number("NEW")}
    readings = [a_reading(installation, 10 + i, device=result) for i, result in enumerate((device, other, device))]
    ids = [result["machine_id"] for result in submit(installation, customer, *readings)]
    assert ids[0] == ids[2] != ids[1]


def test_a_manual_reading_sets_the_counter_and_does_not_connect(
    installation: Installation, customer: Customer, serial: str
) -> None:
    shown = get_machine(installation, submit_one(installation, customer, serial, 1000, source="manual"))
    assert (shown["total"], shown["monitoring"], shown["last_contact_at"]) == (1000, "not_connected", None)
    assert shown["counted_at"] is not None


def test_the_unit_of_a_device_without_page_count_is_shown(
    installation: Installation, customer: Customer, serial: str
) -> None:
    result = submit_one(installation, customer, serial, None, counters={"other_unit": "sheets"})
    assert (get_machine(installation, result)["total"], get_machine(installation, result)["counter_unit"]) == (
        None,
        "sheets",
    )


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
def test_a_machine_with_a_fault_needs_attention(
    installation: Installation, customer: Customer, serial: str, errors: list[str], level: int, conditions: list[str]
) -> None:
    result = submit_one(installation, customer, serial, 10, errors=errors, supplies=[a_toner(level)])
    (listed,) = installation.call(ListMachines, customer.caller(), text=serial)["rows"]
    for shown in (get_machine(installation, result), listed):
        assert (shown["conditions"], shown["condition"]) == (conditions, conditions[0])


def test_a_critical_alert_needs_attention(installation: Installation, customer: Customer, serial: str) -> None:
    alert = {"severity": "critical", "group": "cover", "description": "Front cover open"}
    shown = get_machine(installation, submit_one(installation, customer, serial, 10, alerts=[alert]))
    assert (shown["condition"], shown["alerts"]) == (
        "attention",
        [{"code": "cover", "description": "Front cover open"}],
    )


def test_the_readings_of_a_batch_are_judged_separately(
    installation: Installation, customer: Customer, serial: str
) -> None:
    future = a_reading(installation, observed_at=(installation.now + dt.timedelta(days=1)).isoformat())
    good = a_reading(installation, 10, device={"serial_number": serial})
    results = submit(installation, customer, future, good)
    assert [(result["key"], result["outcome"]) for result in results] == [
        (future["key"], "refused"),
        (good["key"], "accepted"),
    ]


def test_a_device_that_matches_two_machines_is_held(
    installation: Installation, customer: Customer, serial: str
) -> None:
    """The serial number is that of one machine, the MAC address that of another: a network card was moved."""
    mac = f"00:20:6B:{number()}"
    a_machine(installation, customer, mac_address=mac)
    (result,) = submit(
        installation, customer, a_reading(installation, device={"serial_number": serial, "mac_address": mac})
    )
    assert outcome(result) == ("held", "identity_conflict")


def test_a_mac_address_of_another_customers_machine_holds_only_its_reading(
    installation: Installation, customer: Customer, serial: str
) -> None:
    mac = f"00:20:6B:{number()}"
    a_machine(installation, a_customer(installation), mac_address=mac)
    conflict = a_reading(installation, device={"serial_number": serial, "mac_address": mac})
    results = submit(installation, customer, conflict, a_reading(installation))
    assert [result["outcome"] for result in results] == ["held", "accepted"]


def test_a_device_with_two_model_names_is_accepted_with_the_conflict(
    installation: Installation, customer: Customer, serial: str
) -> None:
    device = {"serial_number": serial, "other_model_name": "ineo+ 250i"}
    (result,) = submit(installation, customer, a_reading(installation, device=device))
    assert outcome(result) == ("accepted", "identity_conflict")
    assert get_machine(installation, result)["other_model_name"] == "ineo+ 250i"


def test_readings_for_an_unknown_customer_are_refused(installation: Installation) -> None:
    with pytest.raises(UnknownCustomer):
        installation.call(SubmitReadings, STAFF, customer_number="none", readings=[a_reading(installation)])


def test_a_collector_submits_for_its_own_customer(installation: Installation, customer: Customer, serial: str) -> None:
    reading = a_reading(installation, device={"serial_number": serial})
    assert [outcome(result)[0] for result in submit(installation, customer, reading, caller=customer.collector())] == [
        "accepted"
    ]


def test_a_collector_cannot_submit_for_another_customer(installation: Installation, customer: Customer) -> None:
    with pytest.raises(UnknownCustomer):
        submit(installation, a_customer(installation), a_reading(installation), caller=customer.collector())


def test_a_user_cannot_submit_readings(installation: Installation, customer: Customer) -> None:
    with pytest.raises(NotAllowed):
        submit(installation, customer, a_reading(installation), caller=customer.caller(*Right))


def test_a_batch_has_a_maximum_size(installation: Installation, customer: Customer) -> None:
    with pytest.raises(Invalid):
        submit(installation, customer, *(a_reading(installation) for _ in range(MAX_READINGS + 1)))


@pytest.mark.parametrize(
    ("odd", "path", "code"),
    [
        ({"counters": {"total": 2**31}}, ["counters", "total"], "too_large"),
        ({"counters": {"mono": 10**30}}, ["counters", "mono"], "too_large"),
        ({"supplies": [a_toner(2**63)]}, ["supplies", 0, "level"], "too_large"),
        ({"observed_at": "0001-01-01T00:00:00+14:00"}, ["observed_at"], "invalid"),
        ({"device": {"serial_number": "a\0"}}, ["device", "serial_number"], "control_characters"),
    ],
    ids=["counter of 32 bits", "huge counter", "huge level", "first year", "NUL"],
)
def test_an_invalid_reading_is_refused_and_the_others_are_stored(
    installation: Installation, customer: Customer, serial: str, odd: dict[str, Any], path: list[Any], code: str
) -> None:
    device = {"serial_number": serial}
    readings = [a_reading(installation, 10 + n, device=device) for n in range(2)]
    invalid = a_reading(installation, **odd)
    first, refused, second = submit(installation, customer, readings[0], invalid, readings[1])
    assert (refused["key"], *outcome(refused)) == (invalid["key"], "refused", "invalid")
    assert [(problem["path"], problem["code"]) for problem in refused["params"]["fields"]] == [(path, code)]
    assert [outcome(first), outcome(second)] == [("accepted", None)] * 2


@pytest.mark.parametrize("odd", [None, 7, "x", [], {}, {"key": 2**70}])
def test_something_that_is_no_reading_is_refused(installation: Installation, customer: Customer, odd: Any) -> None:
    (result,) = submit(installation, customer, odd)
    assert (result["key"], *outcome(result)) == ("", "refused", "invalid")


def test_the_largest_counter_is_stored(installation: Installation, customer: Customer, serial: str) -> None:
    assert stored(installation, submit_one(installation, customer, serial, 2**31 - 1)) == [("accepted", 2**31 - 1)]


def test_readings_are_listed_newest_first_and_paged(
    installation: Installation, customer: Customer, serial: str
) -> None:
    moments = [installation.now - dt.timedelta(hours=hours) for hours in (3, 2, 1)]
    for i, moment in enumerate(moments):
        result = submit_one(installation, customer, serial, 100 + i, observed_at=moment.isoformat())
    filters = {"machine_id": result["machine_id"], "limit": 2}
    first = installation.call(ListReadings, STAFF, **filters)
    second = installation.call(ListReadings, STAFF, **filters, after=first["page"]["next"])
    assert [row["total"] for row in (*first["rows"], *second["rows"])] == [102, 101, 100]
    assert installation.call(ListReadings, STAFF, **filters, before=second["page"]["previous"])["rows"] == first["rows"]


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
def test_a_level_that_is_a_state_is_never_shown_as_a_percentage(
    installation: Installation, customer: Customer, serial: str, level: int, state: str, condition: str
) -> None:
    """RFC 3805, prtMarkerSuppliesLevel: −1, −2 and −3 are states, in the machine's details and in lists."""
    result = submit_one(installation, customer, serial, 10, supplies=[a_toner(level)])
    percent = level if level >= 0 else None
    (listed,) = installation.call(ListMachines, customer.caller(), text=serial)["rows"]
    for shown in (get_machine(installation, result), listed):
        (supply,) = shown["supplies"]
        assert (supply["state"], supply["percent"], shown["condition"]) == (state, percent, condition)
