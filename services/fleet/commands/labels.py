"""Commands on the labels of machines. The events of a customer's labels are recorded by its guest access settings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.fleet.commands.guest_access import access_of
from services.fleet.model import GuestAccess, Machine, MachineLabel
from services.fleet.queries.labels import chosen_machines, label_row, live_labels


def issue_machine_labels(
    uow: UnitOfWork, caller: Caller, machine_ids: Sequence[UUID], filter: Mapping[str, Any] | None, replace: bool
) -> dict[str, Any]:
    """Raises MachineNotFound, TooManyMachines. A label of a former customer of the machine is always replaced."""
    machines = chosen_machines(uow, caller, machine_ids, filter)
    accesses = _locked(uow, machines)
    labels = live_labels(uow, machines)
    without = [
        machine
        for machine in machines
        if replace or machine.id not in labels or not labels[machine.id].is_valid_for(machine)
    ]
    replaced = [labels[machine.id] for machine in without if machine.id in labels]
    for label in replaced:
        label.revoke(uow.now)
    uow.session.flush()  # a machine has one live label
    labels |= {machine.id: uow.add(MachineLabel.issue(machine, uow.now)) for machine in without}
    replaced_ids = {label.machine_id for label in replaced}
    for customer_id, of_customer in _by_customer(without).items():
        earlier = sum(machine.id in replaced_ids for machine in of_customer)
        accesses[customer_id].labels_issued(caller, _numbers(of_customer), earlier)
    return {"issued": len(without), "rows": [label_row(machine, labels[machine.id]) for machine in machines]}


def revoke_machine_labels(
    uow: UnitOfWork, caller: Caller, machine_ids: Sequence[UUID], filter: Mapping[str, Any] | None
) -> dict[str, int]:
    """Raises MachineNotFound, TooManyMachines."""
    machines = chosen_machines(uow, caller, machine_ids, filter)
    accesses = _locked(uow, machines)
    labels = live_labels(uow, machines)
    for label in labels.values():
        label.revoke(uow.now)
    labelled = [machine for machine in machines if machine.id in labels]
    for customer_id, of_customer in _by_customer(labelled).items():
        accesses[customer_id].labels_revoked(caller, _numbers(of_customer))
    return {"revoked": len(labelled)}


def _locked(uow: UnitOfWork, machines: Iterable[Machine]) -> dict[UUID, GuestAccess]:
    """The settings of the machines' customers. Locked in order, so that concurrent calls for the same machines run one
    after the other."""
    return {id: access_of(uow, id) for id in sorted({machine.customer_id for machine in machines})}


def _by_customer(machines: Iterable[Machine]) -> dict[UUID, list[Machine]]:
    grouped: dict[UUID, list[Machine]] = defaultdict(list)
    for machine in machines:
        grouped[machine.customer_id].append(machine)
    return grouped


def _numbers(machines: Iterable[Machine]) -> list[str]:
    return [machine.equipment_number or "" for machine in machines]
