"""A group that fleet made a moment ago can be used at once, before its event has come."""

import uuid
from typing import Any

import pytest
from contracts.accounts import an_administrator, registration_token
from contracts.builders import Customer, a_customer, a_group, a_machine, a_person, an_account, logged_in, number
from contracts.running import STAFF, Installation
from sqlalchemy import delete, select

from services.chassis.contract import Caller
from services.chassis.runtime.owner import MAX_FETCHED
from services.fleet.contracts import DeleteGroup
from services.identity import contracts as identity
from services.identity.model import Group


def a_new_group(installation: Installation, customer: Customer, *machines: str) -> str:
    """Its event has not come: identity has nothing of it."""
    group = a_group(installation, customer, *machines)
    forget(installation, group)
    return group


def forget(installation: Installation, group: str) -> None:
    with installation.runtime("identity").database.write("before its event") as session:
        session.execute(delete(Group).where(Group.id == uuid.UUID(group)))


@pytest.fixture
def user(installation: Installation, customer: Customer) -> Caller:
    return a_person(installation, customer, group_ids=[])


def seen(answer: dict[str, Any]) -> list[str]:
    return list(answer["group_ids"])


def test_users_are_put_into_it(
    installation: Installation, customer: Customer, administrator: Caller, user: Caller
) -> None:
    group = a_new_group(installation, customer)
    answer = installation.call(identity.AddUsersToGroup, administrator, group_id=group, person_ids=[user.person_id])
    assert seen(answer["rows"][0]) == [group]


def test_users_are_taken_out_of_it(
    installation: Installation, customer: Customer, administrator: Caller, user: Caller
) -> None:
    group = a_new_group(installation, customer)
    assert (
        seen(installation.call(identity.RemoveUserFromGroup, administrator, person_id=user.person_id, group_id=group))
        == []
    )


def test_it_is_chosen_for_a_user(
    installation: Installation, customer: Customer, administrator: Caller, user: Caller
) -> None:
    groups = sorted(a_new_group(installation, customer) for _ in range(2))
    answer = installation.call(identity.ChangeScope, administrator, person_id=user.person_id, group_ids=groups)
    assert sorted(seen(answer)) == groups


def test_somebody_is_invited_to_it(installation: Installation, customer: Customer, administrator: Caller) -> None:
    group = a_new_group(installation, customer)
    told = {"email": f"{number('new')}@vandijk.example", "name": "Noor Visser", "rights": [], "group_ids": [group]}
    assert seen(installation.call(identity.InviteUser, administrator, **told)) == [group]


def test_somebody_is_recorded_with_it(installation: Installation, customer: Customer) -> None:
    group = a_new_group(installation, customer)
    scope = logged_in(installation, an_account(installation, customer, group_ids=[group])).scope
    assert [str(group_id) for group_id in scope] == [group]


def test_more_than_a_few_unknown_ones_are_not_asked_for(
    installation: Installation, customer: Customer, administrator: Caller, user: Caller
) -> None:
    groups = [a_new_group(installation, customer) for _ in range(MAX_FETCHED + 1)]
    with pytest.raises(identity.UnknownGroup):
        installation.call(identity.ChangeScope, administrator, person_id=user.person_id, group_ids=groups)


def test_a_registration_is_approved_with_it(installation: Installation, customer: Customer) -> None:
    administrator = an_administrator(installation, customer)
    email = f"{number('noor')}@vandijk.example"
    installation.call(
        identity.ConfirmRegistration,
        Caller.visitor(),
        token=registration_token(installation, customer.number, email=email),
    )
    rows = installation.call(identity.ListRegistrations, administrator, limit=200)["rows"]
    registration = next(row["id"] for row in rows if row["email"] == email)
    group = a_new_group(installation, customer)
    approved = {"registration_id": registration, "rights": [], "group_ids": [group]}
    installation.call(identity.ApproveRegistration, administrator, **approved)
    (row,) = installation.call(identity.ListUsers, administrator, text=email)["rows"]
    assert seen(row) == [group]


def test_a_machine_is_shown_with_it(
    installation: Installation, customer: Customer, administrator: Caller, user: Caller
) -> None:
    sticker = number("E")
    machine = a_machine(installation, customer, equipment_number=sticker)
    request = installation.call(identity.RequestMachineAccess, user, number=sticker)
    group = a_new_group(installation, customer, machine)
    answer = installation.call(identity.GrantAccess, administrator, request_id=request["id"], group_id=group)
    assert seen(answer) == [group]


def test_it_is_kept_as_its_event_will_tell_it(
    installation: Installation, customer: Customer, administrator: Caller, user: Caller
) -> None:
    group = a_group(installation, customer)
    kept = select(Group.customer_id, Group.name, Group.version, Group.deleted).where(Group.id == uuid.UUID(group))
    (of_event,) = installation.rows("identity", kept)
    forget(installation, group)
    installation.call(identity.AddUsersToGroup, administrator, group_id=group, person_ids=[user.person_id])
    assert installation.rows("identity", kept) == [of_event]


def test_one_of_another_customer_stays_unknown(installation: Installation, administrator: Caller, user: Caller) -> None:
    foreign = a_new_group(installation, a_customer(installation, "Tweede B.V."))
    with pytest.raises(identity.UnknownGroup):
        installation.call(identity.ChangeScope, administrator, person_id=user.person_id, group_ids=[foreign])


def test_one_that_was_deleted_meanwhile_stays_unknown(
    installation: Installation, customer: Customer, administrator: Caller, user: Caller
) -> None:
    group = a_new_group(installation, customer)
    installation.call(DeleteGroup, STAFF, group_id=group)
    installation.settle()
    forget(installation, group)
    with pytest.raises(identity.UnknownGroup):
        installation.call(identity.ChangeScope, administrator, person_id=user.person_id, group_ids=[group])
