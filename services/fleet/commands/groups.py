"""Commands on groups of machines."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from services.chassis.contract import Caller, NotAllowed, NotFound
from services.chassis.contract.extended import Extended
from services.chassis.persistence import UnitOfWork
from services.fleet import queries
from services.fleet.commands.machines import customer_of
from services.fleet.contracts import GroupNameTaken, MachineNotFound
from services.fleet.contracts.groups import MAX_BATCH
from services.fleet.model import Customer, Group, GuestAccess, Machine
from services.fleet.model.group_membership import members, set_groups
from services.fleet.queries.rows import in_scope


def create_group(
    uow: UnitOfWork, caller: Caller, customer_id: UUID | None, name: str, machine_ids: Sequence[UUID]
) -> Extended:
    """Raises NotFound when the customer does not exist, NotAllowed, GroupNameTaken, MachineNotFound."""
    _require_all_machines(caller)
    owner_id = customer_id if caller.is_staff else caller.customer_id
    if owner_id is None or customer_id not in (None, owner_id):
        raise NotFound
    _require_free_name(uow, owner_id, name)
    group = uow.add(Group.of_name(owner_id, name))
    add(uow, group, machines_of(uow, caller, group, machine_ids))
    return queries.groups.group_detail(uow, caller, group)


def rename_group(uow: UnitOfWork, caller: Caller, group_id: UUID, name: str) -> Extended:
    """Raises NotFound, NotAllowed, GroupNameTaken."""
    group = queries.groups.group_of(uow, caller, group_id)
    _require_all_machines(caller)
    _require_free_name(uow, group.customer_id, name, but=group)
    group.rename(name)
    return queries.groups.group_detail(uow, caller, group)


def delete_group(uow: UnitOfWork, caller: Caller, group_id: UUID) -> None:
    """Raises NotFound, also for a group of another customer, NotAllowed."""
    group = queries.groups.group_of(uow, caller, group_id)
    _require_all_machines(caller)
    for machine in uow.session.scalars(select(Machine).where(Machine.id.in_(members(group_id)))):
        set_groups(uow.session, machine, set(machine.group_ids) - {str(group_id)})
    settings = select(GuestAccess).where(GuestAccess.id == group.customer_id).with_for_update()
    if access := uow.session.scalar(settings):
        access.forget_group(group_id)
    uow.remove(group)


def add_machines_to_group(
    uow: UnitOfWork, caller: Caller, group_id: UUID, machine_ids: Sequence[UUID], from_group_id: UUID | None
) -> Extended:
    """Raises NotFound, MachineNotFound for a machine out of scope."""
    group = queries.groups.group_of(uow, caller, group_id)
    machines = machines_of(uow, caller, group, machine_ids)
    if from_group_id:
        source = queries.groups.group_of(uow, caller, from_group_id)
        query = select(Machine).where(Machine.id.in_(members(source.id)), in_scope(caller))
        machines += list(uow.session.scalars(query.where(Machine.customer_id == group.customer_id)))
    new = {machine.id for machine in machines if str(group.id) not in machine.group_ids}
    add(uow, group, machines)
    added_ids = sorted(new) if len(new) <= MAX_BATCH else []
    return Extended(queries.groups.group_detail(uow, caller, group), added=len(new), added_ids=added_ids)


def remove_machines_from_group(
    uow: UnitOfWork, caller: Caller, group_id: UUID, machine_ids: Sequence[UUID]
) -> Extended:
    """Raises NotFound, MachineNotFound."""
    group = queries.groups.group_of(uow, caller, group_id)
    for machine in machines_of(uow, caller, group, machine_ids):
        set_groups(uow.session, machine, set(machine.group_ids) - {str(group.id)})
    return queries.groups.group_detail(uow, caller, group)


def add(uow: UnitOfWork, group: Group, machines: list[Machine]) -> None:
    for machine in machines:
        set_groups(uow.session, machine, {*machine.group_ids, str(group.id)})


def machines_of(uow: UnitOfWork, caller: Caller, group: Group, machine_ids: Sequence[UUID]) -> list[Machine]:
    """The machines with these ids, which must belong to the group's customer and be in scope. Raises
    MachineNotFound."""
    query = select(Machine).where(
        Machine.id.in_(machine_ids), Machine.customer_id == group.customer_id, in_scope(caller)
    )
    machines = list(uow.session.scalars(query))
    if len(machines) != len(set(machine_ids)):
        raise MachineNotFound
    return machines


def _require_all_machines(caller: Caller) -> None:
    """Raises NotAllowed for users who do not see all machines: all users of a customer share its groups."""
    if not caller.is_staff and caller.scope != "all":
        raise NotAllowed


def _require_free_name(uow: UnitOfWork, customer_id: UUID, name: str, but: Group | None = None) -> None:
    """Raises GroupNameTaken, and NotFound when the customer does not exist. Locks the customer's row, so that
    concurrent calls check one after the other."""
    customer = uow.session.scalar(select(Customer).where(Customer.id == customer_id).with_for_update())
    if customer is None or customer.deleted:
        raise NotFound
    query = select(Group).where(Group.customer_id == customer_id, func.lower(Group.name) == name.lower())
    if any(group is not but for group in uow.session.scalars(query)):
        raise GroupNameTaken(name=name)


def upsert_group(
    uow: UnitOfWork, caller: Caller, customer_number: str, name: str, machine_ids: Sequence[UUID]
) -> Group:
    """Create the group or replace its machines. Raises UnknownCustomer, MachineNotFound."""
    customer_id = customer_of(uow, customer_number).id
    query = select(Group).where(Group.customer_id == customer_id, func.lower(Group.name) == name.lower())
    group = uow.session.scalar(query) or uow.add(Group.of_name(customer_id, name))
    machines = machines_of(uow, caller, group, machine_ids)
    removed = select(Machine).where(Machine.id.in_(members(group.id)), Machine.id.not_in(machine_ids))
    for machine in uow.session.scalars(removed):
        set_groups(uow.session, machine, set(machine.group_ids) - {str(group.id)})
    add(uow, group, machines)
    return group
