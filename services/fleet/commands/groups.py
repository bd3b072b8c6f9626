"""Groups of machines: adding to one requires seeing the machine."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from services.chassis.contract import Caller, NotFound
from services.chassis.service import Work, scope
from services.chassis.service.scope import visible
from services.chassis.service.tables import resource_groups
from services.fleet.commands.machines import customer_of
from services.fleet.contracts import MachineNotFound
from services.fleet.model import Group, Machine
from services.identity.contracts import UnknownCustomer


def record_group(work: Work, caller: Caller, customer_number: str, name: str, machine_ids: Sequence[UUID]) -> Group:
    """Add a group, or make these its machines; machines in it that the caller does not see stay.

    Raises UnknownCustomer (also for another one than a user's own), MachineNotFound.
    """
    customer_id = customer_of(work, customer_number).id
    if caller.customer_id not in (None, customer_id):
        raise UnknownCustomer(customer_number=customer_number)
    wanted = {machine.id: machine for machine in _seen(work, caller, customer_id, machine_ids)}
    if len(wanted) != len(set(machine_ids)):
        raise MachineNotFound
    group = work.session.scalar(select(Group).where(Group.customer_id == customer_id, Group.name == name))
    group = group or work.keep(Group.of_name(customer_id, name))
    present: set[UUID] = set(work.session.scalars(_members(group.id)))
    leaving = _seen(work, caller, customer_id, present - wanted.keys())
    for machine in leaving:
        _place(work, machine, set(machine.group_ids) - {str(group.id)})
    for machine in wanted.values():
        _place(work, machine, {*machine.group_ids, str(group.id)})
    return group


def delete_group(work: Work, caller: Caller, group_id: UUID) -> None:
    """Raises NotFound, also for a group of another customer."""
    group = work.get(Group, group_id)
    if group is None or caller.customer_id not in (None, group.customer_id):
        raise NotFound
    for machine in work.session.scalars(select(Machine).where(Machine.id.in_(_members(group_id)))):
        _place(work, machine, set(machine.group_ids) - {str(group_id)})
    work.remove(group)


def _seen(work: Work, caller: Caller, customer_id: UUID, machine_ids: Sequence[UUID] | set[UUID]) -> list[Machine]:
    in_scope = visible(caller, resource=Machine.id, customer=Machine.customer_id)
    found = select(Machine).where(Machine.id.in_(machine_ids), Machine.customer_id == customer_id, in_scope)
    return list(work.session.scalars(found))


def _members(group_id: UUID) -> Select[Any]:
    return select(resource_groups.c.resource_id).where(resource_groups.c.group_id == group_id)


def _place(work: Work, machine: Machine, group_ids: set[str]) -> None:
    ids = [UUID(id) for id in group_ids]
    machine.belong(ids)
    scope.place(work.session, machine.id, ids)
