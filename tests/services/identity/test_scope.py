"""The scope of a user: all machines of the customer, or those of groups that exist."""

import uuid
from typing import Any

import pytest
from contracts.builders import PASSWORD, Customer, a_customer, a_group, a_machine, a_person, an_account
from contracts.running import STAFF, Installation
from eventually import eventually

from services.chassis.contract import Caller, NotFound
from services.fleet.contracts import DeleteGroup, ListMachines
from services.identity.contracts import AddUsersToGroup, GetSession, LogIn, RemoveUserFromGroup, Right, UnknownGroup

pytestmark = pytest.mark.every_environment


def record(installation: Installation, customer: Customer, *group_ids: Any) -> str:
    """A user who sees these groups; the address."""
    return an_account(installation, customer, group_ids=list(group_ids))


def session(installation: Installation, email: str) -> dict[str, Any]:
    return installation.call(LogIn, Caller.visitor(), email=email, password=PASSWORD)


def test_a_session_tells_the_groups_of_the_scope(installation: Installation, customer: Customer) -> None:
    groups = [a_group(installation, customer), a_group(installation, customer)]
    told = session(installation, record(installation, customer, *groups))
    assert (told["all_machines"], sorted(told["group_ids"])) == (False, sorted(groups))


def test_a_user_without_groups_sees_nothing(installation: Installation, customer: Customer) -> None:
    a_machine(installation, customer)
    caller = a_person(installation, customer, group_ids=[])
    assert installation.call(ListMachines, caller)["rows"] == []


def test_a_user_with_a_group_sees_its_machines(installation: Installation, customer: Customer) -> None:
    shown, _hidden = a_machine(installation, customer), a_machine(installation, customer)
    caller = a_person(installation, customer, group_ids=[a_group(installation, customer, shown)])
    assert [row["id"] for row in installation.call(ListMachines, caller)["rows"]] == [shown]


def test_a_group_that_does_not_exist_is_refused(installation: Installation, customer: Customer) -> None:
    with pytest.raises(UnknownGroup):
        record(installation, customer, uuid.uuid4())


def test_a_group_of_another_customer_is_refused(installation: Installation, customer: Customer) -> None:
    other = a_group(installation, a_customer(installation))
    with pytest.raises(UnknownGroup):
        record(installation, customer, other)


def test_a_group_given_twice_counts_once(installation: Installation, customer: Customer) -> None:
    group = a_group(installation, customer)
    assert session(installation, record(installation, customer, group, group))["group_ids"] == [group]


def test_a_deleted_group_takes_its_grants_along(installation: Installation, customer: Customer) -> None:
    gone, kept = a_group(installation, customer), a_group(installation, customer)
    token = session(installation, record(installation, customer, gone, kept))["token"]
    installation.call(DeleteGroup, STAFF, group_id=gone)
    assert eventually(lambda: installation.call(GetSession, Caller.visitor(), token=token)["group_ids"] == [kept])


def test_who_saw_only_a_deleted_group_sees_nothing_rather_than_everything(
    installation: Installation, customer: Customer
) -> None:
    gone = a_group(installation, customer, a_machine(installation, customer))
    email = record(installation, customer, gone)
    installation.call(DeleteGroup, STAFF, group_id=gone)
    installation.settle()
    told = session(installation, email)
    assert (told["all_machines"], told["group_ids"]) == (False, [])


def test_a_deleted_group_cannot_be_granted_any_more(installation: Installation, customer: Customer) -> None:
    gone = a_group(installation, customer)
    installation.call(DeleteGroup, STAFF, group_id=gone)
    installation.settle()
    with pytest.raises(UnknownGroup):
        record(installation, customer, gone)


def a_group_of(installation: Installation, whom: str, customer: Customer) -> str:
    if whom == "nobody":
        return str(uuid.uuid4())
    group = a_group(installation, a_customer(installation) if whom == "another customer" else customer)
    if whom == "the past":
        installation.call(DeleteGroup, STAFF, group_id=group)
        installation.settle()
    return group


@pytest.mark.parametrize("whom", ["another customer", "nobody", "the past"])
def test_users_are_not_put_into_a_group_that_is_not_there(
    installation: Installation, customer: Customer, whom: str
) -> None:
    administrator, user = (
        a_person(installation, customer, Right.MANAGE_USERS),
        a_person(installation, customer, group_ids=[]),
    )
    asked = {"group_id": a_group_of(installation, whom, customer), "person_ids": [user.person_id]}
    with pytest.raises(NotFound):
        installation.call(AddUsersToGroup, administrator, **asked)


@pytest.mark.parametrize("whom", ["another customer", "nobody", "the past"])
def test_nobody_is_taken_out_of_a_group_that_is_not_there(
    installation: Installation, customer: Customer, whom: str
) -> None:
    administrator, user = (
        a_person(installation, customer, Right.MANAGE_USERS),
        a_person(installation, customer, group_ids=[]),
    )
    asked = {"group_id": a_group_of(installation, whom, customer), "person_id": user.person_id}
    with pytest.raises(NotFound):
        installation.call(RemoveUserFromGroup, administrator, **asked)


def test_taking_out_of_a_group_who_is_not_in_it_changes_nothing(installation: Installation, customer: Customer) -> None:
    inside, outside = a_group(installation, customer), a_group(installation, customer)
    administrator, user = (
        a_person(installation, customer, Right.MANAGE_USERS),
        a_person(installation, customer, group_ids=[inside]),
    )
    left = installation.call(RemoveUserFromGroup, administrator, person_id=user.person_id, group_id=outside)
    assert left["group_ids"] == [inside]
