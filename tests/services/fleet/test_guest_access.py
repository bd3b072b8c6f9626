"""The settings by which a customer allows guests, and the machine that a guest asks for."""

from typing import Any

import pytest
from contracts.builders import Customer, a_customer, a_group, a_machine, number
from contracts.guests import a_label, allow_guests
from contracts.running import STAFF, Installation

from services.chassis.contract import Caller, Invalid, NotAllowed, NotFound
from services.fleet.contracts import (
    ChangeGuestAccess,
    DeleteGroup,
    FindGuestMachine,
    GetGuestAccess,
    GuestAction,
    StopGuestAccess,
    TooManyGroups,
)
from services.identity.contracts import AuditAction, ChangeCustomer, ListAudit, Right

ORDER, SERVICE, STATUS = map(str, GuestAction)
NOWHERE: dict[str, Any] = {"machine": None, "actions": []}
PLACE = {"site": "Kantoor", "street": "Kade 1", "postcode": "1000 AA", "city": "Amsterdam", "room": "2.01"}


@pytest.fixture
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


def manager(customer: Customer, groups: list[str] | None = None) -> Caller:
    return customer.caller(Right.MANAGE_GUEST_ACCESS, groups="all" if groups is None else groups)


def change(installation: Installation, caller: Caller, action: str, *groups: str, **values: Any) -> dict[str, Any]:
    row = {"action": action, "enabled": True, "group_ids": list(groups)} | values
    return settings(installation.call(ChangeGuestAccess, caller, actions=[row]))[action]


def settings(response: dict[str, Any]) -> dict[str, Any]:
    return {
        row["action"]: {name: value for name, value in row.items() if name != "action"} for row in response["actions"]
    }


def access(installation: Installation, caller: Caller, **request: Any) -> dict[str, Any]:
    return settings(installation.call(GetGuestAccess, caller, **request))


def find(installation: Installation, **request: Any) -> dict[str, Any]:
    return installation.call(FindGuestMachine, Caller.service("identity"), **request)


def actions_at(installation: Installation, machine: str) -> list[str]:
    """What guests who scan the machine's label may do."""
    return list(find(installation, label=a_label(installation, machine))["actions"])


def test_guests_may_do_nothing_at_first(installation: Installation, customer: Customer) -> None:
    machine = a_machine(installation, customer)
    assert not any(row["enabled"] for row in access(installation, manager(customer)).values())
    assert actions_at(installation, machine) == []


def test_an_action_is_allowed_at_all_machines(installation: Installation, customer: Customer) -> None:
    machine = a_machine(installation, customer)
    change(installation, manager(customer), SERVICE, all_machines=True)
    assert actions_at(installation, machine) == [SERVICE]


def test_an_action_is_allowed_at_the_machines_of_a_group_only(installation: Installation, customer: Customer) -> None:
    inside, outside = a_machine(installation, customer), a_machine(installation, customer)
    change(installation, manager(customer), ORDER, a_group(installation, customer, inside))
    assert (actions_at(installation, inside), actions_at(installation, outside)) == ([ORDER], [])


def test_an_action_without_groups_is_allowed_nowhere(installation: Installation, customer: Customer) -> None:
    machine = a_machine(installation, customer)
    change(installation, manager(customer), ORDER)
    assert actions_at(installation, machine) == []


def test_actions_that_are_not_given_stay_as_they_are(installation: Installation, customer: Customer) -> None:
    change(installation, manager(customer), ORDER, all_machines=True)
    change(installation, manager(customer), STATUS, all_machines=True)
    assert access(installation, manager(customer))[ORDER]["all_machines"]


def test_an_action_given_twice_is_refused(installation: Installation, customer: Customer) -> None:
    row = {"action": ORDER, "enabled": True}
    with pytest.raises(Invalid):
        installation.call(ChangeGuestAccess, manager(customer), actions=[row, row])


def test_one_call_stops_all_actions(installation: Installation, customer: Customer) -> None:
    machine = a_machine(installation, customer)
    allow_guests(installation, customer)
    assert len(actions_at(installation, machine)) == 3
    installation.call(StopGuestAccess, manager(customer))
    assert actions_at(installation, machine) == []


def test_staff_name_the_customer(installation: Installation, customer: Customer) -> None:
    allow_guests(installation, customer, SERVICE)
    assert access(installation, STAFF, customer_id=str(customer.id))[SERVICE]["enabled"]
    with pytest.raises(NotFound):
        installation.call(GetGuestAccess, STAFF)


def test_a_group_of_another_customer_is_not_found(installation: Installation, customer: Customer) -> None:
    group = a_group(installation, a_customer(installation))
    with pytest.raises(NotFound):
        change(installation, manager(customer), ORDER, group)


def test_a_user_with_some_groups_cannot_choose_all_machines(installation: Installation, customer: Customer) -> None:
    group = a_group(installation, customer)
    with pytest.raises(NotAllowed):
        change(installation, manager(customer, [group]), ORDER, group, all_machines=True)


def test_a_user_with_some_groups_sees_and_chooses_only_these(installation: Installation, customer: Customer) -> None:
    own, other = a_group(installation, customer), a_group(installation, customer)
    change(installation, manager(customer), ORDER, own, other)
    seen = access(installation, manager(customer, [own]))[ORDER]
    assert (seen["group_ids"], seen["has_other_groups"]) == ([own], True)
    with pytest.raises(NotFound):
        change(installation, manager(customer, [own]), ORDER, other)


