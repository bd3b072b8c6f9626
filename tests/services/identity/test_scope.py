"""The scope of a user: all machines of the customer, or those of existing groups."""

import uuid
from typing import Any

import pytest
from contracts.builders import PASSWORD, Customer, a_customer, a_group, a_logged_in_user, a_machine, an_account
from contracts.running import STAFF, Installation
from eventually import eventually

from services.chassis.contract import Caller, NotFound
from services.fleet.contracts import DeleteGroup, ListMachines
from services.identity.contracts import (
    AddUsersToGroup,
    CountGroupUsers,
    DeactivateUser,
    GetSession,
    LogIn,
    RemoveUserFromGroup,
    Right,
    UnknownGroup,
)

pytestmark = pytest.mark.every_environment


def a_user(installation: Installation, customer: Customer, *group_ids: Any) -> str:
    """The address of a new user who sees these groups."""
    return an_account(installation, customer, group_ids=list(group_ids))


def session(installation: Installation, email: str) -> dict[str, Any]:
    return installation.call(LogIn, Caller.visitor(), email=email, password=PASSWORD)


def test_a_session_contains_the_groups_of_the_scope(installation: Installation, customer: Customer) -> None:
    groups = [a_group(installation, customer), a_group(installation, customer)]
    response = session(installation, a_user(installation, customer, *groups))
    assert (response["all_machines"], sorted(response["group_ids"])) == (False, sorted(groups))


def test_a_user_without_groups_sees_nothing(installation: Installation, customer: Customer) -> None:
    a_machine(installation, customer)
    caller = a_logged_in_user(installation, customer, group_ids=[])
    assert installation.call(ListMachines, caller)["rows"] == []


def test_a_user_with_a_group_sees_its_machines(installation: Installation, customer: Customer) -> None:
    shown, _hidden = a_machine(installation, customer), a_machine(installation, customer)
    caller = a_logged_in_user(installation, customer, group_ids=[a_group(installation, customer, shown)])
    assert [row["id"] for row in installation.call(ListMachines, caller)["rows"]] == [shown]


def test_an_unknown_group_is_refused(installation: Installation, customer: Customer) -> None:
    with pytest.raises(UnknownGroup):
        a_user(installation, customer, uuid.uuid4())


def test_a_group_of_another_customer_is_refused(installation: Installation, customer: Customer) -> None:
    other = a_group(installation, a_customer(installation))
    with pytest.raises(UnknownGroup):
        a_user(installation, customer, other)


def test_a_group_given_twice_is_stored_once(installation: Installation, customer: Customer) -> None:
    group = a_group(installation, customer)
    assert session(installation, a_user(installation, customer, group, group))["group_ids"] == [group]


def test_a_deleted_group_is_removed_from_scopes(installation: Installation, customer: Customer) -> None:
    deleted, kept = a_group(installation, customer), a_group(installation, customer)
    token = session(installation, a_user(installation, customer, deleted, kept))["token"]
    installation.call(DeleteGroup, STAFF, group_id=deleted)
    assert eventually(lambda: installation.call(GetSession, Caller.visitor(), token=token)["group_ids"] == [kept])


def test_a_scope_of_one_deleted_group_is_empty(installation: Installation, customer: Customer) -> None:
    deleted = a_group(installation, customer, a_machine(installation, customer))
    email = a_user(installation, customer, deleted)
    installation.call(DeleteGroup, STAFF, group_id=deleted)
    installation.settle()
    response = session(installation, email)
    assert (response["all_machines"], response["group_ids"]) == (False, [])


def test_a_deleted_group_cannot_be_granted(installation: Installation, customer: Customer) -> None:
    deleted = a_group(installation, customer)
    installation.call(DeleteGroup, STAFF, group_id=deleted)
    installation.settle()
    with pytest.raises(UnknownGroup):
        a_user(installation, customer, deleted)


def a_group_of(installation: Installation, owner: str, customer: Customer) -> str:
    if owner == "nobody":
        return str(uuid.uuid4())
    group = a_group(installation, a_customer(installation) if owner == "another customer" else customer)
    if owner == "the past":
        installation.call(DeleteGroup, STAFF, group_id=group)
        installation.settle()
    return group


@pytest.mark.parametrize("owner", ["another customer", "nobody", "the past"])
def test_users_cannot_be_added_to_an_unknown_group(installation: Installation, customer: Customer, owner: str) -> None:
    administrator, user = (
        a_logged_in_user(installation, customer, Right.MANAGE_USERS),
        a_logged_in_user(installation, customer, group_ids=[]),
    )
    request = {"group_id": a_group_of(installation, owner, customer), "person_ids": [user.person_id]}
    with pytest.raises(NotFound):
        installation.call(AddUsersToGroup, administrator, **request)


@pytest.mark.parametrize("owner", ["another customer", "nobody", "the past"])
def test_users_cannot_be_removed_from_an_unknown_group(
    installation: Installation, customer: Customer, owner: str
) -> None:
    administrator, user = (
        a_logged_in_user(installation, customer, Right.MANAGE_USERS),
        a_logged_in_user(installation, customer, group_ids=[]),
    )
    request = {"group_id": a_group_of(installation, owner, customer), "person_id": user.person_id}
    with pytest.raises(NotFound):
        installation.call(RemoveUserFromGroup, administrator, **request)


def test_removing_a_user_from_a_group_without_it_changes_nothing(
    installation: Installation, customer: Customer
) -> None:
    inside, outside = a_group(installation, customer), a_group(installation, customer)
    administrator, user = (
        a_logged_in_user(installation, customer, Right.MANAGE_USERS),
        a_logged_in_user(installation, customer, group_ids=[inside]),
    )
    response = installation.call(RemoveUserFromGroup, administrator, person_id=user.person_id, group_id=outside)
    assert response["group_ids"] == [inside]


def test_users_of_a_group_are_counted_without_deactivated_ones(installation: Installation, customer: Customer) -> None:
    group = a_group(installation, customer)
    for _ in range(2):
        a_user(installation, customer, group)
    a_user(installation, customer, a_group(installation, customer))
    administrator = a_logged_in_user(installation, customer, *Right)
    left = a_logged_in_user(installation, customer, group_ids=[group]).person_id
    installation.call(DeactivateUser, administrator, person_id=left)
    assert installation.call(CountGroupUsers, administrator, group_id=group) == {"users": 2}


def test_users_of_a_group_out_of_scope_are_not_counted(installation: Installation, customer: Customer) -> None:
    own, other = a_group(installation, customer), a_group(installation, customer)
    caller = a_logged_in_user(installation, customer, Right.MANAGE_MACHINES, group_ids=[own])
    assert installation.call(CountGroupUsers, caller, group_id=own) == {"users": 1}
    for group in (other, a_group(installation, a_customer(installation)), str(uuid.uuid4())):
        with pytest.raises(NotFound):
            installation.call(CountGroupUsers, caller, group_id=group)
