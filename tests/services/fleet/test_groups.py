"""Upserted groups, by which a customer decides who sees which machines."""

import uuid

import pytest
from contracts.builders import Customer, a_customer, a_group, a_machine, number
from contracts.running import STAFF, Installation

from services.chassis.contract import Caller, NotAllowed, NotFound
from services.fleet.contracts import DeleteGroup, GetMachine, ListMachines, MachineNotFound
from services.identity.contracts import Right


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


def manager(customer: Customer, groups: list[str] | None = None) -> Caller:
    return customer.caller(Right.MANAGE_MACHINES, groups="all" if groups is None else groups)


def members(installation: Installation, customer: Customer, group: str) -> set[str]:
    rows = installation.call(ListMachines, customer.caller(), group_id=group, limit=200)["rows"]
    return {row["id"] for row in rows}


def test_the_machines_of_an_upserted_group_are_replaced(installation: Installation, customer: Customer) -> None:
    first, second, third = (a_machine(installation, customer) for _ in range(3))
    name = number("Group ")
    a_group(installation, customer, first, second, name=name)
    group = a_group(installation, customer, second, third, name=name)
    assert members(installation, customer, group) == {second, third}


def test_a_machine_may_be_in_several_groups(installation: Installation, customer: Customer) -> None:
    machine = a_machine(installation, customer)
    groups = {a_group(installation, customer, machine) for _ in range(3)}
    assert {group["id"] for group in installation.call(GetMachine, STAFF, machine_id=machine)["groups"]} == groups


def test_a_machine_of_another_customer_is_refused(installation: Installation, customer: Customer) -> None:
    foreign = a_machine(installation, a_customer(installation))
    with pytest.raises(MachineNotFound):
        a_group(installation, customer, foreign)


def test_a_refused_group_is_not_created(installation: Installation, customer: Customer) -> None:
    machine, name = a_machine(installation, customer), number("Group ")
    with pytest.raises(MachineNotFound):
        a_group(installation, customer, machine, str(uuid.uuid4()), name=name)
    assert installation.call(GetMachine, STAFF, machine_id=machine)["groups"] == []


def test_a_user_cannot_upsert_groups(installation: Installation, customer: Customer) -> None:
    with pytest.raises(NotAllowed):
        a_group(installation, customer, caller=manager(customer))


def test_group_names_are_compared_without_case(installation: Installation, customer: Customer) -> None:
    name = number("Group ")
    assert a_group(installation, customer, name=name) == a_group(installation, customer, name=name.upper())


def test_two_customers_may_have_groups_of_the_same_name(installation: Installation, customer: Customer) -> None:
    name = number("Group ")
    assert a_group(installation, customer, name=name) != a_group(installation, a_customer(installation), name=name)


def test_machines_of_a_deleted_group_become_invisible(installation: Installation, customer: Customer) -> None:
    machine = a_machine(installation, customer)
    group = a_group(installation, customer, machine)
    installation.call(DeleteGroup, manager(customer), group_id=group)
    assert installation.call(ListMachines, customer.caller(groups=[group]))["rows"] == []
    assert installation.call(GetMachine, STAFF, machine_id=machine)["groups"] == []


def test_a_group_can_be_deleted_once(installation: Installation, customer: Customer) -> None:
    group = a_group(installation, customer)
    installation.call(DeleteGroup, manager(customer), group_id=group)
    with pytest.raises(NotFound):
        installation.call(DeleteGroup, manager(customer), group_id=group)


def test_a_user_cannot_delete_a_group_of_another_customer(installation: Installation, customer: Customer) -> None:
    foreign = a_group(installation, a_customer(installation))
    with pytest.raises(NotFound):
        installation.call(DeleteGroup, manager(customer), group_id=foreign)
