"""Who sees which machine: what is out of scope does not exist, wherever one looks."""

import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from contracts.builders import Customer, a_connected_machine, a_customer, a_group, a_toner, number
from contracts.running import STAFF, House

from services.chassis.contract import Caller, Kind, NotAllowed, NotLoggedIn
from services.fleet.contracts import (
    CountMachines,
    FindMachine,
    ListMachineFilters,
    ListMachines,
    ListReadings,
    MachineNotFound,
    RecordMachine,
)

LISTS = [ListMachines, CountMachines, ListMachineFilters]
NO_FILTERS = {"customer_name": "", "sites": [], "models": [], "groups": []}


@dataclass(frozen=True, slots=True)
class Estate:
    """A customer with a machine in two groups, and in another one that is running low; a second customer with a third.

    The first machine's groups are `group` and `other_group`; who is `limited` sees only one of them.
    """

    customer: Customer
    group: str
    other_group: str
    shown: str
    hidden: str
    foreign: str

    @property
    def limited(self) -> Caller:
        """Sees the group only."""
        return self.customer.user(groups=[self.group])

    @property
    def blind(self) -> Caller:
        """Sees no group at all."""
        return self.customer.user(groups=[])


@pytest.fixture(scope="module")
def estate(house: House) -> Estate:
    customer, other = a_customer(house), a_customer(house)
    shown = a_connected_machine(house, customer, a_toner(80), location={"site": "Amsterdam"}, model_name="C250i")
    hidden = a_connected_machine(house, customer, a_toner(5), location={"site": "Utrecht"}, model_name="C360i")
    foreign = a_connected_machine(house, other, a_toner(5), location={"site": "Delft"}, model_name="C450i")
    group = a_group(house, customer, shown, name="Amsterdam")
    other_group = a_group(house, customer, shown, name="Board room")
    a_group(house, customer, hidden, name="Utrecht")
    a_group(house, other, foreign, name="Delft")
    return Estate(customer, group, other_group, shown, hidden, foreign)


def ids(house: House, caller: Caller, **request: Any) -> set[str]:
    return {row["id"] for row in house.call(ListMachines, caller, limit=200, **request)["rows"]}


def test_a_list_holds_the_machines_of_the_customer(house: House, estate: Estate) -> None:
    assert ids(house, estate.customer.user()) == {estate.shown, estate.hidden}


def test_a_list_holds_the_machines_of_the_groups_in_scope(house: House, estate: Estate) -> None:
    assert ids(house, estate.limited) == {estate.shown}


def test_who_sees_no_group_sees_no_machine(house: House, estate: Estate) -> None:
    assert ids(house, estate.blind) == set()


def test_staff_see_every_customer(house: House, estate: Estate) -> None:
    assert {estate.shown, estate.hidden} == ids(house, STAFF, customer_id=estate.customer.id)
    assert {estate.foreign} <= ids(house, STAFF, text="C450i")


def test_a_list_counts_only_what_is_in_scope(house: House, estate: Estate) -> None:
    assert house.call(ListMachines, estate.limited)["page"]["count"] == 1


def test_a_hidden_machine_is_not_found(house: House, estate: Estate) -> None:
    with pytest.raises(MachineNotFound):
        house.call(FindMachine, estate.limited, machine_id=estate.hidden)


def test_another_customers_machine_is_not_found(house: House, estate: Estate) -> None:
    with pytest.raises(MachineNotFound):
        house.call(FindMachine, estate.customer.user(), machine_id=estate.foreign)


def test_a_hidden_machine_is_refused_like_one_that_does_not_exist(house: House, estate: Estate) -> None:
    refusals = []
    for machine_id in (estate.hidden, estate.foreign, str(uuid.uuid4())):
        with pytest.raises(MachineNotFound) as refusal:
            house.call(FindMachine, estate.limited, machine_id=machine_id)
        refusals.append(refusal.value.to_wire())
    assert refusals[0] == refusals[1] == refusals[2]


@pytest.mark.parametrize("which", ["hidden", "foreign"])
def test_readings_of_a_machine_out_of_scope_are_not_found(house: House, estate: Estate, which: str) -> None:
    with pytest.raises(MachineNotFound):
        house.call(ListReadings, estate.limited, machine_id=getattr(estate, which))


def test_readings_of_a_machine_in_scope_are_told(house: House, estate: Estate) -> None:
    assert len(house.call(ListReadings, estate.limited, machine_id=estate.shown)["rows"]) == 1


def test_counts_are_those_of_the_scope(house: House, estate: Estate) -> None:
    counts = house.call(CountMachines, estate.customer.user())
    told = {name: count for name, count in counts.items() if count}
    assert told == {"machines": 2, "to_look_at": 1, "low": 1, "ok": 1}
    assert house.call(CountMachines, estate.limited)["low"] == 0
    assert house.call(CountMachines, estate.blind)["machines"] == 0


def test_filters_offer_only_what_occurs_in_scope(house: House, estate: Estate) -> None:
    offered = house.call(ListMachineFilters, estate.limited)
    assert offered["sites"] == ["Amsterdam"]
    assert [one["name"] for one in offered["models"]] == ["Konica Minolta C250i"]
    assert [one["name"] for one in offered["groups"]] == ["Amsterdam"]


def test_filters_of_who_sees_all_are_those_of_the_customer(house: House, estate: Estate) -> None:
    offered = house.call(ListMachineFilters, estate.customer.user())
    assert offered["sites"] == ["Amsterdam", "Utrecht"]
    assert [one["name"] for one in offered["groups"]] == ["Amsterdam", "Board room", "Utrecht"]


