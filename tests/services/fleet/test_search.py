"""Machines are found by numbers and words, filtered, sorted and paged."""

import base64
import json
import uuid
from functools import partial
from typing import Any

import pytest
from contracts.builders import (
    NAMES_IN_ORDER,
    Customer,
    a_connected_machine,
    a_customer,
    a_group,
    a_machine,
    a_reading,
    a_toner,
    number,
    pages_of,
    submit,
)
from contracts.running import STAFF, Installation

from services.chassis.contract import Invalid
from services.fleet.contracts import (
    Condition,
    GetMachine,
    GetOverview,
    ListGroups,
    ListMachineFilters,
    ListMachines,
    MachineSort,
)

pytestmark = pytest.mark.every_environment

CONDITIONS = ["attention", "low", "stale", "unknown", "not_connected", "ok"]


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    """A customer with a machine for each condition, each at its own site."""
    customer = a_customer(installation)
    a_connected_machine(installation, customer, a_toner(5), location={"site": "low"})
    a_connected_machine(installation, customer, a_toner(80), location={"site": "ok"})
    a_connected_machine(installation, customer, a_toner(-2), location={"site": "unknown"})
    a_machine(installation, customer, location={"site": "not_connected"})
    serial = number("S")
    a_machine(installation, customer, location={"site": "attention"}, serial_number=serial)
    submit(installation, customer, a_reading(installation, device={"serial_number": serial}, errors=["jammed"]))
    a_machine(installation, customer, location={"site": "stale"}, monitoring="connected")
    return customer


@pytest.fixture(scope="module")
def customer_and_machine(installation: Installation) -> tuple[Customer, str]:
    """A customer with a machine with several words, and a machine without them."""
    customer = a_customer(installation)
    machine = a_machine(
        installation,
        customer,
        equipment_number=number("10042"),
        serial_number="A7PY0SAMPLE" + number(),
        mac_address="00:20:6B:" + number()[-6:],
        own_reference="Bälie 2e étage",
        location={"site": "Café Zürich", "city": "'s-Hertogenbosch", "room": "2.14"},
    )
    a_machine(installation, customer, location={"site": "Elsewhere"}, manufacturer="Canon", model_name="iR-ADV 4545i")
    return customer, machine


def find(installation: Installation, customer: Customer, **request: Any) -> list[str]:
    return [row["id"] for row in installation.call(ListMachines, customer.caller(), **request)["rows"]]


@pytest.mark.parametrize(
    "text",
    [
        "10042", "a7py0", "00:20:6b", "C250", "KONICA", "konica minolta", "minolta c250i", "cafe", "CAFÉ", "Zurich",
        "zür", "balie etage", "'s-her", "2.14", "C250i   cafe",
    ],
)  # fmt: skip
def test_a_machine_is_found_by_the_start_of_each_word(
    installation: Installation, customer_and_machine: tuple[Customer, str], text: str
) -> None:
    customer, machine = customer_and_machine
    assert find(installation, customer, text=text) == [machine]


@pytest.mark.parametrize("field", ["equipment_number", "serial_number"])
@pytest.mark.parametrize("separator", [" ", "\u00a0", "-", "\u2011", "."])
def test_a_machine_is_found_by_its_whole_number_with_separators(
    installation: Installation, customer_and_machine: tuple[Customer, str], field: str, separator: str
) -> None:
    customer, machine = customer_and_machine
    typed = str(installation.call(GetMachine, customer.caller(), machine_id=machine)[field]).lower()
    assert find(installation, customer, text=f"{typed[:4]}{separator}{typed[4:]}") == [machine]
    assert find(installation, customer, text=f"{typed[:4]}{separator}{typed[4:-1]}") == []


@pytest.mark.parametrize("text", ["0042", "50i", "inolta", "cafe elsewhere", "100%", "c250_", "\\"])
def test_a_machine_is_not_found_by_parts_of_words_or_words_of_another(
    installation: Installation, customer_and_machine: tuple[Customer, str], text: str
) -> None:
    customer, _ = customer_and_machine
    assert find(installation, customer, text=text) == []


