"""Groups as a loader records them: whole."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.fleet.commands.grouping import add, machines_of
from services.fleet.commands.machines import customer_of
from services.fleet.model import Group, Machine
from services.fleet.model.placing import members, place


def record_group(
    uow: UnitOfWork, caller: Caller, customer_number: str, name: str, machine_ids: Sequence[UUID]
) -> Group:
    """Add a group, or make these its machines. Raises UnknownCustomer, MachineNotFound."""
    customer_id = customer_of(uow, customer_number).id
    same = select(Group).where(Group.customer_id == customer_id, func.lower(Group.name) == name.lower())
    group = uow.session.scalar(same) or uow.add(Group.of_name(customer_id, name))
    wanted = machines_of(uow, caller, group, machine_ids)
    leaving = select(Machine).where(Machine.id.in_(members(group.id)), Machine.id.not_in(machine_ids))
    for machine in uow.session.scalars(leaving):
        place(uow.session, machine, set(machine.group_ids) - {str(group.id)})
    add(uow, group, wanted)
    return group
