"""Keeping groups: made, named, filled, emptied, deleted, each within what one sees."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from contracts.builders import Customer, a_customer, a_group, a_machine, number
from contracts.running import STAFF, Installation

from services.chassis.contract import Caller, Invalid, NotAllowed, NotFound
from services.fleet.contracts import (
    AddMachinesToGroup,
    CreateGroup,
    DeleteGroup,
    GetGroup,
    GroupNameTaken,
    ListGroups,
    ListMachines,
    MachineNotFound,
    RemoveMachinesFromGroup,
    RenameGroup,
)
from services.identity.contracts import Right


@pytest.fixture
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


@pytest.fixture
def keeper(customer: Customer) -> Caller:
    return customer.user(Right.MANAGE_MACHINES)


def create(installation: Installation, keeper: Caller, *machine_ids: str, name: str = "") -> dict[str, Any]:
    return installation.call(CreateGroup, keeper, name=name or number("Groep "), machine_ids=list(machine_ids))


def machines_in(installation: Installation, caller: Caller, group_id: str) -> set[str]:
    return {row["id"] for row in installation.call(ListMachines, caller, group_id=group_id)["rows"]}


def test_a_new_group_has_its_machines(installation: Installation, customer: Customer, keeper: Caller) -> None:
    machine = a_machine(installation, customer)
    made = create(installation, keeper, machine, name="Begane grond")
    assert (made["name"], made["machines"]) == ("Begane grond", 1)
    assert machines_in(installation, keeper, made["id"]) == {machine}


def test_a_name_is_taken_once_whatever_its_letters(installation: Installation, keeper: Caller) -> None:
    create(installation, keeper, name="Balie")
    with pytest.raises(GroupNameTaken):
        create(installation, keeper, name="BALIE")


@pytest.mark.every_environment
def test_of_two_who_take_a_name_at_the_same_moment_one_has_it(installation: Installation, keeper: Caller) -> None:
    name = number("Samen ")

    def take(written: str) -> str:
        try:
            create(installation, keeper, name=written)
        except GroupNameTaken:
            return "taken"
        return "made"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take, (name, name.upper()))) == ["made", "taken"]


def test_a_group_gets_another_name_and_keeps_its_machines(
    installation: Installation, customer: Customer, keeper: Caller
) -> None:
    made = create(installation, keeper, a_machine(installation, customer))
    renamed = installation.call(RenameGroup, keeper, group_id=made["id"], name="Verdieping 2")
    assert (renamed["name"], renamed["machines"]) == ("Verdieping 2", 1)


def test_a_group_may_be_written_otherwise(installation: Installation, keeper: Caller) -> None:
    made = create(installation, keeper, name="balie")
    assert installation.call(RenameGroup, keeper, group_id=made["id"], name="Balie")["name"] == "Balie"


def test_machines_added_stay_in_their_other_groups(
    installation: Installation, customer: Customer, keeper: Caller
) -> None:
    machine = a_machine(installation, customer)
    first, second = create(installation, keeper, machine), create(installation, keeper)
    installation.call(AddMachinesToGroup, keeper, group_id=second["id"], machine_ids=[machine])
    assert (
        machines_in(installation, keeper, first["id"]) == machines_in(installation, keeper, second["id"]) == {machine}
    )


def test_all_machines_of_another_group_can_be_added(
    installation: Installation, customer: Customer, keeper: Caller
) -> None:
    machines = [a_machine(installation, customer) for _ in range(3)]
    first, second = create(installation, keeper, *machines), create(installation, keeper)
    filled = installation.call(AddMachinesToGroup, keeper, group_id=second["id"], from_group_id=first["id"])
    assert filled["machines"] == 3


@pytest.mark.parametrize("asked", [{}, {"machine_ids": []}, {"from_group_id": None}])
def test_adding_nothing_is_refused_and_not_told_as_done(
    installation: Installation, keeper: Caller, asked: dict[str, Any]
) -> None:
    made = create(installation, keeper)
    with pytest.raises(Invalid) as refused:
        installation.call(AddMachinesToGroup, keeper, group_id=made["id"], **asked)
    assert refused.value.params["fields"] == [{"path": ["machine_ids"], "code": "none_chosen", "params": {}}]


def test_machines_taken_out_are_still_there(installation: Installation, customer: Customer, keeper: Caller) -> None:
    machine = a_machine(installation, customer)
    made = create(installation, keeper, machine)
    emptied = installation.call(RemoveMachinesFromGroup, keeper, group_id=made["id"], machine_ids=[machine])
    assert emptied["machines"] == 0
    assert [row["id"] for row in installation.call(ListMachines, keeper)["rows"]] == [machine]


@pytest.mark.every_environment
def test_two_who_add_at_the_same_moment_lose_nothing(
    installation: Installation, customer: Customer, keeper: Caller
) -> None:
    machine = a_machine(installation, customer)
    groups = [create(installation, keeper)["id"] for _ in range(2)]

    def put(group_id: str) -> Any:
        return installation.call(AddMachinesToGroup, keeper, group_id=group_id, machine_ids=[machine])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(put, groups))
    assert [machines_in(installation, keeper, group) for group in groups] == [{machine}, {machine}]


def test_groups_are_listed_by_name_with_what_one_sees_in_them(
    installation: Installation, customer: Customer, keeper: Caller
) -> None:
    create(installation, keeper, a_machine(installation, customer), name="Zolder")
    create(installation, keeper, name="Archief")
    rows = installation.call(ListGroups, keeper)["rows"]
    assert [(row["name"], row["machines"]) for row in rows] == [("Archief", 0), ("Zolder", 1)]
    assert [row["name"] for row in installation.call(ListGroups, keeper, text="zol")["rows"]] == ["Zolder"]


def test_who_sees_a_part_knows_the_groups_of_that_part_alone(installation: Installation, customer: Customer) -> None:
    mine, other = a_group(installation, customer), a_group(installation, customer)
    part = customer.user(Right.MANAGE_MACHINES, groups=[mine])
    assert [row["id"] for row in installation.call(ListGroups, part)["rows"]] == [mine]
    with pytest.raises(NotFound):
        installation.call(GetGroup, part, group_id=other)


def test_a_machine_is_not_found_by_a_group_that_one_does_not_know(
    installation: Installation, customer: Customer
) -> None:
    machine = a_machine(installation, customer)
    mine, other = a_group(installation, customer, machine), a_group(installation, customer, machine)
    part = customer.user(groups=[mine])
    assert (machines_in(installation, part, mine), machines_in(installation, part, other)) == ({machine}, set())


def test_who_sees_a_part_neither_makes_names_nor_deletes_groups(installation: Installation, customer: Customer) -> None:
    mine = a_group(installation, customer)
    part = customer.user(Right.MANAGE_MACHINES, groups=[mine])
    for operation, asked in (
        (CreateGroup, {"name": "Nieuw"}),
        (RenameGroup, {"group_id": mine, "name": "Anders"}),
        (DeleteGroup, {"group_id": mine}),
    ):
        with pytest.raises(NotAllowed):
            installation.call(operation, part, **asked)


def test_a_machine_that_one_does_not_see_is_not_added(installation: Installation, customer: Customer) -> None:
    hidden, mine = a_machine(installation, customer), a_group(installation, customer)
    part = customer.user(Right.MANAGE_MACHINES, groups=[mine])
    with pytest.raises(MachineNotFound):
        installation.call(AddMachinesToGroup, part, group_id=mine, machine_ids=[hidden])


OPERATIONS = [
    (GetGroup, {}),
    (RenameGroup, {"name": "Anders"}),
    (DeleteGroup, {}),
    (AddMachinesToGroup, {"machine_ids": ["01980000-0000-7000-8000-000000000012"]}),
    (RemoveMachinesFromGroup, {"machine_ids": ["01980000-0000-7000-8000-000000000012"]}),
]


@pytest.mark.parametrize(("operation", "asked"), OPERATIONS, ids=lambda one: getattr(one, "name", ""))
def test_a_group_of_another_customer_is_not_found(
    installation: Installation, customer: Customer, operation: Any, asked: Any
) -> None:
    group = a_group(installation, customer)
    stranger = a_customer(installation, "Tweede B.V.").user(Right.MANAGE_MACHINES)
    with pytest.raises(NotFound):
        installation.call(operation, stranger, group_id=group, **asked)


def test_a_machine_of_another_customer_is_not_added(installation: Installation, keeper: Caller) -> None:
    foreign = a_machine(installation, a_customer(installation, "Tweede B.V."))
    with pytest.raises(MachineNotFound):
        create(installation, keeper, foreign)


def test_staff_make_groups_for_the_customer_they_name(
    installation: Installation, customer: Customer, keeper: Caller
) -> None:
    made = installation.call(CreateGroup, STAFF, customer_id=str(customer.id), name="Door de dealer")
    assert installation.call(GetGroup, keeper, group_id=made["id"])["name"] == "Door de dealer"