def test_a_machine_is_found_by_its_new_words_only(installation: Installation) -> None:
    customer, equipment_number = a_customer(installation), number("E")
    for site in ("Oldtown", "Newtown"):
        machine = a_machine(installation, customer, equipment_number=equipment_number, location={"site": site})
    assert find(installation, customer, text="newtown") == [machine]
    assert find(installation, customer, text="oldtown") == []


@pytest.mark.parametrize("condition", CONDITIONS)
def test_machines_can_be_filtered_by_condition(installation: Installation, customer: Customer, condition: str) -> None:
    rows = installation.call(ListMachines, customer.caller(), conditions=[condition])["rows"]
    assert [(row["location"]["site"], row["condition"]) for row in rows] == [(condition, condition)]


def test_machines_can_be_filtered_by_several_conditions(installation: Installation, customer: Customer) -> None:
    rows = installation.call(ListMachines, customer.caller(), conditions=["low", "stale"])["rows"]
    assert [row["condition"] for row in rows] == ["low", "stale"]


@pytest.mark.parametrize("conditions", [["low"], ["low", "attention"], []])
def test_the_worst_condition_is_sorted_first(installation: Installation, conditions: list[str]) -> None:
    customer, serial = a_customer(installation), number("S")
    for site in ("Amersfoort", "Breda"):
        a_connected_machine(installation, customer, a_toner(5), location={"site": site})
    worst = a_machine(installation, customer, location={"site": "Zwolle"}, serial_number=serial)
    submit(
        installation,
        customer,
        a_reading(installation, device={"serial_number": serial}, errors=["x"], supplies=[a_toner(3)]),
    )
    first = installation.call(ListMachines, customer.caller(), conditions=conditions, sort="condition", limit=1)
    assert [row["id"] for row in first["rows"]] == [worst]
    assert first["page"]["count"] == 3


def test_counts_equal_the_results_of_the_filters(installation: Installation, customer: Customer) -> None:
    counts = installation.call(GetOverview, customer.caller())["counts"]
    assert counts == {"machines": 6, "to_look_at": 3} | dict.fromkeys(map(str, Condition), 1)


@pytest.mark.every_environment
def test_overview_has_the_first_machines_of_each_condition_that_needs_attention(
    installation: Installation, customer: Customer
) -> None:
    overview = installation.call(GetOverview, customer.caller(), limit=2)
    found = {name: [row["location"]["site"] for row in overview[name]] for name in ("attention", "low", "stale")}
    assert found == {name: [name] for name in found}


def test_overview_has_the_lowest_toner_first(installation: Installation) -> None:
    customer = a_customer(installation)
    for percent in (9, 3, 5):
        a_connected_machine(installation, customer, a_toner(percent))
    low = installation.call(GetOverview, customer.caller(), limit=2)["low"]
    assert [row["supplies"][0]["percent"] for row in low] == [3, 5]


def test_a_machine_with_a_fault_and_low_supplies_is_counted_under_both(installation: Installation) -> None:
    customer, serial = a_customer(installation), number("S")
    reading = a_reading(installation, device={"serial_number": serial}, errors=["jammed"], supplies=[a_toner(3)])
    submit(installation, customer, reading)
    counts = installation.call(GetOverview, customer.caller())["counts"]
    assert (counts["attention"], counts["low"], counts["ok"], counts["to_look_at"]) == (1, 1, 0, 1)
    for condition in ("attention", "low"):
        assert len(find(installation, customer, conditions=[condition])) == 1


@pytest.mark.parametrize(("monitoring", "sites"), [("connected", 5), ("not_connected", 1)])
def test_machines_can_be_filtered_by_monitoring(
    installation: Installation, customer: Customer, monitoring: str, sites: int
) -> None:
    assert len(find(installation, customer, monitoring=monitoring)) == sites


