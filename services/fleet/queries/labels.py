"""Queries on the labels of machines."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, load_only

from services.chassis.contract import Caller
from services.chassis.contract.extended import Extended
from services.chassis.persistence import UnitOfWork
from services.fleet.contracts import MachineNotFound, TooManyMachines
from services.fleet.contracts.labels import MAX_LABELS
from services.fleet.model import Machine, MachineLabel, MachineModel
from services.fleet.model.machine import PLACE
from services.fleet.queries.lists import BY_SITE, with_filters
from services.fleet.queries.rows import in_scope

SHOWN = (
    Machine.customer_id, Machine.equipment_number, Machine.serial_number, Machine.own_reference,
    *(getattr(Machine, part) for part in PLACE),
)  # fmt: skip
_CHOSEN = (
    select(Machine)
    .join(MachineModel, MachineModel.id == Machine.model_id)
    .options(contains_eager(Machine.model), load_only(*SHOWN, raiseload=True))
    .order_by(*(column for column, _ in BY_SITE))
)


def get_machine_label(uow: UnitOfWork, caller: Caller, machine_id: UUID) -> Extended:
    """Raises MachineNotFound, also when the machine is out of scope."""
    (machine,) = chosen_machines(uow, caller, [machine_id], None)
    return label_row(machine, live_labels(uow, [machine]).get(machine.id))


def chosen_machines(
    uow: UnitOfWork, caller: Caller, machine_ids: Sequence[UUID], filter: Mapping[str, Any] | None
) -> list[Machine]:
    """The machines in scope with these ids, or that match the filter, by site. Raises MachineNotFound when one of the
    ids is missing, TooManyMachines."""
    query = _CHOSEN.where(in_scope(caller))
    if filter is None:
        machines = list(uow.session.scalars(query.where(Machine.id.in_(machine_ids))))
        if len(machines) != len(set(machine_ids)):
            raise MachineNotFound
        return machines
    machines = list(uow.session.scalars(with_filters(query, caller, uow.now, **filter).limit(MAX_LABELS + 1)))
    if len(machines) > MAX_LABELS:
        raise TooManyMachines(limit=MAX_LABELS)
    return machines


def live_labels(uow: UnitOfWork, machines: Iterable[Machine]) -> dict[UUID, MachineLabel]:
    """The labels that were not revoked, by machine; also those issued for a former customer of the machine."""
    ids = [machine.id for machine in machines]
    labels = uow.session.scalars(select(MachineLabel).where(MachineLabel.live_machine_id.in_(ids)))
    return {label.machine_id: label for label in labels}


def label_row(machine: Machine, label: MachineLabel | None) -> Extended:
    valid = label if label and label.is_valid_for(machine) else None
    return Extended(
        machine,
        machine_id=machine.id,
        equipment_number=machine.equipment_number or "",
        serial_number=machine.serial_number or "",
        manufacturer=machine.model.manufacturer,
        model_name=machine.model.name,
        code=valid.code if valid else None,
        issued_at=valid.issued_at if valid else None,
    )