def test_a_group_without_a_machine_is_offered_to_who_sees_all(house: House) -> None:
    customer, name = a_customer(house), number("Empty ")
    a_group(house, customer, name=name)
    assert [one["name"] for one in house.call(ListMachineFilters, customer.user())["groups"]] == [name]


def test_staff_are_told_whose_a_group_is(house: House, estate: Estate) -> None:
    customer_name = house.call(FindMachine, STAFF, machine_id=estate.shown)["customer_name"]
    offered = house.call(ListMachineFilters, STAFF, customer_id=estate.customer.id)["groups"]
    assert [(one["customer_name"], one["name"]) for one in offered] == [
        (customer_name, "Amsterdam"), (customer_name, "Board room"), (customer_name, "Utrecht"),
    ]  # fmt: skip
    assert {one["customer_name"] for one in house.call(ListMachineFilters, estate.customer.user())["groups"]} == {""}


def test_staff_who_look_at_one_customer_are_offered_what_it_has(house: House, estate: Estate) -> None:
    offered = house.call(ListMachineFilters, STAFF, customer_id=estate.customer.id)
    assert offered["sites"] == ["Amsterdam", "Utrecht"]
    assert {one["name"] for one in offered["models"]} == {"Konica Minolta C250i", "Konica Minolta C360i"}


def test_staff_who_look_at_one_customer_are_told_its_name_also_where_it_has_no_machine(house: House) -> None:
    customer = a_customer(house, "Bakkerij Zonder B.V.")
    told = house.call(ListMachineFilters, STAFF, customer_id=customer.id)
    assert told == NO_FILTERS | {"customer_name": "Bakkerij Zonder B.V."}


def test_who_names_another_customer_is_offered_nothing_of_it(house: House, estate: Estate) -> None:
    other = house.call(FindMachine, STAFF, machine_id=estate.foreign)["customer_id"]
    assert house.call(ListMachineFilters, estate.customer.user(), customer_id=other) == NO_FILTERS
    assert house.call(ListMachineFilters, estate.limited, customer_id=other) == NO_FILTERS


def test_filters_of_who_sees_nothing_are_empty(house: House, estate: Estate) -> None:
    assert house.call(ListMachineFilters, estate.blind) == NO_FILTERS


def test_a_filter_does_not_reach_beyond_the_scope(house: House, estate: Estate) -> None:
    assert ids(house, estate.limited, site="Utrecht") == set()
    assert ids(house, estate.limited, conditions=["low"]) == set()
    assert ids(house, estate.limited, text="C360i") == set()


def test_naming_another_customer_shows_nothing_of_it(house: House, estate: Estate) -> None:
    other = house.call(FindMachine, STAFF, machine_id=estate.foreign)["customer_id"]
    assert ids(house, estate.customer.user(), customer_id=other) == set()
    assert ids(house, estate.customer.user(), customer_id=estate.customer.id) == {estate.shown, estate.hidden}


def test_a_group_of_another_customer_in_the_scope_shows_nothing_of_it(house: House, estate: Estate) -> None:
    (foreign,) = house.call(FindMachine, STAFF, machine_id=estate.foreign)["groups"]
    assert ids(house, estate.customer.user(groups=[foreign["id"]])) == set()


def test_a_machines_groups_out_of_scope_are_left_out(house: House, estate: Estate) -> None:
    limited = house.call(FindMachine, estate.limited, machine_id=estate.shown)
    assert [group["id"] for group in limited["groups"]] == [estate.group]
    full = house.call(FindMachine, estate.customer.user(), machine_id=estate.shown)
    assert [group["id"] for group in full["groups"]] == [estate.group, estate.other_group]


@pytest.mark.parametrize("operation", LISTS)
def test_a_visitor_is_told_to_log_in(house: House, operation: Any) -> None:
    with pytest.raises(NotLoggedIn):
        house.call(operation, Caller.visitor())


@pytest.mark.parametrize("operation", LISTS)
@pytest.mark.parametrize("kind", [Kind.GUEST, Kind.COLLECTOR])
def test_guests_and_collectors_see_no_lists(house: House, estate: Estate, operation: Any, kind: Kind) -> None:
    caller = Caller(kind=kind, person_id="x", customer_id=estate.customer.id, resource_id=uuid.UUID(estate.shown))
    with pytest.raises(NotAllowed):
        house.call(operation, caller)


def test_a_machine_that_moves_to_another_customer_takes_no_names_of_groups_along(house: House) -> None:
    former, new = a_customer(house), a_customer(house)
    values = {"equipment_number": number("E"), "location": {"site": "Delft"}}
    machine = a_connected_machine(house, former, **values)
    a_group(house, former, machine, name=number("Board room "))
    house.call(
        RecordMachine, customer_number=new.number, manufacturer="Konica Minolta", model_name="bizhub C250i", **values
    )
    assert ids(house, former.user()) == set()
    assert house.call(FindMachine, new.user(), machine_id=machine)["groups"] == []
    assert house.call(ListMachineFilters, new.user())["groups"] == []


def test_readings_stay_with_the_former_customer_when_a_machine_moves(house: House) -> None:
    former, new = a_customer(house), a_customer(house)
    equipment_number = number("E")
    machine = a_connected_machine(house, former, equipment_number=equipment_number)
    house.call(
        RecordMachine,
        customer_number=new.number,
        manufacturer="Konica Minolta",
        model_name="bizhub C250i",
        equipment_number=equipment_number,
    )
    assert house.call(ListReadings, new.user(), machine_id=machine)["rows"] == []