def test_groups_out_of_scope_stay_allowed(installation: Installation, customer: Customer) -> None:
    own, other = a_group(installation, customer), a_group(installation, customer)
    change(installation, manager(customer), ORDER, own, other)
    change(installation, manager(customer, [own]), ORDER, enabled=False)
    left = access(installation, manager(customer))[ORDER]
    assert (left["enabled"], left["group_ids"]) == (True, [other])


def test_groups_out_of_scope_count_for_the_maximum(
    installation: Installation, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, *others = (a_group(installation, customer) for _ in range(3))
    change(installation, manager(customer), ORDER, *others)
    monkeypatch.setattr("services.fleet.model.guest_access.MAX_GROUPS_OF_ACTION", 2)
    with pytest.raises(TooManyGroups):
        change(installation, manager(customer, [own]), ORDER, own)


def test_groups_out_of_scope_stay_off_when_an_action_is_switched_on(
    installation: Installation, customer: Customer
) -> None:
    own, other = a_group(installation, customer), a_group(installation, customer)
    change(installation, manager(customer), ORDER, other)
    installation.call(StopGuestAccess, manager(customer))
    change(installation, manager(customer, [own]), ORDER, own)
    assert access(installation, manager(customer))[ORDER]["group_ids"] == [own]


@pytest.mark.parametrize("stops", [False, True])
def test_groups_out_of_scope_are_remembered_when_an_action_is_switched_on_and_off(
    installation: Installation, customer: Customer, stops: bool
) -> None:
    own, other = a_group(installation, customer), a_group(installation, customer)
    change(installation, manager(customer), ORDER, other)
    installation.call(StopGuestAccess, manager(customer))
    limited = manager(customer, [own])
    change(installation, limited, ORDER, own)
    change(installation, limited, ORDER, own)
    if stops:
        installation.call(StopGuestAccess, limited)
    else:
        change(installation, limited, ORDER, own, enabled=False)
    left = access(installation, manager(customer))[ORDER]
    assert (left["enabled"], set(left["group_ids"])) == (False, {own, other})


def test_a_change_by_a_user_who_sees_all_machines_drops_paused_groups(
    installation: Installation, customer: Customer
) -> None:
    own, other = a_group(installation, customer), a_group(installation, customer)
    change(installation, manager(customer), ORDER, other)
    installation.call(StopGuestAccess, manager(customer))
    change(installation, manager(customer, [own]), ORDER, own)
    change(installation, manager(customer), ORDER, own)
    installation.call(StopGuestAccess, manager(customer))
    assert access(installation, manager(customer))[ORDER]["group_ids"] == [own]


def test_what_was_stopped_out_of_scope_stays_known(installation: Installation, customer: Customer) -> None:
    own, other = a_group(installation, customer), a_group(installation, customer)
    change(installation, manager(customer), SERVICE, own, other)
    change(installation, manager(customer), STATUS, all_machines=True)
    installation.call(StopGuestAccess, manager(customer))
    before = access(installation, manager(customer))
    limited = manager(customer, [own])
    rows = installation.call(GetGuestAccess, limited)["actions"]
    saved = [{name: row[name] for name in ("action", "enabled", "group_ids")} for row in rows]
    saved[0] |= {"enabled": True, "group_ids": [own]}
    installation.call(ChangeGuestAccess, limited, actions=saved)
    after = access(installation, manager(customer))
    assert after == before | {ORDER: before[ORDER] | {"enabled": True, "group_ids": [own]}}


def test_an_action_that_is_off_is_allowed_in_no_other_groups(installation: Installation, customer: Customer) -> None:
    own, other = a_group(installation, customer), a_group(installation, customer)
    change(installation, manager(customer), ORDER, own, other)
    installation.call(StopGuestAccess, manager(customer))
    assert not access(installation, manager(customer, [own]))[ORDER]["has_other_groups"]


def test_guests_of_a_disabled_customer_may_do_nothing(installation: Installation, customer: Customer) -> None:
    machine = a_machine(installation, customer)
    allow_guests(installation, customer)
    kept = {"name": customer.name, "address": {name: PLACE[name] for name in ("street", "postcode", "city")}}
    installation.call(ChangeCustomer, customer_id=str(customer.id), status="disabled", **kept)
    installation.settle()
    assert find(installation, machine_id=machine, action=STATUS) == NOWHERE


def test_all_machines_stay_allowed_when_a_user_with_some_groups_saves(
    installation: Installation, customer: Customer
) -> None:
    own = a_group(installation, customer)
    change(installation, manager(customer), ORDER, all_machines=True)
    change(installation, manager(customer, [own]), ORDER, enabled=False)
    assert access(installation, manager(customer))[ORDER]["all_machines"]


def test_a_deleted_group_is_forgotten(installation: Installation, customer: Customer) -> None:
    group = a_group(installation, customer)
    change(installation, manager(customer), ORDER, group)
    installation.call(DeleteGroup, STAFF, group_id=group)
    assert access(installation, manager(customer))[ORDER] == {
        "enabled": True,
        "all_machines": False,
        "group_ids": [],
        "has_other_groups": False,
    }


def test_a_change_is_in_the_audit_log_with_the_names_of_the_groups(
    installation: Installation, customer: Customer
) -> None:
    name = number("Group ")
    change(installation, manager(customer), ORDER, a_group(installation, customer, name=name))
    change(installation, manager(customer), ORDER, *access(installation, manager(customer))[ORDER]["group_ids"])
    installation.settle()
    logged = installation.call(ListAudit, customer_id=str(customer.id), action=AuditAction.GUEST_ACCESS_CHANGED)
    details = [row["details"] for row in logged["rows"]]
    assert details == [{"actions": [{"action": ORDER, "all_machines": False, "groups": [name]}]}]
