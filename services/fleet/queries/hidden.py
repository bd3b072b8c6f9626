"""Queries for machines by exact number, including machines out of scope."""

from typing import Any
from uuid import UUID

from sqlalchemy import not_, select

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.fleet.contracts import MachineNotFound
from services.fleet.model import Group, Machine
from services.fleet.queries.rows import has_number, in_scope


def get_hidden_machine(uow: UnitOfWork, caller: Caller, number: str) -> dict[str, bool]:
    query = select(Machine.id).where(
        Machine.customer_id == caller.customer_id, has_number(number), not_(in_scope(caller))
    )
    return {"hidden": bool(number) and uow.session.scalar(query.limit(1)) is not None}


def identify_machine(
    uow: UnitOfWork, caller: Caller, customer_id: UUID, machine_id: UUID | None, number: str
) -> dict[str, Any]:
    """Raises MachineNotFound, also for a machine of another customer."""
    condition = Machine.id == machine_id if machine_id else has_number(number)
    machine = uow.session.scalar(select(Machine).where(Machine.customer_id == customer_id, condition).limit(1))
    if machine is None or not (machine_id or number):
        raise MachineNotFound
    ids = [UUID(id) for id in machine.group_ids]
    groups = select(Group.id).where(Group.id.in_(ids), Group.customer_id == customer_id).order_by(Group.id)
    return {
        "machine_id": machine.id,
        "equipment_number": machine.equipment_number or "",
        "serial_number": machine.serial_number or "",
        "machine_name": f"{machine.model.manufacturer} {machine.model.name}".strip(),
        "place": ", ".join(filter(None, (machine.own_reference, machine.site, machine.city))),
        "group_ids": list(uow.session.scalars(groups)),
        "visible_to": ids,
    }
