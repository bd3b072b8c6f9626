"""Groups are created, renamed, filled, emptied and deleted, each within the caller's scope."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from contracts.builders import Customer, a_customer, a_group, a_machine, number
from contracts.running import STAFF, Installation

from services.chassis.contract import Caller, Invalid, NotAllowed, NotFound
from services.fleet.contracts import (
    AddMachinesToGroup,
    CountMachinesToAdd,
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
def manager(customer: Customer) -> Caller:
    return customer.caller(Right.MANAGE_MACHINES)


def create(installation: Installation, manager: Caller, *machine_ids: str, name: str = "") -> dict[str, Any]:
    return installation.call(CreateGroup, manager, name=name or number("Groep "), machine_ids=list(machine_ids))


def machines_in(installation: Installation, caller: Caller, group_id: str) -> set[str]:
    return {row["id"] for row in installation.call(ListMachines, caller, group_id=group_id)["rows"]}


def test_a_new_group_has_its_machines(installation: Installation, customer: Customer, manager: Caller) -> None:
    machine = a_machine(installation, customer)
    created = create(installation, manager, machine, name="Begane grond")
    assert (created["name"], created["machines"]) == ("Begane grond", 1)
    assert machines_in(installation, manager, created["id"]) == {machine}


def test_group_names_are_unique_regardless_of_case(installation: Installation, manager: Caller) -> None:
    create(installation, manager, name="Balie")
    with pytest.raises(GroupNameTaken):
        create(installation, manager, name="BALIE")


@pytest.mark.every_environment
def test_parallel_creations_with_one_name_create_one_group(installation: Installation, manager: Caller) -> None:
    name = number("Samen ")

    def create_named(written: str) -> str:
        try:
            create(installation, manager, name=written)
        except GroupNameTaken:
            return "taken"
        return "made"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(create_named, (name, name.upper()))) == ["made", "taken"]


def test_a_renamed_group_keeps_its_machines(installation: Installation, customer: Customer, manager: Caller) -> None:
    created = create(installation, manager, a_machine(installation, customer))
    renamed = installation.call(RenameGroup, manager, group_id=created["id"], name="Verdieping 2")
    assert (renamed["name"], renamed["machines"]) == ("Verdieping 2", 1)


def test_the_case_of_a_group_name_can_be_changed(installation: Installation, manager: Caller) -> None:
    created = create(installation, manager, name="balie")
    assert installation.call(RenameGroup, manager, group_id=created["id"], name="Balie")["name"] == "Balie"


def test_added_machines_stay_in_their_other_groups(
    installation: Installation, customer: Customer, manager: Caller
) -> None:
    machine = a_machine(installation, customer)
    first, second = create(installation, manager, machine), create(installation, manager)
    installation.call(AddMachinesToGroup, manager, group_id=second["id"], machine_ids=[machine])
    assert (
        machines_in(installation, manager, first["id"]) == machines_in(installation, manager, second["id"]) == {machine}
    )


def test_all_machines_of_another_group_can_be_added(
    installation: Installation, customer: Customer, manager: Caller
) -> None:
    machines = [a_machine(installation, customer) for _ in range(3)]
    first, second = create(installation, manager, *machines), create(installation, manager)
    filled = installation.call(AddMachinesToGroup, manager, group_id=second["id"], from_group_id=first["id"])
    assert filled["machines"] == 3


def test_addition_returns_the_machines_that_were_not_in_the_group(
    installation: Installation, customer: Customer, manager: Caller
) -> None:
    old, new = a_machine(installation, customer), a_machine(installation, customer)
    group = create(installation, manager, old)
    added = installation.call(AddMachinesToGroup, manager, group_id=group["id"], machine_ids=[old, new])
    assert (added["added"], added["added_ids"], added["machines"]) == (1, [new], 2)


def test_machines_to_add_are_the_visible_ones_outside_the_group(
    installation: Installation, customer: Customer, manager: Caller
) -> None:
    old, new, elsewhere = (a_machine(installation, one) for one in (customer, customer, a_customer(installation)))
    group = create(installation, manager, old)["id"]
    limited = customer.caller(Right.MANAGE_MACHINES, groups=[group])
    counted = [
        installation.call(CountMachinesToAdd, caller, group_id=group, machine_ids=[old, new, elsewhere])
        for caller in (manager, limited)
    ]
    assert [(count["to_add"], count["in_group"]) for count in counted] == [(1, 1), (0, 1)]


@pytest.mark.parametrize("values", [{}, {"machine_ids": []}, {"from_group_id": None}])
def test_adding_no_machine_is_refused(installation: Installation, manager: Caller, values: dict[str, Any]) -> None:
    created = create(installation, manager)
    with pytest.raises(Invalid) as error:
        installation.call(AddMachinesToGroup, manager, group_id=created["id"], **values)
    assert error.value.params["fields"] == [{"path": ["machine_ids"], "code": "none_chosen", "params": {}}]


def test_removed_machines_still_exist(installation: Installation, customer: Customer, manager: Caller) -> None:
    machine = a_machine(installation, customer)
    created = create(installation, manager, machine)
    emptied = installation.call(RemoveMachinesFromGroup, manager, group_id=created["id"], machine_ids=[machine])
    assert emptied["machines"] == 0
    assert [row["id"] for row in installation.call(ListMachines, manager)["rows"]] == [machine]


@pytest.mark.every_environment
def test_parallel_additions_lose_nothing(installation: Installation, customer: Customer, manager: Caller) -> None:
    machine = a_machine(installation, customer)
    groups = [create(installation, manager)["id"] for _ in range(2)]

    def add_machine(group_id: str) -> Any:
        return installation.call(AddMachinesToGroup, manager, group_id=group_id, machine_ids=[machine])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(add_machine, groups))
    assert [machines_in(installation, manager, group) for group in groups] == [{machine}, {machine}]


def test_groups_are_listed_by_name_with_the_number_of_visible_machines(
    installation: Installation, customer: Customer, manager: Caller
) -> None:
    create(installation, manager, a_machine(installation, customer), name="Zolder")
    create(installation, manager, name="Archief")
    rows = installation.call(ListGroups, manager)["rows"]
    assert [(row["name"], row["machines"]) for row in rows] == [("Archief", 0), ("Zolder", 1)]
    assert [row["name"] for row in installation.call(ListGroups, manager, text="zol")["rows"]] == ["Zolder"]


def test_a_limited_caller_sees_only_the_groups_in_scope(installation: Installation, customer: Customer) -> None:
    own, other = a_group(installation, customer), a_group(installation, customer)
    limited = customer.caller(Right.MANAGE_MACHINES, groups=[own])
    assert [row["id"] for row in installation.call(ListGroups, limited)["rows"]] == [own]
    with pytest.raises(NotFound):
        installation.call(GetGroup, limited, group_id=other)


def test_a_machine_is_not_found_by_a_group_out_of_scope(installation: Installation, customer: Customer) -> None:
    machine = a_machine(installation, customer)
    own, other = a_group(installation, customer, machine), a_group(installation, customer, machine)
    limited = customer.caller(groups=[own])
    assert (machines_in(installation, limited, own), machines_in(installation, limited, other)) == ({machine}, set())


def test_a_limited_caller_cannot_create_rename_or_delete_groups(installation: Installation, customer: Customer) -> None:
    own = a_group(installation, customer)
    limited = customer.caller(Right.MANAGE_MACHINES, groups=[own])
    for operation, values in (
        (CreateGroup, {"name": "Nieuw"}),
        (RenameGroup, {"group_id": own, "name": "Anders"}),
        (DeleteGroup, {"group_id": own}),
    ):
        with pytest.raises(NotAllowed):
            installation.call(operation, limited, **values)


def test_a_machine_out_of_scope_cannot_be_added(installation: Installation, customer: Customer) -> None:
    hidden, own = a_machine(installation, customer), a_group(installation, customer)
    limited = customer.caller(Right.MANAGE_MACHINES, groups=[own])
    with pytest.raises(MachineNotFound):
        installation.call(AddMachinesToGroup, limited, group_id=own, machine_ids=[hidden])


OPERATIONS = [
    (GetGroup, {}),
    (RenameGroup, {"name": "Anders"}),
    (DeleteGroup, {}),
    (AddMachinesToGroup, {"machine_ids": ["01980000-0000-7000-8000-000000000012"]}),
    (RemoveMachinesFromGroup, {"machine_ids": ["01980000-0000-7000-8000-000000000012"]}),
]


@pytest.mark.parametrize(("operation", "values"), OPERATIONS, ids=lambda one: getattr(one, "name", ""))
def test_a_group_of_another_customer_is_not_found(
    installation: Installation, customer: Customer, operation: Any, values: Any
) -> None:
    group = a_group(installation, customer)
    stranger = a_customer(installation, "Tweede B.V.").caller(Right.MANAGE_MACHINES)
    with pytest.raises(NotFound):
        installation.call(operation, stranger, group_id=group, **values)


def test_a_machine_of_another_customer_cannot_be_added(installation: Installation, manager: Caller) -> None:
    foreign = a_machine(installation, a_customer(installation, "Tweede B.V."))
    with pytest.raises(MachineNotFound):
        create(installation, manager, foreign)


def test_staff_create_groups_for_the_named_customer(
    installation: Installation, customer: Customer, manager: Caller
) -> None:
    created = installation.call(CreateGroup, STAFF, customer_id=str(customer.id), name="Door de dealer")
    assert installation.call(GetGroup, manager, group_id=created["id"])["name"] == "Door de dealer"
