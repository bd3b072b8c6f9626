"""Groups of machines: created, renamed and filled by users, or upserted by the dealer's system."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from services.chassis.contract import Caller, NotAllowed, NotFound
from services.chassis.persistence import UnitOfWork
from services.fleet import queries
from services.fleet.commands.machines import customer_of
from services.fleet.contracts import GroupNameTaken, MachineNotFound
from services.fleet.model import Customer, Group, Machine
from services.fleet.model.group_membership import members, place
from services.fleet.queries.rows import in_scope


def create_group(
    uow: UnitOfWork, caller: Caller, customer_id: UUID | None, name: str, machine_ids: Sequence[UUID]
) -> dict[str, Any]:
    """Raises NotFound for a customer that is not there, NotAllowed, GroupNameTaken, MachineNotFound."""
    _expect_all_seen(caller)
    wanted = customer_id if caller.is_staff else caller.customer_id
    if wanted is None or customer_id not in (None, wanted):
        raise NotFound
    _expect_free(uow, wanted, name)
    group = uow.add(Group.of_name(wanted, name))
    add(uow, group, machines_of(uow, caller, group, machine_ids))
    return queries.group_detail(uow, caller, group)


def rename_group(uow: UnitOfWork, caller: Caller, group_id: UUID, name: str) -> dict[str, Any]:
    """Raises NotFound, NotAllowed, GroupNameTaken."""
    group = queries.group_of(uow, caller, group_id)
    _expect_all_seen(caller)
    _expect_free(uow, group.customer_id, name, but=group)
    group.rename(name)
    return queries.group_detail(uow, caller, group)


def delete_group(uow: UnitOfWork, caller: Caller, group_id: UUID) -> None:
    """Raises NotFound, also for a group of another customer, and NotAllowed."""
    group = queries.group_of(uow, caller, group_id)
    _expect_all_seen(caller)
    for machine in uow.session.scalars(select(Machine).where(Machine.id.in_(members(group_id)))):
        place(uow.session, machine, set(machine.group_ids) - {str(group_id)})
    uow.remove(group)


def add_machines_to_group(
    uow: UnitOfWork, caller: Caller, group_id: UUID, machine_ids: Sequence[UUID], from_group_id: UUID | None
) -> dict[str, Any]:
    """Raises NotFound, MachineNotFound for one that the caller does not see."""
    group = queries.group_of(uow, caller, group_id)
    machines = machines_of(uow, caller, group, machine_ids)
    if from_group_id:
        other = queries.group_of(uow, caller, from_group_id)
        seen = select(Machine).where(Machine.id.in_(members(other.id)), in_scope(caller))
        machines += list(uow.session.scalars(seen.where(Machine.customer_id == group.customer_id)))
    add(uow, group, machines)
    return queries.group_detail(uow, caller, group)


def remove_machines_from_group(
    uow: UnitOfWork, caller: Caller, group_id: UUID, machine_ids: Sequence[UUID]
) -> dict[str, Any]:
    """Raises NotFound, MachineNotFound."""
    group = queries.group_of(uow, caller, group_id)
    for machine in machines_of(uow, caller, group, machine_ids):
        place(uow.session, machine, set(machine.group_ids) - {str(group.id)})
    return queries.group_detail(uow, caller, group)


def add(uow: UnitOfWork, group: Group, machines: list[Machine]) -> None:
    for machine in machines:
        place(uow.session, machine, {*machine.group_ids, str(group.id)})


def machines_of(uow: UnitOfWork, caller: Caller, group: Group, machine_ids: Sequence[UUID]) -> list[Machine]:
    """Those of the group's customer that the caller sees. Raises MachineNotFound unless that is all of them."""
    found = select(Machine).where(
        Machine.id.in_(machine_ids), Machine.customer_id == group.customer_id, in_scope(caller)
    )
    machines = list(uow.session.scalars(found))
    if len(machines) != len(set(machine_ids)):
        raise MachineNotFound
    return machines


def _expect_all_seen(caller: Caller) -> None:
    """Groups are for everybody: who sees a part neither makes, names nor deletes them. Raises NotAllowed."""
    if not caller.is_staff and caller.scope != "all":
        raise NotAllowed


def _expect_free(uow: UnitOfWork, customer_id: UUID, name: str, but: Group | None = None) -> None:
    """Raises GroupNameTaken, and NotFound for a customer that is not there. One after the other for a customer."""
    customer = uow.session.scalar(select(Customer).where(Customer.id == customer_id).with_for_update())
    if customer is None or customer.deleted:
        raise NotFound
    same = select(Group).where(Group.customer_id == customer_id, func.lower(Group.name) == name.lower())
    if any(group is not but for group in uow.session.scalars(same)):
        raise GroupNameTaken(name=name)


def upsert_group(
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