def test_a_list_contains_the_names_of_each_machines_groups(installation: Installation) -> None:
    customer = a_customer(installation)
    first, second = a_machine(installation, customer), a_machine(installation, customer)
    hall = a_group(installation, customer, first, name="Hall")
    attic = a_group(installation, customer, first, second, name="Attic")
    rows = {row["id"]: row["groups"] for row in installation.call(ListMachines, customer.caller())["rows"]}
    assert {id: [group["name"] for group in groups] for id, groups in rows.items()} == {
        first: ["Attic", "Hall"],
        second: ["Attic"],
    }
    (row,) = installation.call(ListMachines, customer.caller(groups=[hall]))["rows"]
    assert ([group["name"] for group in row["groups"]], attic != hall) == (["Hall"], True)


def test_a_machine_becomes_stale_with_time(installation: Installation, customer: Customer) -> None:
    installation.shift(days=3, minutes=1)
    rows = installation.call(ListMachines, customer.caller(), conditions=["stale"])["rows"]
    assert sorted(row["location"]["site"] for row in rows) == ["attention", "low", "ok", "stale", "unknown"]
    assert {row["condition"] for row in rows} == {"stale"}
    assert installation.call(GetOverview, customer.caller())["counts"]["low"] == 0


def test_a_stale_machine_is_marked(installation: Installation, customer: Customer) -> None:
    (machine,) = find(installation, customer, site="ok")
    assert installation.call(GetMachine, STAFF, machine_id=machine)["stale"] is False
    installation.shift(days=4)
    assert installation.call(GetMachine, STAFF, machine_id=machine)["stale"] is True


def test_machines_can_be_filtered_by_site(
    installation: Installation, customer_and_machine: tuple[Customer, str]
) -> None:
    customer, machine = customer_and_machine
    assert find(installation, customer, site="Café Zürich") == [machine]


def test_machines_can_be_filtered_by_model(
    installation: Installation, customer_and_machine: tuple[Customer, str]
) -> None:
    customer, machine = customer_and_machine
    models = installation.call(ListMachineFilters, customer.caller())["models"]
    (model,) = (model for model in models if model["name"] == "Konica Minolta bizhub C250i")
    assert find(installation, customer, model_id=model["id"]) == [machine]


def test_machines_can_be_filtered_by_group(
    installation: Installation, customer_and_machine: tuple[Customer, str]
) -> None:
    customer, machine = customer_and_machine
    assert find(installation, customer, group_id=a_group(installation, customer, machine)) == [machine]


@pytest.mark.parametrize("sort", MachineSort)
def test_a_list_is_paged_in_both_directions_in_every_order(
    installation: Installation, customer: Customer, sort: MachineSort
) -> None:
    whole = installation.call(ListMachines, customer.caller(), sort=sort)["rows"]
    pages, after = [], ""
    while after is not None:
        pages.append(installation.call(ListMachines, customer.caller(), sort=sort, limit=2, after=after))
        after = pages[-1]["page"]["next"]
    assert [row for page in pages for row in page["rows"]] == whole
    back = installation.call(ListMachines, customer.caller(), sort=sort, limit=2, before=pages[-1]["page"]["previous"])
    assert back["rows"] == pages[-2]["rows"]
    first = installation.call(ListMachines, customer.caller(), sort=sort, limit=2, before=back["page"]["previous"])
    assert (first["rows"], first["page"]["previous"]) == (pages[0]["rows"], None)


def test_every_page_has_the_total_count(installation: Installation, customer: Customer) -> None:
    first = installation.call(ListMachines, customer.caller(), limit=2)["page"]
    second = installation.call(ListMachines, customer.caller(), limit=2, after=first["next"])["page"]
    assert [first["count"], second["count"]] == [6, 6]


