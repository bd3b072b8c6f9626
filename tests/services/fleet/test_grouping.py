"""Keeping groups: made, named, filled, emptied, deleted, each within what one sees."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from contracts.builders import Customer, a_customer, a_group, a_machine, number
from contracts.running import STAFF, House

from services.chassis.contract import Caller, Invalid, NotAllowed, NotFound
from services.fleet.contracts import (
    AddMachinesToGroup,
    CreateGroup,
    DeleteGroup,
    FindGroup,
    GroupNameTaken,
    ListGroups,
    ListMachines,
    MachineNotFound,
    RemoveMachinesFromGroup,
    RenameGroup,
)
from services.identity.contracts import Right


@pytest.fixture
def customer(house: House) -> Customer:
    return a_customer(house)


@pytest.fixture
def keeper(customer: Customer) -> Caller:
    return customer.user(Right.MANAGE_MACHINES)


def create(house: House, keeper: Caller, *machine_ids: str, name: str = "") -> dict[str, Any]:
    return house.call(CreateGroup, keeper, name=name or number("Groep "), machine_ids=list(machine_ids))


def machines_in(house: House, caller: Caller, group_id: str) -> set[str]:
    return {row["id"] for row in house.call(ListMachines, caller, group_id=group_id)["rows"]}


def test_a_new_group_has_its_machines(house: House, customer: Customer, keeper: Caller) -> None:
    machine = a_machine(house, customer)
    made = create(house, keeper, machine, name="Begane grond")
    assert (made["name"], made["machines"]) == ("Begane grond", 1)
    assert machines_in(house, keeper, made["id"]) == {machine}


def test_a_name_is_taken_once_whatever_its_letters(house: House, keeper: Caller) -> None:
    create(house, keeper, name="Balie")
    with pytest.raises(GroupNameTaken):
        create(house, keeper, name="BALIE")


def test_of_two_who_take_a_name_at_the_same_moment_one_has_it(house: House, keeper: Caller) -> None:
    name = number("Samen ")

    def take(written: str) -> str:
        try:
            create(house, keeper, name=written)
        except GroupNameTaken:
            return "taken"
        return "made"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take, (name, name.upper()))) == ["made", "taken"]


def test_a_group_gets_another_name_and_keeps_its_machines(house: House, customer: Customer, keeper: Caller) -> None:
    made = create(house, keeper, a_machine(house, customer))
    renamed = house.call(RenameGroup, keeper, group_id=made["id"], name="Verdieping 2")
    assert (renamed["name"], renamed["machines"]) == ("Verdieping 2", 1)


def test_a_group_may_be_written_otherwise(house: House, keeper: Caller) -> None:
    made = create(house, keeper, name="balie")
    assert house.call(RenameGroup, keeper, group_id=made["id"], name="Balie")["name"] == "Balie"


def test_machines_added_stay_in_their_other_groups(house: House, customer: Customer, keeper: Caller) -> None:
    machine = a_machine(house, customer)
    first, second = create(house, keeper, machine), create(house, keeper)
    house.call(AddMachinesToGroup, keeper, group_id=second["id"], machine_ids=[machine])
    assert machines_in(house, keeper, first["id"]) == machines_in(house, keeper, second["id"]) == {machine}


def test_all_machines_of_another_group_can_be_added(house: House, customer: Customer, keeper: Caller) -> None:
    machines = [a_machine(house, customer) for _ in range(3)]
    first, second = create(house, keeper, *machines), create(house, keeper)
    filled = house.call(AddMachinesToGroup, keeper, group_id=second["id"], from_group_id=first["id"])
    assert filled["machines"] == 3


@pytest.mark.parametrize("asked", [{}, {"machine_ids": []}, {"from_group_id": None}])
def test_adding_nothing_is_refused_and_not_told_as_done(house: House, keeper: Caller, asked: dict[str, Any]) -> None:
    made = create(house, keeper)
    with pytest.raises(Invalid) as refused:
        house.call(AddMachinesToGroup, keeper, group_id=made["id"], **asked)
    assert refused.value.params["fields"] == [{"path": ["machine_ids"], "code": "none_chosen", "params": {}}]


def test_machines_taken_out_are_still_there(house: House, customer: Customer, keeper: Caller) -> None:
    machine = a_machine(house, customer)
    made = create(house, keeper, machine)
    emptied = house.call(RemoveMachinesFromGroup, keeper, group_id=made["id"], machine_ids=[machine])
    assert emptied["machines"] == 0
    assert [row["id"] for row in house.call(ListMachines, keeper)["rows"]] == [machine]


def test_two_who_add_at_the_same_moment_lose_nothing(house: House, customer: Customer, keeper: Caller) -> None:
    machine = a_machine(house, customer)
    groups = [create(house, keeper)["id"] for _ in range(2)]

    def put(group_id: str) -> Any:
        return house.call(AddMachinesToGroup, keeper, group_id=group_id, machine_ids=[machine])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(put, groups))
    assert [machines_in(house, keeper, group) for group in groups] == [{machine}, {machine}]


def test_groups_are_listed_by_name_with_what_one_sees_in_them(house: House, customer: Customer, keeper: Caller) -> None:
    create(house, keeper, a_machine(house, customer), name="Zolder")
    create(house, keeper, name="Archief")
    rows = house.call(ListGroups, keeper)["rows"]
    assert [(row["name"], row["machines"]) for row in rows] == [("Archief", 0), ("Zolder", 1)]
    assert [row["name"] for row in house.call(ListGroups, keeper, text="zol")["rows"]] == ["Zolder"]


def test_who_sees_a_part_knows_the_groups_of_that_part_alone(house: House, customer: Customer) -> None:
    mine, other = a_group(house, customer), a_group(house, customer)
    part = customer.user(Right.MANAGE_MACHINES, groups=[mine])
    assert [row["id"] for row in house.call(ListGroups, part)["rows"]] == [mine]
    with pytest.raises(NotFound):
        house.call(FindGroup, part, group_id=other)


def test_a_machine_is_not_found_by_a_group_that_one_does_not_know(house: House, customer: Customer) -> None:
    machine = a_machine(house, customer)
    mine, other = a_group(house, customer, machine), a_group(house, customer, machine)
    part = customer.user(groups=[mine])
    assert (machines_in(house, part, mine), machines_in(house, part, other)) == ({machine}, set())


def test_who_sees_a_part_neither_makes_names_nor_deletes_groups(house: House, customer: Customer) -> None:
    mine = a_group(house, customer)
    part = customer.user(Right.MANAGE_MACHINES, groups=[mine])
    for operation, asked in (
        (CreateGroup, {"name": "Nieuw"}),
        (RenameGroup, {"group_id": mine, "name": "Anders"}),
        (DeleteGroup, {"group_id": mine}),
    ):
        with pytest.raises(NotAllowed):
            house.call(operation, part, **asked)


def test_a_machine_that_one_does_not_see_is_not_added(house: House, customer: Customer) -> None:
    hidden, mine = a_machine(house, customer), a_group(house, customer)
    part = customer.user(Right.MANAGE_MACHINES, groups=[mine])
    with pytest.raises(MachineNotFound):
        house.call(AddMachinesToGroup, part, group_id=mine, machine_ids=[hidden])


OPERATIONS = [
    (FindGroup, {}),
    (RenameGroup, {"name": "Anders"}),
    (DeleteGroup, {}),
    (AddMachinesToGroup, {"machine_ids": ["01980000-0000-7000-8000-000000000012"]}),
    (RemoveMachinesFromGroup, {"machine_ids": ["01980000-0000-7000-8000-000000000012"]}),
]


@pytest.mark.parametrize(("operation", "asked"), OPERATIONS, ids=lambda one: getattr(one, "name", ""))
def test_a_group_of_another_customer_is_not_found(house: House, customer: Customer, operation: Any, asked: Any) -> None:
    group = a_group(house, customer)
    stranger = a_customer(house, "Tweede B.V.").user(Right.MANAGE_MACHINES)
    with pytest.raises(NotFound):
        house.call(operation, stranger, group_id=group, **asked)


def test_a_machine_of_another_customer_is_not_added(house: House, keeper: Caller) -> None:
    foreign = a_machine(house, a_customer(house, "Tweede B.V."))
    with pytest.raises(MachineNotFound):
        create(house, keeper, foreign)


def test_staff_make_groups_for_the_customer_they_name(house: House, customer: Customer, keeper: Caller) -> None:
    made = house.call(CreateGroup, STAFF, customer_id=str(customer.id), name="Door de dealer")
    assert house.call(FindGroup, keeper, group_id=made["id"])["name"] == "Door de dealer"
