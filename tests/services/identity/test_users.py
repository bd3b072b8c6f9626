"""Users as managed by their administrators: rights, scope, deactivation, removal, impersonation, audit log."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from contracts.accounts import an_administrator, invite
from contracts.builders import (
    NAMES_IN_ORDER,
    PASSWORD,
    Customer,
    a_customer,
    a_group,
    a_machine,
    an_account,
    logged_in,
    number,
    pages_of,
)
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
    TooManyAttempts,
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


def listed(installation: Installation, administrator: Caller, **filters: Any) -> list[str]:
    return [row["name"] for row in installation.call(identity.ListUsers, administrator, **filters)["rows"]]


def test_users_are_listed_by_name_and_found_by_name_or_address(
    installation: Installation, administrator: Caller
) -> None:
    for name, part in (("Zoë Bakker", "zo"), ("anna Vos", "an"), ("Édith van den Berg", "ed")):
        invite(installation, administrator, name=name, email=f"{number(part)}@vandijk.example")
    assert listed(installation, administrator) == ["anna Vos", "Ans Mulder", "Édith van den Berg", "Zoë Bakker"]
    for text in ("BAKKER", "zoe", "ZOË"):
        assert listed(installation, administrator, text=text) == ["Zoë Bakker"]
    assert listed(installation, administrator, text="berg") == ["Édith van den Berg"]
    assert listed(installation, administrator, text="anna") == ["anna Vos"]


def test_users_can_be_filtered_by_right_status_and_group(
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


@pytest.mark.parametrize(("operation", "values"), OPERATIONS, ids=lambda one: getattr(one, "name", ""))
def test_a_user_of_another_customer_is_not_found(
    installation: Installation, user: Caller, operation: Any, values: Any
) -> None:
    stranger = an_administrator(installation, a_customer(installation, "Tweede B.V."))
    with pytest.raises(NotFound):
        installation.call(operation, stranger, person_id=user.person_id, **values)


def test_an_administrator_cannot_name_another_customer(
    installation: Installation, customer: Customer, user: Caller
) -> None:
    stranger = an_administrator(installation, a_customer(installation, "Tweede B.V."))
    with pytest.raises(NotFound):
        installation.call(identity.GetUser, stranger, person_id=user.person_id, customer_id=str(customer.id))


def test_a_user_without_the_right_cannot_change_rights(installation: Installation, user: Caller) -> None:
    with pytest.raises(NotAllowed):
        installation.call(
            identity.ChangeRights, user, users=[{"person_id": user.person_id, "rights": ["manage_users"]}]
        )


def test_rights_are_replaced(installation: Installation, administrator: Caller, user: Caller) -> None:
    change_rights(installation, administrator, user, "order_supplies", "view_reports")
    assert get_user(installation, administrator, user)["rights"] == ["order_supplies", "view_reports"]


def change_rights(installation: Installation, administrator: Caller, user: Caller, *rights: str) -> None:
    installation.call(
        identity.ChangeRights, administrator, users=[{"person_id": user.person_id, "rights": list(rights)}]
    )


def get_user(installation: Installation, administrator: Caller, user: Caller) -> dict[str, Any]:
    return installation.call(identity.GetUser, administrator, person_id=user.person_id)


def test_rights_of_several_users_change_together_or_not_at_all(
    installation: Installation, administrator: Caller, user: Caller
) -> None:
    changes = [
        {"person_id": user.person_id, "rights": []},
        {"person_id": "01980000-0000-7000-8000-00000000dead", "rights": []},
    ]
    with pytest.raises(NotFound):
        installation.call(identity.ChangeRights, administrator, users=changes)
    assert get_user(installation, administrator, user)["rights"] == ["request_service"]


@pytest.mark.parametrize("change", ["rights", "group"])
def test_the_number_of_statements_does_not_depend_on_the_number_of_users(
    installation: Installation, customer: Customer, administrator: Caller, change: str
) -> None:
    group, other = a_group(installation, customer), a_group(installation, customer)
    users = [logged_in(installation, an_account(installation, customer, group_ids=[other])).person_id for _ in range(6)]
    installation.settle()
    assert count_reads(installation, administrator, change, group, users[:2]) == count_reads(
        installation, administrator, change, group, users[2:]
    )


def count_reads(
    installation: Installation, administrator: Caller, change: str, group: str, person_ids: list[str]
) -> int:
    """The number of SELECT statements of this change for these users."""
    statements: list[str] = []
    engine = installation.runtime("identity").database.engine

    def record(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(engine, "after_cursor_execute", record)
    if change == "group":
        installation.call(identity.AddUsersToGroup, administrator, group_id=group, person_ids=person_ids)
    else:
        changes = [{"person_id": person_id, "rights": ["view_reports"]} for person_id in person_ids]
        installation.call(identity.ChangeRights, administrator, users=changes)
    event.remove(engine, "after_cursor_execute", record)
    return len(
        [
            statement
            for statement in statements
            if re.match(r"SELECT.*\sFROM (persons|members|member_grants|groups)", statement, re.S)
        ]
    )


def test_an_unknown_right_is_refused(installation: Installation, administrator: Caller, user: Caller) -> None:
    with pytest.raises(Invalid):
        change_rights(installation, administrator, user, "manage_staff")


def test_the_last_administrator_keeps_the_right(installation: Installation, administrator: Caller) -> None:
    with pytest.raises(LastAdministrator):
        change_rights(installation, administrator, administrator)


@pytest.mark.parametrize("operation", [identity.DeactivateUser, identity.RemoveUser])
def test_the_last_administrator_cannot_be_removed(
    installation: Installation, administrator: Caller, operation: Any
) -> None:
    with pytest.raises(LastAdministrator):
        installation.call(operation, administrator, person_id=administrator.person_id)


def test_an_invited_administrator_does_not_count(installation: Installation, administrator: Caller) -> None:
    invite(installation, administrator, rights=["manage_users"])
    with pytest.raises(LastAdministrator):
        installation.call(identity.RemoveUser, administrator, person_id=administrator.person_id)


def test_one_of_two_administrators_can_be_removed(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    other = an_administrator(installation, customer)
    installation.call(identity.RemoveUser, other, person_id=administrator.person_id)
    with pytest.raises(NotFound):
        get_user(installation, other, administrator)


@pytest.mark.every_environment
def test_one_of_two_administrators_who_remove_each_other_remains(
    installation: Installation, customer: Customer
) -> None:
    for _ in range(5):
        pair = [an_administrator(installation, customer), an_administrator(installation, customer)]
        for row in installation.call(identity.ListUsers, pair[0], right="manage_users")["rows"]:
            if row["person_id"] not in {administrator.person_id for administrator in pair}:
                installation.call(identity.RemoveUser, pair[0], person_id=row["person_id"])
        outcomes = list(
            ThreadPoolExecutor(2).map(lambda i, pair=pair: remove_outcome(installation, pair[i], pair[1 - i]), (0, 1))
        )
        assert outcomes.count("removed") == 1


def remove_outcome(installation: Installation, one: Caller, other: Caller) -> str:
    try:
        installation.call(identity.RemoveUser, one, person_id=other.person_id)
    except ContractError as refusal:
        return refusal.code
    return "removed"


def test_a_deactivated_user_is_logged_out_and_reactivated_with_the_same_rights(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    email = an_account(installation, customer, Right.VIEW_REPORTS)
    session = installation.call(identity.LogIn, VISITOR, email=email, password=PASSWORD)
    installation.call(identity.DeactivateUser, administrator, person_id=session["person_id"])
    with pytest.raises(NotLoggedIn):
        installation.call(identity.GetSession, VISITOR, token=session["token"])
    installation.call(identity.ReactivateUser, administrator, person_id=session["person_id"])
    assert logged_in(installation, email).rights == {"view_reports"}


def test_a_removed_user_is_logged_out_and_can_be_invited_again(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    email = an_account(installation, customer)
    person_id = logged_in(installation, email).person_id
    installation.call(identity.RemoveUser, administrator, person_id=person_id)
    with pytest.raises(ContractError):
        logged_in(installation, email)
    assert invite(installation, administrator, email=email)["status"] == "invited"


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


def test_a_machine_removed_from_the_scope_is_not_listed(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    machine = a_machine(installation, customer)
    email = an_account(installation, customer, group_ids=[])
    user = logged_in(installation, email)
    for machine_ids in ([machine], []):
        installation.call(identity.ChangeScope, administrator, person_id=user.person_id, machine_ids=machine_ids)
    installation.settle()
    assert installation.call(ListMachines, logged_in(installation, email))["rows"] == []


def test_machines_of_a_removed_user_are_not_listed(
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


def test_groups_that_a_page_did_not_offer_are_kept(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    kept, removed, added = (a_group(installation, customer) for _ in range(3))
    person_id = logged_in(installation, an_account(installation, customer, group_ids=[kept, removed])).person_id
    values = {"all_machines": False, "group_ids": [added], "offered_groups": [removed, added]}
    row = installation.call(identity.ChangeScope, administrator, person_id=person_id, **values)
    assert row["group_ids"] == sorted([kept, added])


def test_machines_that_a_page_did_not_offer_are_kept(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    kept, removed, added = (a_machine(installation, customer) for _ in range(3))
    person_id = logged_in(installation, an_account(installation, customer, group_ids=[])).person_id
    installation.call(identity.ChangeScope, administrator, person_id=person_id, machine_ids=[kept, removed])
    values = {"machine_ids": [added], "offered_machines": [removed, added]}
    row = installation.call(identity.ChangeScope, administrator, person_id=person_id, **values)
    assert row["machine_ids"] == sorted([kept, added])


def test_omitted_parts_of_a_scope_are_unchanged(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    group, machine = a_group(installation, customer), a_machine(installation, customer)
    person_id = logged_in(installation, an_account(installation, customer, group_ids=[group])).person_id
    row = installation.call(identity.ChangeScope, administrator, person_id=person_id, machine_ids=[machine])
    assert (row["group_ids"], row["machine_ids"]) == ([group], [machine])


def test_narrowing_a_scope_to_single_machines_requires_confirmation(
    installation: Installation, customer: Customer, administrator: Caller, user: Caller
) -> None:
    machine = a_machine(installation, customer)
    values = {"person_id": user.person_id, "machine_ids": [machine], "offered_machines": [machine]}
    with pytest.raises(SeesAllMachines):
        installation.call(identity.ChangeScope, administrator, **values)
    row = installation.call(identity.ChangeScope, administrator, **values, all_machines=False)
    assert (row["all_machines"], row["machine_ids"]) == (False, [machine])


def test_narrowing_a_scope_to_a_group_requires_confirmation(
    installation: Installation, customer: Customer, administrator: Caller, user: Caller
) -> None:
    group = a_group(installation, customer)
    values = {"group_id": group, "person_ids": [user.person_id]}
    with pytest.raises(SeesAllMachines) as refusal:
        installation.call(identity.AddUsersToGroup, administrator, **values)
    assert refusal.value.params["names"] == ["Pieter Bos"]
    (row,) = installation.call(identity.AddUsersToGroup, administrator, **values, narrow=True)["rows"]
    assert (row["all_machines"], row["group_ids"]) == (False, [group])


def test_a_second_group_adds_machines_and_its_removal_hides_them(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    first, second = a_group(installation, customer), a_group(installation, customer)
    person_id = logged_in(installation, an_account(installation, customer, group_ids=[first])).person_id
    (row,) = installation.call(identity.AddUsersToGroup, administrator, group_id=second, person_ids=[person_id])["rows"]
    assert sorted(row["group_ids"]) == sorted([first, second])
    response = installation.call(identity.RemoveUserFromGroup, administrator, person_id=person_id, group_id=first)
    assert response["group_ids"] == [second]


def test_an_impersonating_administrator_cannot_execute_commands(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    token, session = impersonate(installation, customer, administrator)
    assert (session["name"], session["impersonated_by"]) == ("Pieter Bos", "Ans Mulder")
    caller = Caller(**(caller_values(session) | {"impersonated_by": session["impersonated_by"]}))
    with pytest.raises(ImpersonationReadOnly):
        installation.call(identity.ChangeProfile, caller, name="Somebody", language="nl")
    installation.call(identity.StopImpersonation, VISITOR, token=token)
    assert installation.call(identity.GetSession, VISITOR, token=token)["name"] == "Ans Mulder"


def impersonate(installation: Installation, customer: Customer, administrator: Caller) -> tuple[str, dict[str, Any]]:
    """The token and data of a session in which an administrator impersonates Pieter."""
    email = installation.call(identity.GetAccount, administrator)["email"]
    pieter = logged_in(installation, an_account(installation, customer, Right.REQUEST_SERVICE, name="Pieter Bos"))
    token = str(installation.call(identity.LogIn, VISITOR, email=email, password=PASSWORD)["token"])
    installation.call(identity.StartImpersonation, administrator, token=token, person_id=pieter.person_id)
    return token, installation.call(identity.GetSession, VISITOR, token=token)


def caller_values(session: dict[str, Any]) -> dict[str, Any]:
    return {"kind": Kind.USER, "person_id": session["person_id"], "rights": frozenset(session["rights"])}


def test_impersonation_ends_with_the_administrators_right(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    token, _ = impersonate(installation, customer, administrator)
    other = an_administrator(installation, customer)
    change_rights(installation, other, administrator)
    with pytest.raises(NotLoggedIn):
        installation.call(identity.GetSession, VISITOR, token=token)


def test_a_user_of_another_customer_cannot_be_impersonated(
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


def audit_rows(installation: Installation, administrator: Caller, **values: Any) -> list[dict[str, Any]]:
    return list(installation.call(identity.ListAudit, administrator, **values)["rows"])


def test_every_change_is_in_the_audit_log_with_its_actor(
    installation: Installation, administrator: Caller, user: Caller
) -> None:
    change_rights(installation, administrator, user, "view_reports")
    installation.call(identity.ChangeScope, administrator, person_id=user.person_id, all_machines=False)
    installation.call(identity.DeactivateUser, administrator, person_id=user.person_id)
    installation.call(identity.ReactivateUser, administrator, person_id=user.person_id)
    installation.call(identity.RemoveUser, administrator, person_id=user.person_id)
    rows = audit_rows(installation, administrator, person_id=user.person_id)
    actions = ["user_removed", "user_reactivated", "user_deactivated", "scope_changed", "rights_changed"]
    assert [row["action"] for row in rows] == actions
    assert {(row["actor_name"], row["subject_name"]) for row in rows} == {("Ans Mulder", "Pieter Bos")}
    assert rows[-1]["details"] == {"added": ["view_reports"], "removed": ["request_service"]}


def test_a_change_without_effect_is_not_in_the_audit_log(
    installation: Installation, administrator: Caller, user: Caller
) -> None:
    change_rights(installation, administrator, user, "request_service")
    installation.call(identity.ReactivateUser, administrator, person_id=user.person_id)
    assert audit_rows(installation, administrator, person_id=user.person_id) == []


def test_a_refused_change_is_not_in_the_audit_log(installation: Installation, administrator: Caller) -> None:
    with pytest.raises(LastAdministrator):
        change_rights(installation, administrator, administrator)
    assert audit_rows(installation, administrator) == []


def test_exports_of_the_audit_log_are_limited_per_hour_and_person(
    installation: Installation, administrator: Caller, user: Caller
) -> None:
    change_rights(installation, administrator, user, "manage_users")
    exported = [installation.call(identity.ExportAudit, administrator)["rows"] for _ in range(20)]
    assert exported[0] == audit_rows(installation, administrator)
    with pytest.raises(TooManyAttempts) as error:
        installation.call(identity.ExportAudit, administrator)
    assert error.value.params["seconds"] <= 180
    assert audit_rows(installation, administrator), "the page itself is still shown"
    colleague = replace(user, rights=frozenset({"manage_users"}))
    assert installation.call(identity.ExportAudit, colleague)["rows"]


def test_the_audit_log_of_another_customer_is_not_listed(
    installation: Installation, administrator: Caller, user: Caller
) -> None:
    change_rights(installation, administrator, user)
    stranger = an_administrator(installation, a_customer(installation, "Tweede B.V."))
    assert audit_rows(installation, stranger) == []


def test_impersonation_is_in_the_audit_log(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    impersonate(installation, customer, administrator)
    assert audit_rows(installation, administrator, action="viewed_as")[0]["subject_name"] == "Pieter Bos"


def test_staff_manage_users_of_the_named_customer(installation: Installation, customer: Customer, user: Caller) -> None:
    invited = invite(installation, STAFF, customer_id=str(customer.id), rights=["manage_users"])
    assert invited["rights"] == ["manage_users"]
    with pytest.raises(NotFound):
        invite(installation, STAFF)


@pytest.mark.every_environment
def test_users_are_listed_in_the_order_of_a_reader(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    for name in reversed(NAMES_IN_ORDER):
        an_account(installation, customer, name=f"Gesorteerd {name}")
    rows = pages_of(partial(installation.call, identity.ListUsers, administrator, text="gesorteerd"))
    assert [row["name"] for row in rows] == [f"Gesorteerd {name}" for name in NAMES_IN_ORDER]