def test_the_lowest_toner_is_sorted_first_and_unknown_levels_last(
    installation: Installation,
) -> None:
    customer = a_customer(installation)
    for site, toners in {"full": (90,), "unknown": (-2,), "almost": (70, 4), "half": (50, 60)}.items():
        supplies = [a_toner(percent) for percent in toners]
        a_connected_machine(installation, customer, *supplies, location={"site": site})
    rows = installation.call(ListMachines, customer.caller(), sort="toner")["rows"]
    assert [row["location"]["site"] for row in rows] == ["almost", "half", "full", "unknown"]


def test_the_latest_contact_is_sorted_first_and_missing_contact_last(
    installation: Installation, customer: Customer
) -> None:
    rows = installation.call(ListMachines, customer.caller(), sort="last_contact")["rows"]
    assert [row["location"]["site"] for row in rows[:4]] == ["attention", "unknown", "ok", "low"]
    assert {row["location"]["site"] for row in rows[4:]} == {"stale", "not_connected"}


@pytest.mark.parametrize(
    "keys",
    [None, [], [["v", "a"]], [["v", 5], ["u", str(uuid.uuid4())]], [["v", "a"], ["v", "b"]], [["x", "a"], ["u", "b"]],
     [["v", ["a"]], ["u", str(uuid.uuid4())]], [["v", "\0"], ["u", str(uuid.uuid4())]],
     [["v", "\ud800"], ["u", str(uuid.uuid4())]], [["t", "2026-03-04"], ["u", str(uuid.uuid4())]]],
)  # fmt: skip
def test_an_invented_cursor_is_refused(installation: Installation, customer: Customer, keys: Any) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps(keys).encode()).decode()
    with pytest.raises(Invalid) as error:
        installation.call(ListMachines, customer.caller(), after=cursor)
    assert error.value.params["fields"][0]["path"] == ["after"]


@pytest.mark.parametrize("cursor", ["nonsense", "é", "===="])
def test_an_undecodable_cursor_is_refused(installation: Installation, customer: Customer, cursor: str) -> None:
    with pytest.raises(Invalid) as error:
        installation.call(ListMachines, customer.caller(), before=cursor)
    assert error.value.params["fields"][0]["path"] == ["before"]


def test_a_cursor_of_another_order_is_refused(installation: Installation, customer: Customer) -> None:
    cursor = installation.call(ListMachines, customer.caller(), sort="last_contact", limit=1)["page"]["next"]
    with pytest.raises(Invalid):
        installation.call(ListMachines, customer.caller(), sort="site", after=cursor)


def test_machines_are_listed_by_site_in_the_order_of_a_reader(installation: Installation) -> None:
    customer = a_customer(installation)
    a_machine(installation, customer)
    for site in reversed(NAMES_IN_ORDER):
        a_machine(installation, customer, location={"site": site})
    rows = pages_of(partial(installation.call, ListMachines, customer.caller(), sort="site"))
    assert [row["location"]["site"] for row in rows] == [*NAMES_IN_ORDER, ""]


def test_filters_offer_sites_and_groups_in_the_order_of_a_reader(installation: Installation) -> None:
    customer = a_customer(installation)
    for name in reversed(NAMES_IN_ORDER):
        machine_id = a_machine(installation, customer, location={"site": name})
        group_id = a_group(installation, customer, machine_id, name=name)
    for groups in ("all", [group_id]):
        filters = installation.call(ListMachineFilters, customer.caller(groups=groups))
        visible = [name for name in NAMES_IN_ORDER if groups == "all" or name == NAMES_IN_ORDER[0]]
        assert filters["sites"] == visible
        assert [group["name"] for group in filters["groups"]] == visible


def test_groups_are_listed_in_the_order_of_a_reader_and_found_without_accents(installation: Installation) -> None:
    customer = a_customer(installation)
    for name in reversed(NAMES_IN_ORDER):
        a_group(installation, customer, name=name)
    rows = pages_of(partial(installation.call, ListGroups, customer.caller()))
    assert [row["name"] for row in rows] == list(NAMES_IN_ORDER)
    assert [row["name"] for row in installation.call(ListGroups, customer.caller(), text="osterr")["rows"]] == [
        "Österreich"
    ]
