"""The scope of a user: all machines of the customer, or those of groups that exist."""

import uuid
from typing import Any

import pytest
from contracts.builders import PASSWORD, Customer, a_customer, a_group, a_machine, a_person, an_account
from contracts.running import STAFF, House
from eventually import eventually

from services.chassis.contract import Caller, NotFound
from services.fleet.contracts import DeleteGroup, ListMachines
from services.identity.contracts import AddUsersToGroup, FindSession, LogIn, RemoveUserFromGroup, Right, UnknownGroup


def record(house: House, customer: Customer, *group_ids: Any) -> str:
    """A user who sees these groups; the address."""
    return an_account(house, customer, group_ids=list(group_ids))


def session(house: House, email: str) -> dict[str, Any]:
    return house.call(LogIn, Caller.visitor(), email=email, password=PASSWORD)


def test_a_session_tells_the_groups_of_the_scope(house: House, customer: Customer) -> None:
    groups = [a_group(house, customer), a_group(house, customer)]
    told = session(house, record(house, customer, *groups))
    assert (told["all_machines"], sorted(told["group_ids"])) == (False, sorted(groups))


def test_a_user_without_groups_sees_nothing(house: House, customer: Customer) -> None:
    a_machine(house, customer)
    caller = a_person(house, customer, group_ids=[])
    assert house.call(ListMachines, caller)["rows"] == []


def test_a_user_with_a_group_sees_its_machines(house: House, customer: Customer) -> None:
    shown, _hidden = a_machine(house, customer), a_machine(house, customer)
    caller = a_person(house, customer, group_ids=[a_group(house, customer, shown)])
    assert [row["id"] for row in house.call(ListMachines, caller)["rows"]] == [shown]


def test_a_group_that_does_not_exist_is_refused(house: House, customer: Customer) -> None:
    with pytest.raises(UnknownGroup):
        record(house, customer, uuid.uuid4())


def test_a_group_of_another_customer_is_refused(house: House, customer: Customer) -> None:
    other = a_group(house, a_customer(house))
    with pytest.raises(UnknownGroup):
        record(house, customer, other)


def test_a_group_given_twice_counts_once(house: House, customer: Customer) -> None:
    group = a_group(house, customer)
    assert session(house, record(house, customer, group, group))["group_ids"] == [group]


def test_a_deleted_group_takes_its_grants_along(house: House, customer: Customer) -> None:
    gone, kept = a_group(house, customer), a_group(house, customer)
    token = session(house, record(house, customer, gone, kept))["token"]
    house.call(DeleteGroup, STAFF, group_id=gone)
    assert eventually(lambda: house.call(FindSession, Caller.visitor(), token=token)["group_ids"] == [kept])


def test_who_saw_only_a_deleted_group_sees_nothing_rather_than_everything(house: House, customer: Customer) -> None:
    gone = a_group(house, customer, a_machine(house, customer))
    email = record(house, customer, gone)
    house.call(DeleteGroup, STAFF, group_id=gone)
    house.settle()
    told = session(house, email)
    assert (told["all_machines"], told["group_ids"]) == (False, [])


def test_a_deleted_group_cannot_be_granted_any_more(house: House, customer: Customer) -> None:
    gone = a_group(house, customer)
    house.call(DeleteGroup, STAFF, group_id=gone)
    house.settle()
    with pytest.raises(UnknownGroup):
        record(house, customer, gone)


def a_group_of(house: House, whom: str, customer: Customer) -> str:
    if whom == "nobody":
        return str(uuid.uuid4())
    group = a_group(house, a_customer(house) if whom == "another customer" else customer)
    if whom == "the past":
        house.call(DeleteGroup, STAFF, group_id=group)
        house.settle()
    return group


@pytest.mark.parametrize("whom", ["another customer", "nobody", "the past"])
def test_users_are_not_put_into_a_group_that_is_not_there(house: House, customer: Customer, whom: str) -> None:
    administrator, user = a_person(house, customer, Right.MANAGE_USERS), a_person(house, customer, group_ids=[])
    asked = {"group_id": a_group_of(house, whom, customer), "person_ids": [user.person_id]}
    with pytest.raises(NotFound):
        house.call(AddUsersToGroup, administrator, **asked)


@pytest.mark.parametrize("whom", ["another customer", "nobody", "the past"])
def test_nobody_is_taken_out_of_a_group_that_is_not_there(house: House, customer: Customer, whom: str) -> None:
    administrator, user = a_person(house, customer, Right.MANAGE_USERS), a_person(house, customer, group_ids=[])
    asked = {"group_id": a_group_of(house, whom, customer), "person_id": user.person_id}
    with pytest.raises(NotFound):
        house.call(RemoveUserFromGroup, administrator, **asked)


def test_taking_out_of_a_group_who_is_not_in_it_changes_nothing(house: House, customer: Customer) -> None:
    inside, outside = a_group(house, customer), a_group(house, customer)
    administrator, user = a_person(house, customer, Right.MANAGE_USERS), a_person(house, customer, group_ids=[inside])
    left = house.call(RemoveUserFromGroup, administrator, person_id=user.person_id, group_id=outside)
    assert left["group_ids"] == [inside]
