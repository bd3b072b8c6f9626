"""The groups of machines, for those who decide which users see which machines."""

from typing import Any

import pytest
from contracts.accounts import an_administrator
from contracts.builders import Customer, a_customer, a_group, a_machine, an_account, logged_in
from contracts.running import STAFF, Installation

from services.chassis.contract import Caller, NotAllowed, NotFound
from services.fleet.contracts import ListMachineGroups
from services.identity.contracts import ChangeScope, ListUsers


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


def row_of(installation: Installation, administrator: Caller, machine_id: str) -> dict[str, Any]:
    rows = installation.call(ListMachineGroups, administrator, limit=200)["rows"]
    return next(row for row in rows if row["id"] == machine_id)


def a_user_with_machine(installation: Installation, customer: Customer, machine_id: str) -> dict[str, Any]:
    """The row of a user for whom the machine was chosen individually; fleet knows it."""
    administrator = an_administrator(installation, customer)
    email = an_account(installation, customer)
    (user,) = installation.call(ListUsers, administrator, text=email)["rows"]
    scope = {"all_machines": False, "group_ids": [], "machine_ids": [machine_id]}
    changed = installation.call(ChangeScope, administrator, person_id=user["person_id"], **scope)
    installation.settle()
    return changed


def test_row_has_groups_and_the_memberships_of_users_with_single_machines(
    installation: Installation, customer: Customer
) -> None:
    machine_id = a_machine(installation, customer)
    group_id = a_group(installation, customer, machine_id)
    administrator = an_administrator(installation, customer)
    user = a_user_with_machine(installation, customer, machine_id)
    row = row_of(installation, administrator, machine_id)
    assert set(row["group_ids"]) == {group_id, user["membership_id"]}


def test_machines_out_of_the_administrators_scope_are_not_listed(
    installation: Installation, customer: Customer
) -> None:
    visible, hidden = a_machine(installation, customer), a_machine(installation, customer)
    group_id = a_group(installation, customer, visible)
    limited = customer.caller("manage_users", groups=[group_id])
    found = [row["id"] for row in installation.call(ListMachineGroups, limited)["rows"]]
    assert (visible in found, hidden in found) == (True, False)


def test_another_customers_machines_are_not_found(installation: Installation, customer: Customer) -> None:
    other = a_customer(installation)
    with pytest.raises(NotFound):
        installation.call(ListMachineGroups, customer.caller("manage_users"), customer_id=other.id)


def test_staff_name_the_customer(installation: Installation) -> None:
    with pytest.raises(NotFound):
        installation.call(ListMachineGroups, STAFF)


def test_users_who_do_not_manage_users_read_nothing(installation: Installation, customer: Customer) -> None:
    with pytest.raises(NotAllowed):
        installation.call(ListMachineGroups, logged_in(installation, an_account(installation, customer)))


def test_users_are_found_by_their_groups_and_single_machines(installation: Installation, customer: Customer) -> None:
    machine_id = a_machine(installation, customer)
    group_id = a_group(installation, customer, machine_id)
    administrator = an_administrator(installation, customer)
    by_group = an_account(installation, customer, group_ids=[group_id])
    user = a_user_with_machine(installation, customer, machine_id)
    an_account(installation, customer, all_machines=True)
    row = row_of(installation, administrator, machine_id)
    found = installation.call(ListUsers, administrator, scope_ids=row["group_ids"])["rows"]
    assert {one["email"] for one in found} == {by_group, user["email"]}


def test_users_who_see_all_machines_are_found(installation: Installation, customer: Customer) -> None:
    email = an_account(installation, customer, all_machines=True)
    found = installation.call(ListUsers, an_administrator(installation, customer), all_machines=True, limit=200)["rows"]
    assert email in {user["email"] for user in found}
    assert all(user["all_machines"] for user in found)
