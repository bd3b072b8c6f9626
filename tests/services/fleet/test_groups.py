"""Groups of machines: by them a customer decides who sees what."""

import uuid

import pytest
from contracts.builders import Customer, a_customer, a_group, a_machine, number
from contracts.running import STAFF, House

from services.chassis.contract import Caller, NotAllowed, NotFound
from services.fleet.contracts import DeleteGroup, FindMachine, ListMachines, MachineNotFound
from services.identity.contracts import Right


@pytest.fixture(scope="module")
def customer(house: House) -> Customer:
    return a_customer(house)


def manager(customer: Customer, groups: list[str] | None = None) -> Caller:
    return customer.user(Right.MANAGE_MACHINES, groups="all" if groups is None else groups)


def members(house: House, customer: Customer, group: str) -> set[str]:
    rows = house.call(ListMachines, customer.user(), group_id=group, limit=200)["rows"]
    return {row["id"] for row in rows}


def test_a_group_holds_exactly_the_machines_given(house: House, customer: Customer) -> None:
    first, second, third = (a_machine(house, customer) for _ in range(3))
    name = number("Group ")
    a_group(house, customer, first, second, name=name)
    group = a_group(house, customer, second, third, name=name)
    assert members(house, customer, group) == {second, third}


def test_a_machine_is_in_many_groups(house: House, customer: Customer) -> None:
    machine = a_machine(house, customer)
    groups = {a_group(house, customer, machine) for _ in range(3)}
    assert {one["id"] for one in house.call(FindMachine, STAFF, machine_id=machine)["groups"]} == groups


def test_a_machine_of_another_customer_is_not_put_in(house: House, customer: Customer) -> None:
    foreign = a_machine(house, a_customer(house))
    with pytest.raises(MachineNotFound):
        a_group(house, customer, foreign)


def test_a_refused_group_is_not_made(house: House, customer: Customer) -> None:
    machine, name = a_machine(house, customer), number("Group ")
    with pytest.raises(MachineNotFound):
        a_group(house, customer, machine, str(uuid.uuid4()), name=name)
    assert house.call(FindMachine, STAFF, machine_id=machine)["groups"] == []


def test_a_user_records_no_groups(house: House, customer: Customer) -> None:
    with pytest.raises(NotAllowed):
        a_group(house, customer, caller=manager(customer))


def test_a_group_is_the_same_however_its_name_is_written(house: House, customer: Customer) -> None:
    name = number("Group ")
    assert a_group(house, customer, name=name) == a_group(house, customer, name=name.upper())


def test_two_customers_may_give_their_groups_the_same_name(house: House, customer: Customer) -> None:
    name = number("Group ")
    assert a_group(house, customer, name=name) != a_group(house, a_customer(house), name=name)


def test_who_saw_machines_through_a_deleted_group_no_longer_sees_them(house: House, customer: Customer) -> None:
    machine = a_machine(house, customer)
    group = a_group(house, customer, machine)
    house.call(DeleteGroup, manager(customer), group_id=group)
    assert house.call(ListMachines, customer.user(groups=[group]))["rows"] == []
    assert house.call(FindMachine, STAFF, machine_id=machine)["groups"] == []


def test_a_deleted_group_is_deleted_once(house: House, customer: Customer) -> None:
    group = a_group(house, customer)
    house.call(DeleteGroup, manager(customer), group_id=group)
    with pytest.raises(NotFound):
        house.call(DeleteGroup, manager(customer), group_id=group)


def test_a_user_does_not_delete_a_group_of_another_customer(house: House, customer: Customer) -> None:
    foreign = a_group(house, a_customer(house))
    with pytest.raises(NotFound):
        house.call(DeleteGroup, manager(customer), group_id=foreign)
