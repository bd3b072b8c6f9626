"""Labels of machines: issued once, issued again, revoked; for some machines or for all of a filter."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from contracts.builders import Customer, a_customer, a_group, a_machine, number
from contracts.running import STAFF, Installation
from sqlalchemy import select

from services.chassis.contract import Caller, Invalid
from services.fleet.contracts import (
    GetMachineLabel,
    IssueMachineLabels,
    MachineNotFound,
    RevokeMachineLabels,
    TooManyMachines,
)
from services.fleet.model import MachineLabel
from services.fleet.retention_rules import RETENTION_RULES
from services.identity.contracts import AuditAction, ListAudit, Right


@pytest.fixture
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


def manager(customer: Customer, groups: list[str] | None = None) -> Caller:
    return customer.caller(Right.MANAGE_GUEST_ACCESS, groups="all" if groups is None else groups)


def issue(installation: Installation, caller: Caller, *machines: str, **request: Any) -> dict[str, str]:
    """Codes by machine."""
    chosen = {"machine_ids": list(machines)} if machines else {}
    rows = installation.call(IssueMachineLabels, caller, **chosen | request)["rows"]
    return {row["machine_id"]: row["code"] for row in rows}


def logged(installation: Installation, customer: Customer, action: AuditAction) -> list[dict[str, Any]]:
    installation.settle()
    rows = installation.call(ListAudit, customer_id=str(customer.id), action=action)["rows"]
    return [row["details"] for row in rows]


def test_a_code_has_128_random_bits(installation: Installation, customer: Customer) -> None:
    first, second = issue(
        installation, manager(customer), a_machine(installation, customer), a_machine(installation, customer)
    ).values()
    assert len(first) == len(second) == 22
    assert first != second


def test_a_machine_keeps_its_label_when_it_is_printed_again(installation: Installation, customer: Customer) -> None:
    machine = a_machine(installation, customer)
    first = issue(installation, manager(customer), machine)
    assert issue(installation, STAFF, machine) == first
    shown = installation.call(GetMachineLabel, manager(customer), machine_id=machine)
    assert shown["code"] == first[machine]


def test_a_replaced_label_is_another_one(installation: Installation, customer: Customer) -> None:
    machine = a_machine(installation, customer)
    first = issue(installation, manager(customer), machine)
    assert issue(installation, manager(customer), machine, replace=True) != first
    assert logged(installation, customer, AuditAction.LABELS_ISSUED)[0]["replaced"] == 1


def test_a_revoked_label_is_not_shown(installation: Installation, customer: Customer) -> None:
    machine = a_machine(installation, customer)
    issue(installation, manager(customer), machine)
    assert installation.call(RevokeMachineLabels, manager(customer), machine_ids=[machine]) == {"revoked": 1}
    assert installation.call(RevokeMachineLabels, manager(customer), machine_ids=[machine]) == {"revoked": 0}
    shown = installation.call(GetMachineLabel, manager(customer), machine_id=machine)
    assert (shown["code"], shown["issued_at"]) == (None, None)


def test_a_filter_chooses_machines_in_scope_by_site(installation: Installation, customer: Customer) -> None:
    places = {site: a_machine(installation, customer, location={"site": site}) for site in ("Zuid", "Noord", "Oost")}
    group = a_group(installation, customer, places["Zuid"], places["Noord"])
    assert list(issue(installation, manager(customer, [group]), filter={})) == [places["Noord"], places["Zuid"]]
    assert list(issue(installation, manager(customer), filter={"site": "Oost"})) == [places["Oost"]]


def test_machines_out_of_scope_are_not_found(installation: Installation, customer: Customer) -> None:
    machine, foreign = a_machine(installation, customer), a_machine(installation, a_customer(installation))
    for caller in (manager(customer, [a_group(installation, customer)]), manager(a_customer(installation))):
        with pytest.raises(MachineNotFound):
            installation.call(GetMachineLabel, caller, machine_id=machine)
    with pytest.raises(MachineNotFound):
        issue(installation, manager(customer), machine, foreign)
    assert installation.call(GetMachineLabel, STAFF, machine_id=machine)["code"] is None


def test_machines_or_a_filter_are_given(installation: Installation, customer: Customer) -> None:
    machine = a_machine(installation, customer)
    for request in ({}, {"machine_ids": [machine], "filter": {}}):
        with pytest.raises(Invalid):
            installation.call(IssueMachineLabels, manager(customer), **request)


def test_a_filter_of_too_many_machines_is_refused(
    installation: Installation, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.fleet.queries.labels.MAX_LABELS", 1)
    for _ in range(2):
        a_machine(installation, customer)
    with pytest.raises(TooManyMachines):
        issue(installation, manager(customer), filter={})


def test_staff_label_machines_of_several_customers(installation: Installation) -> None:
    customers = [a_customer(installation) for _ in range(2)]
    machines = [a_machine(installation, one, equipment_number=number("E")) for one in customers]
    issue(installation, STAFF, *machines)
    assert [len(logged(installation, one, AuditAction.LABELS_ISSUED)) for one in customers] == [1, 1]


def test_the_audit_log_names_one_machine_and_counts_several(installation: Installation, customer: Customer) -> None:
    machines = [a_machine(installation, customer, equipment_number=number("E")) for _ in range(2)]
    issue(installation, manager(customer), *machines)
    installation.call(RevokeMachineLabels, manager(customer), machine_ids=machines[:1])
    row = installation.call(GetMachineLabel, STAFF, machine_id=machines[0])
    assert logged(installation, customer, AuditAction.LABELS_ISSUED) == [{"machines": 2, "machine": "", "replaced": 0}]
    revoked = logged(installation, customer, AuditAction.LABELS_REVOKED)
    assert revoked == [{"machines": 1, "machine": row["equipment_number"]}]


@pytest.mark.every_environment
def test_a_machine_gets_one_label_from_parallel_calls(installation: Installation, customer: Customer) -> None:
    machines = [a_machine(installation, customer) for _ in range(3)]
    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(lambda _: issue(installation, manager(customer), *machines), range(4)))
    assert codes == [codes[0]] * 4


def test_revoked_labels_are_deleted_by_retention(installation: Installation, customer: Customer) -> None:
    machine = a_machine(installation, customer)
    issue(installation, manager(customer), machine)
    issue(installation, manager(customer), machine, replace=True)
    (rule,) = [rule for rule in RETENTION_RULES if rule.name == "revoked_labels"]
    condition = rule.condition(installation.now + dt.timedelta(days=1))
    of_machine = select(MachineLabel.live_machine_id).where(MachineLabel.machine_id == UUID(machine), condition)
    assert [row.live_machine_id for row in installation.rows("fleet", of_machine)] == [None]
