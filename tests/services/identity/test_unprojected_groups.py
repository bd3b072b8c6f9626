"""A new group of fleet can be used before its event has arrived."""

import uuid
from typing import Any

import pytest
from contracts.accounts import an_administrator, registration_token
from contracts.builders import Customer, a_customer, a_group, a_logged_in_user, a_machine, an_account, logged_in, number
from contracts.running import STAFF, Installation
from sqlalchemy import delete, select

from services.chassis.contract import Caller
from services.chassis.runtime.owner import MAX_FETCHED
from services.fleet.contracts import DeleteGroup
from services.identity import contracts as identity
from services.identity.model import Group


def an_unprojected_group(installation: Installation, customer: Customer, *machines: str) -> str:
    """A group that identity's projection does not contain yet."""
    group = a_group(installation, customer, *machines)
    delete_projected(installation, group)
    return group


def delete_projected(installation: Installation, group: str) -> None:
    with installation.runtime("identity").database.write("before its event") as session:
        session.execute(delete(Group).where(Group.id == uuid.UUID(group)))


@pytest.fixture
def user(installation: Installation, customer: Customer) -> Caller:
    return a_logged_in_user(installation, customer, group_ids=[])


def group_ids(response: dict[str, Any]) -> list[str]:
    return list(response["group_ids"])


def test_users_can_be_added_to_it(
    installation: Installation, customer: Customer, administrator: Caller, user: Caller
) -> None:
    group = an_unprojected_group(installation, customer)
    response = installation.call(identity.AddUsersToGroup, administrator, group_id=group, person_ids=[user.person_id])
    assert group_ids(response["rows"][0]) == [group]


def test_users_can_be_removed_from_it(
    installation: Installation, customer: Customer, administrator: Caller, user: Caller
) -> None:
    group = an_unprojected_group(installation, customer)
    assert (
        group_ids(
            installation.call(identity.RemoveUserFromGroup, administrator, person_id=user.person_id, group_id=group)
        )
        == []
    )


def test_a_scope_can_include_it(
    installation: Installation, customer: Customer, administrator: Caller, user: Caller
) -> None:
    groups = sorted(an_unprojected_group(installation, customer) for _ in range(2))
    response = installation.call(identity.ChangeScope, administrator, person_id=user.person_id, group_ids=groups)
    assert sorted(group_ids(response)) == groups


def test_an_invitation_can_include_it(installation: Installation, customer: Customer, administrator: Caller) -> None:
    group = an_unprojected_group(installation, customer)
    request = {"email": f"{number('new')}@vandijk.example", "name": "Noor Visser", "rights": [], "group_ids": [group]}
    assert group_ids(installation.call(identity.InviteUser, administrator, **request)) == [group]


def test_an_upserted_user_can_see_it(installation: Installation, customer: Customer) -> None:
    group = an_unprojected_group(installation, customer)
    scope = logged_in(installation, an_account(installation, customer, group_ids=[group])).scope
    assert [str(group_id) for group_id in scope] == [group]


def test_the_number_of_fetched_groups_is_limited(
    installation: Installation, customer: Customer, administrator: Caller, user: Caller
) -> None:
    groups = [an_unprojected_group(installation, customer) for _ in range(MAX_FETCHED + 1)]
    with pytest.raises(identity.UnknownGroup):
        installation.call(identity.ChangeScope, administrator, person_id=user.person_id, group_ids=groups)


def test_a_registration_can_be_approved_with_it(installation: Installation, customer: Customer) -> None:
    administrator = an_administrator(installation, customer)
    email = f"{number('noor')}@vandijk.example"
    installation.call(
        identity.ConfirmRegistration,
        Caller.visitor(),
        token=registration_token(installation, customer.number, email=email),
    )
    rows = installation.call(identity.ListRegistrations, administrator, limit=200)["rows"]
    registration = next(row["id"] for row in rows if row["email"] == email)
    group = an_unprojected_group(installation, customer)
    approved = {"registration_id": registration, "rights": [], "group_ids": [group]}
    installation.call(identity.ApproveRegistration, administrator, **approved)
    (row,) = installation.call(identity.ListUsers, administrator, text=email)["rows"]
    assert group_ids(row) == [group]


def test_access_can_be_granted_with_it(
    installation: Installation, customer: Customer, administrator: Caller, user: Caller
) -> None:
    equipment_number = number("E")
    machine = a_machine(installation, customer, equipment_number=equipment_number)
    request = installation.call(identity.RequestMachineAccess, user, number=equipment_number)
    group = an_unprojected_group(installation, customer, machine)
    response = installation.call(identity.GrantAccess, administrator, request_id=request["id"], group_id=group)
    assert group_ids(response) == [group]


def test_it_is_stored_as_from_its_event(
    installation: Installation, customer: Customer, administrator: Caller, user: Caller
) -> None:
    group = a_group(installation, customer)
    query = select(Group.customer_id, Group.name, Group.version, Group.deleted).where(Group.id == uuid.UUID(group))
    (from_event,) = installation.rows("identity", query)
    delete_projected(installation, group)
    installation.call(identity.AddUsersToGroup, administrator, group_id=group, person_ids=[user.person_id])
    assert installation.rows("identity", query) == [from_event]


def test_a_group_of_another_customer_is_unknown(
    installation: Installation, administrator: Caller, user: Caller
) -> None:
    foreign = an_unprojected_group(installation, a_customer(installation, "Tweede B.V."))
    with pytest.raises(identity.UnknownGroup):
        installation.call(identity.ChangeScope, administrator, person_id=user.person_id, group_ids=[foreign])


def test_a_deleted_group_is_unknown(
    installation: Installation, customer: Customer, administrator: Caller, user: Caller
) -> None:
    group = an_unprojected_group(installation, customer)
    installation.call(DeleteGroup, STAFF, group_id=group)
    installation.settle()
    delete_projected(installation, group)
    with pytest.raises(identity.UnknownGroup):
        installation.call(identity.ChangeScope, administrator, person_id=user.person_id, group_ids=[group])
