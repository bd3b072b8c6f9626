"""Users as their administrators know them: allowed, shown machines, deactivated, removed."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from contracts.accounts import an_administrator, invite
from contracts.builders import PASSWORD, Customer, a_customer, a_group, a_machine, an_account, logged_in, number
from contracts.running import STAFF, Installation
from eventually import eventually
from sqlalchemy import event

from services.chassis.contract import (
    Caller,
    ContractError,
    ImpersonationReadOnly,
    Invalid,
    Kind,
    NotAllowed,
    NotFound,
    NotLoggedIn,
)
from services.fleet.contracts import GetMachine, ListMachines, MachineNotFound
from services.identity import contracts as identity
from services.identity.contracts import (
    LastAdministrator,
    Right,
    SeesAllMachines,
    UnknownGroup,
)

VISITOR = Caller.visitor()


@pytest.fixture
def user(installation: Installation, customer: Customer) -> Caller:
    return logged_in(installation, an_account(installation, customer, Right.REQUEST_SERVICE, name="Pieter Bos"))


def listed(installation: Installation, administrator: Caller, **asked: Any) -> list[str]:
    return [row["name"] for row in installation.call(identity.ListUsers, administrator, **asked)["rows"]]


def test_users_are_listed_by_name_and_found_by_name_or_address(
    installation: Installation, administrator: Caller
) -> None:
    for name in ("Zoë Bakker", "anna Vos"):
        invite(
            installation, administrator, name=name, email=f"{number(name[:2].lower().strip() or 'x')}@vandijk.example"
        )
    assert listed(installation, administrator) == ["anna Vos", "Ans Mulder", "Zoë Bakker"]
    assert listed(installation, administrator, text="BAKKER") == ["Zoë Bakker"]
    assert listed(installation, administrator, text="an") == ["anna Vos", "Ans Mulder"]


def test_users_can_be_listed_by_right_status_and_group(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    group = a_group(installation, customer)
    invite(installation, administrator, name="In group", rights=["view_reports"], group_ids=[group])
    assert listed(installation, administrator, group_id=group) == ["In group"]
    assert listed(installation, administrator, right="view_reports") == ["In group"]
    assert listed(installation, administrator, status="invited") == ["In group"]
    assert listed(installation, administrator, status="active") == ["Ans Mulder"]


def test_users_of_another_customer_are_not_listed(
    installation: Installation, administrator: Caller, user: Caller
) -> None:
    stranger = an_administrator(installation, a_customer(installation, "Tweede B.V."))
    assert "Pieter Bos" not in listed(installation, stranger)


OPERATIONS = [
    (identity.GetUser, {}),
    (identity.ChangeScope, {"all_machines": True}),
    (identity.DeactivateUser, {}),
    (identity.ReactivateUser, {}),
    (identity.RemoveUser, {}),
    (identity.ResendInvitation, {}),
]


@pytest.mark.parametrize(("operation", "asked"), OPERATIONS, ids=lambda one: getattr(one, "name", ""))
def test_a_user_of_another_customer_is_not_found(
    installation: Installation, user: Caller, operation: Any, asked: Any
) -> None:
    stranger = an_administrator(installation, a_customer(installation, "Tweede B.V."))
    with pytest.raises(NotFound):
        installation.call(operation, stranger, person_id=user.person_id, **asked)


def test_naming_another_customer_does_not_help(installation: Installation, customer: Customer, user: Caller) -> None:
    stranger = an_administrator(installation, a_customer(installation, "Tweede B.V."))
    with pytest.raises(NotFound):
        installation.call(identity.GetUser, stranger, person_id=user.person_id, customer_id=str(customer.id))


def test_a_user_without_the_right_administers_nobody(installation: Installation, user: Caller) -> None:
    with pytest.raises(NotAllowed):
        installation.call(
            identity.ChangeRights, user, users=[{"person_id": user.person_id, "rights": ["manage_users"]}]
        )


def test_rights_become_exactly_those_given(installation: Installation, administrator: Caller, user: Caller) -> None:
    change_rights(installation, administrator, user, "order_supplies", "view_reports")
    assert found(installation, administrator, user)["rights"] == ["order_supplies", "view_reports"]


def change_rights(installation: Installation, administrator: Caller, user: Caller, *rights: str) -> None:
    installation.call(
        identity.ChangeRights, administrator, users=[{"person_id": user.person_id, "rights": list(rights)}]
    )


def found(installation: Installation, administrator: Caller, user: Caller) -> dict[str, Any]:
    return installation.call(identity.GetUser, administrator, person_id=user.person_id)


def test_rights_of_several_change_together_or_not_at_all(
    installation: Installation, administrator: Caller, user: Caller
) -> None:
    changes = [
        {"person_id": user.person_id, "rights": []},
        {"person_id": "01980000-0000-7000-8000-00000000dead", "rights": []},
    ]
    with pytest.raises(NotFound):
        installation.call(identity.ChangeRights, administrator, users=changes)
    assert found(installation, administrator, user)["rights"] == ["request_service"]


@pytest.mark.parametrize("change", ["rights", "group"])
def test_many_users_are_found_in_as_many_statements_as_two(
    installation: Installation, customer: Customer, administrator: Caller, change: str
) -> None:
    group, other = a_group(installation, customer), a_group(installation, customer)
    users = [logged_in(installation, an_account(installation, customer, group_ids=[other])).person_id for _ in range(6)]
    installation.settle()
    assert reads_of(installation, administrator, change, group, users[:2]) == reads_of(
        installation, administrator, change, group, users[2:]
    )


def reads_of(installation: Installation, administrator: Caller, change: str, group: str, person_ids: list[str]) -> int:
    """How many statements read where this is changed of these users."""
    statements: list[str] = []
    engine = installation.runtime("identity").database.engine

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(engine, "after_cursor_execute", note)
    if change == "group":
        installation.call(identity.AddUsersToGroup, administrator, group_id=group, person_ids=person_ids)
    else:
        changes = [{"person_id": person_id, "rights": ["view_reports"]} for person_id in person_ids]
        installation.call(identity.ChangeRights, administrator, users=changes)
    event.remove(engine, "after_cursor_execute", note)
    return len(
        [one for one in statements if re.match(r"SELECT.*\sFROM (persons|members|member_grants|groups)", one, re.S)]
    )


def test_a_right_that_does_not_exist_is_refused(
    installation: Installation, administrator: Caller, user: Caller
) -> None:
    with pytest.raises(Invalid):
        change_rights(installation, administrator, user, "manage_staff")


def test_the_last_administrator_keeps_the_right(installation: Installation, administrator: Caller) -> None:
    with pytest.raises(LastAdministrator):
        change_rights(installation, administrator, administrator)


@pytest.mark.parametrize("operation", [identity.DeactivateUser, identity.RemoveUser])
def test_the_last_administrator_stays(installation: Installation, administrator: Caller, operation: Any) -> None:
    with pytest.raises(LastAdministrator):
        installation.call(operation, administrator, person_id=administrator.person_id)


def test_an_administrator_who_never_came_in_does_not_count(installation: Installation, administrator: Caller) -> None:
    invite(installation, administrator, rights=["manage_users"])
    with pytest.raises(LastAdministrator):
        installation.call(identity.RemoveUser, administrator, person_id=administrator.person_id)


def test_of_two_administrators_one_may_go(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    other = an_administrator(installation, customer)
    installation.call(identity.RemoveUser, other, person_id=administrator.person_id)
    with pytest.raises(NotFound):
        found(installation, other, administrator)


@pytest.mark.every_environment
def test_two_administrators_who_remove_each_other_at_the_same_moment_leave_one(
    installation: Installation, customer: Customer
) -> None:
    for _ in range(5):
        pair = [an_administrator(installation, customer), an_administrator(installation, customer)]
        for row in installation.call(identity.ListUsers, pair[0], right="manage_users")["rows"]:
            if row["person_id"] not in {one.person_id for one in pair}:
                installation.call(identity.RemoveUser, pair[0], person_id=row["person_id"])
        told = list(ThreadPoolExecutor(2).map(lambda i, pair=pair: removed(installation, pair[i], pair[1 - i]), (0, 1)))
        assert told.count("removed") == 1


def removed(installation: Installation, one: Caller, other: Caller) -> str:
    try:
        installation.call(identity.RemoveUser, one, person_id=other.person_id)
    except ContractError as refusal:
        return refusal.code
    return "removed"


def test_a_deactivated_user_is_out_at_once_and_comes_back_with_the_same_rights(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    email = an_account(installation, customer, Right.VIEW_REPORTS)
    session = installation.call(identity.LogIn, VISITOR, email=email, password=PASSWORD)
    installation.call(identity.DeactivateUser, administrator, person_id=session["person_id"])
    with pytest.raises(NotLoggedIn):
        installation.call(identity.GetSession, VISITOR, token=session["token"])
    installation.call(identity.ReactivateUser, administrator, person_id=session["person_id"])
    assert logged_in(installation, email).rights == {"view_reports"}


def test_a_removed_user_is_out_and_can_be_invited_anew(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    email = an_account(installation, customer)
    person_id = logged_in(installation, email).person_id
    installation.call(identity.RemoveUser, administrator, person_id=person_id)
    with pytest.raises(ContractError):
        logged_in(installation, email)
    assert invite(installation, administrator, email=email)["person_id"] == person_id


def test_single_machines_can_be_shown_to_a_user(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    shown, hidden = a_machine(installation, customer), a_machine(installation, customer)
    email = an_account(installation, customer, group_ids=[])
    person_id = logged_in(installation, email).person_id
    installation.call(identity.ChangeScope, administrator, person_id=person_id, machine_ids=[shown])
    installation.settle()
    user = logged_in(installation, email)
    assert [row["id"] for row in installation.call(ListMachines, user)["rows"]] == [shown]
    with pytest.raises(MachineNotFound):
        installation.call(GetMachine, user, machine_id=hidden)


def test_a_machine_that_is_no_longer_shown_is_gone(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    machine = a_machine(installation, customer)
    email = an_account(installation, customer, group_ids=[])
    user = logged_in(installation, email)
    for machine_ids in ([machine], []):
        installation.call(identity.ChangeScope, administrator, person_id=user.person_id, machine_ids=machine_ids)
    installation.settle()
    assert installation.call(ListMachines, logged_in(installation, email))["rows"] == []


def test_the_machines_of_a_removed_user_are_in_no_group_any_more(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    machine = a_machine(installation, customer)
    email = an_account(installation, customer, group_ids=[])
    user = logged_in(installation, email)
    installation.call(identity.ChangeScope, administrator, person_id=user.person_id, machine_ids=[machine])
    installation.settle()
    before = logged_in(installation, email)
    installation.call(identity.RemoveUser, administrator, person_id=user.person_id)
    eventually(lambda: installation.call(ListMachines, before)["rows"] == [])


def test_a_machine_of_another_customer_cannot_be_shown(
    installation: Installation, administrator: Caller, customer: Customer
) -> None:
    foreign = a_machine(installation, a_customer(installation, "Tweede B.V."))
    email = an_account(installation, customer, group_ids=[])
    person_id = logged_in(installation, email).person_id
    installation.call(identity.ChangeScope, administrator, person_id=person_id, machine_ids=[foreign])
    installation.settle()
    assert installation.call(ListMachines, logged_in(installation, email))["rows"] == []


def test_a_group_of_another_customer_is_unknown(
    installation: Installation, administrator: Caller, user: Caller
) -> None:
    foreign = a_group(installation, a_customer(installation, "Tweede B.V."))
    with pytest.raises(UnknownGroup):
        installation.call(
            identity.ChangeScope, administrator, person_id=user.person_id, all_machines=False, group_ids=[foreign]
        )


def test_groups_that_a_page_did_not_offer_stay(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    stays, leaves, comes = (a_group(installation, customer) for _ in range(3))
    person_id = logged_in(installation, an_account(installation, customer, group_ids=[stays, leaves])).person_id
    asked = {"all_machines": False, "group_ids": [comes], "offered_groups": [leaves, comes]}
    row = installation.call(identity.ChangeScope, administrator, person_id=person_id, **asked)
    assert row["group_ids"] == sorted([stays, comes])


def test_machines_that_a_page_did_not_offer_stay(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    stays, leaves, comes = (a_machine(installation, customer) for _ in range(3))
    person_id = logged_in(installation, an_account(installation, customer, group_ids=[])).person_id
    installation.call(identity.ChangeScope, administrator, person_id=person_id, machine_ids=[stays, leaves])
    asked = {"machine_ids": [comes], "offered_machines": [leaves, comes]}
    row = installation.call(identity.ChangeScope, administrator, person_id=person_id, **asked)
    assert row["machine_ids"] == sorted([stays, comes])


def test_what_is_left_out_of_a_scope_stays(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    group, machine = a_group(installation, customer), a_machine(installation, customer)
    person_id = logged_in(installation, an_account(installation, customer, group_ids=[group])).person_id
    row = installation.call(identity.ChangeScope, administrator, person_id=person_id, machine_ids=[machine])
    assert (row["group_ids"], row["machine_ids"]) == ([group], [machine])


def test_showing_single_machines_to_who_sees_all_asks_first(
    installation: Installation, customer: Customer, administrator: Caller, user: Caller
) -> None:
    machine = a_machine(installation, customer)
    asked = {"person_id": user.person_id, "machine_ids": [machine], "offered_machines": [machine]}
    with pytest.raises(SeesAllMachines):
        installation.call(identity.ChangeScope, administrator, **asked)
    row = installation.call(identity.ChangeScope, administrator, **asked, all_machines=False)
    assert (row["all_machines"], row["machine_ids"]) == (False, [machine])


def test_putting_who_sees_all_into_a_group_asks_first(
    installation: Installation, customer: Customer, administrator: Caller, user: Caller
) -> None:
    group = a_group(installation, customer)
    asked = {"group_id": group, "person_ids": [user.person_id]}
    with pytest.raises(SeesAllMachines) as refusal:
        installation.call(identity.AddUsersToGroup, administrator, **asked)
    assert refusal.value.params["names"] == ["Pieter Bos"]
    (row,) = installation.call(identity.AddUsersToGroup, administrator, **asked, narrow=True)["rows"]
    assert (row["all_machines"], row["group_ids"]) == (False, [group])


def test_a_second_group_shows_more_and_taking_it_away_shows_less(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    first, second = a_group(installation, customer), a_group(installation, customer)
    person_id = logged_in(installation, an_account(installation, customer, group_ids=[first])).person_id
    (row,) = installation.call(identity.AddUsersToGroup, administrator, group_id=second, person_ids=[person_id])["rows"]
    assert sorted(row["group_ids"]) == sorted([first, second])
    left = installation.call(identity.RemoveUserFromGroup, administrator, person_id=person_id, group_id=first)
    assert left["group_ids"] == [second]


def test_an_administrator_looks_as_a_user_and_changes_nothing(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    token, session = looking(installation, customer, administrator)
    assert (session["name"], session["impersonated_by"]) == ("Pieter Bos", "Ans Mulder")
    caller = Caller(**(vars_of(session) | {"impersonated_by": session["impersonated_by"]}))
    with pytest.raises(ImpersonationReadOnly):
        installation.call(identity.ChangeProfile, caller, name="Somebody", language="nl")
    installation.call(identity.StopImpersonation, VISITOR, token=token)
    assert installation.call(identity.GetSession, VISITOR, token=token)["name"] == "Ans Mulder"


def looking(installation: Installation, customer: Customer, administrator: Caller) -> tuple[str, dict[str, Any]]:
    """A session in which an administrator looks at the portal as Pieter."""
    email = installation.call(identity.GetAccount, administrator)["email"]
    pieter = logged_in(installation, an_account(installation, customer, Right.REQUEST_SERVICE, name="Pieter Bos"))
    token = str(installation.call(identity.LogIn, VISITOR, email=email, password=PASSWORD)["token"])
    installation.call(identity.StartImpersonation, administrator, token=token, person_id=pieter.person_id)
    return token, installation.call(identity.GetSession, VISITOR, token=token)


def vars_of(session: dict[str, Any]) -> dict[str, Any]:
    return {"kind": Kind.USER, "person_id": session["person_id"], "rights": frozenset(session["rights"])}


def test_who_no_longer_administers_no_longer_looks(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    token, _ = looking(installation, customer, administrator)
    other = an_administrator(installation, customer)
    change_rights(installation, other, administrator)
    with pytest.raises(NotLoggedIn):
        installation.call(identity.GetSession, VISITOR, token=token)


def test_nobody_looks_as_a_user_of_another_customer(
    installation: Installation, customer: Customer, user: Caller
) -> None:
    second = a_customer(installation, "Tweede B.V.")
    email = an_account(installation, second, Right.MANAGE_USERS)
    session = installation.call(identity.LogIn, VISITOR, email=email, password=PASSWORD)
    with pytest.raises(NotFound):
        installation.call(
            identity.StartImpersonation,
            logged_in(installation, email),
            token=session["token"],
            person_id=user.person_id,
        )


def audit(installation: Installation, administrator: Caller, **asked: Any) -> list[dict[str, Any]]:
    return list(installation.call(identity.ListAudit, administrator, **asked)["rows"])


def test_every_change_stands_in_the_audit_log_with_who_did_it(
    installation: Installation, administrator: Caller, user: Caller
) -> None:
    change_rights(installation, administrator, user, "view_reports")
    installation.call(identity.ChangeScope, administrator, person_id=user.person_id, all_machines=False)
    installation.call(identity.DeactivateUser, administrator, person_id=user.person_id)
    installation.call(identity.ReactivateUser, administrator, person_id=user.person_id)
    installation.call(identity.RemoveUser, administrator, person_id=user.person_id)
    rows = audit(installation, administrator, person_id=user.person_id)
    actions = ["user_removed", "user_reactivated", "user_deactivated", "scope_changed", "rights_changed"]
    assert [row["action"] for row in rows] == actions
    assert {(row["actor_name"], row["subject_name"]) for row in rows} == {("Ans Mulder", "Pieter Bos")}
    assert rows[-1]["details"] == {"added": ["view_reports"], "removed": ["request_service"]}


def test_what_changed_nothing_is_not_noted(installation: Installation, administrator: Caller, user: Caller) -> None:
    change_rights(installation, administrator, user, "request_service")
    installation.call(identity.ReactivateUser, administrator, person_id=user.person_id)
    assert audit(installation, administrator, person_id=user.person_id) == []


def test_what_was_refused_is_not_noted(installation: Installation, administrator: Caller) -> None:
    with pytest.raises(LastAdministrator):
        change_rights(installation, administrator, administrator)
    assert audit(installation, administrator) == []


def test_the_audit_log_of_another_customer_is_not_read(
    installation: Installation, administrator: Caller, user: Caller
) -> None:
    change_rights(installation, administrator, user)
    stranger = an_administrator(installation, a_customer(installation, "Tweede B.V."))
    assert audit(installation, stranger) == []


def test_looking_as_a_user_is_noted(installation: Installation, customer: Customer, administrator: Caller) -> None:
    looking(installation, customer, administrator)
    assert audit(installation, administrator, action="viewed_as")[0]["subject_name"] == "Pieter Bos"


def test_staff_administer_the_customer_they_name(installation: Installation, customer: Customer, user: Caller) -> None:
    invited = invite(installation, STAFF, customer_id=str(customer.id), rights=["manage_users"])
    assert invited["rights"] == ["manage_users"]
    with pytest.raises(NotFound):
        invite(installation, STAFF)
