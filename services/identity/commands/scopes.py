"""Machine scope of users: all machines, or those of groups and single ones."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.chassis.contract import Caller
from services.chassis.contract.extended import Extended
from services.chassis.persistence import UnitOfWork
from services.identity import queries
from services.identity.commands.audit import record_audit
from services.identity.contracts import AuditAction, NothingGranted, SeesAllMachines
from services.identity.model import Membership, Person


def change_scope(
    uow: UnitOfWork,
    caller: Caller,
    person_id: UUID,
    customer_id: UUID | None,
    all_machines: bool | None,
    group_ids: Sequence[UUID] | None,
    offered_groups: Sequence[UUID] | None,
    machine_ids: Sequence[UUID] | None,
    offered_machines: Sequence[UUID] | None,
) -> Extended:
    """Raises NotFound, UnknownGroup, SeesAllMachines, ScopeFull."""
    customer, person, membership = queries.users.user_of(uow, caller, customer_id, person_id)
    if all_machines is None and membership.all_machines:
        raise SeesAllMachines(names=[person.name_at(membership.customer_id)])
    queries.users.expect_groups(uow, customer.id, group_ids or [])
    groups = _selection(membership.group_ids, group_ids, offered_groups)
    machines = _selection([UUID(machine) for machine in membership.machine_ids], machine_ids, offered_machines)
    replace_scope(uow, caller, person, membership, bool(all_machines), groups, machines)
    return queries.users.user_detail(uow, person, membership)


def expect_access(scope: Mapping[str, Any], *, without_access: bool) -> None:
    """Raises NothingGranted if a new user would see no machine and that was not confirmed."""
    if not (any(scope.values()) or without_access):
        raise NothingGranted


def add_users_to_group(
    uow: UnitOfWork, caller: Caller, customer_id: UUID | None, group_id: UUID, person_ids: Sequence[UUID], narrow: bool
) -> dict[str, Any]:
    """Raises NotFound (also for the group), ScopeFull, and SeesAllMachines unless `narrow`."""
    customer = queries.users.administered(uow, caller, customer_id)
    queries.users.expect_group(uow, customer.id, group_id)
    by_id = queries.users.users_of(uow, customer.id, person_ids)
    users = [by_id[person_id] for person_id in person_ids]
    unrestricted = [person.name_at(membership.customer_id) for person, membership in users if membership.all_machines]
    if unrestricted and not narrow:
        raise SeesAllMachines(names=unrestricted)
    names = queries.users.names_of_groups(uow, {group_id}.union(*(membership.group_ids for _, membership in users)))
    for person, membership in users:
        groups = [*membership.group_ids, group_id]
        machines = [UUID(machine) for machine in membership.machine_ids]
        replace_scope(uow, caller, person, membership, False, groups, machines, names)
    return {"rows": queries.users.user_details(uow, customer.id, users)}


def remove_user_from_group(
    uow: UnitOfWork, caller: Caller, person_id: UUID, customer_id: UUID | None, group_id: UUID
) -> Extended:
    """Raises NotFound (also for the group). Does nothing when the group is not in the user's scope."""
    customer, person, membership = queries.users.user_of(uow, caller, customer_id, person_id)
    queries.users.expect_group(uow, customer.id, group_id)
    remaining = [id for id in membership.group_ids if id != group_id]
    machines = [UUID(machine) for machine in membership.machine_ids]
    replace_scope(uow, caller, person, membership, membership.all_machines, remaining, machines)
    return queries.users.user_detail(uow, person, membership)


def replace_scope(
    uow: UnitOfWork,
    caller: Caller,
    person: Person,
    membership: Membership,
    all_machines: bool,
    group_ids: Sequence[UUID],
    machine_ids: Sequence[UUID],
    names: Mapping[UUID, str] | None = None,
) -> None:
    """Replace the scope and, if it changes, add an audit entry. Raises ScopeFull.

    `names` are those of the groups before and after, if the caller has loaded them.
    """
    names = names or queries.users.names_of_groups(uow, {*membership.group_ids, *group_ids})
    before = _scope_details(membership, names)
    membership.set_scope(all_machines=all_machines, group_ids=group_ids, machine_ids=machine_ids)
    after = _scope_details(membership, names)
    if before != after:
        record_audit(uow, caller, AuditAction.SCOPE_CHANGED, person, membership.customer_id, **after)


def _selection(before: Sequence[UUID], chosen: Sequence[UUID] | None, offered: Sequence[UUID] | None) -> list[UUID]:
    """The new selection: unchanged when `chosen` is None; otherwise items that were not offered stay."""
    if chosen is None:
        return list(before)
    not_offered = set(before) - set(offered) if offered is not None else set()
    return sorted(not_offered | set(chosen))


def granted_scope(uow: UnitOfWork, membership: Membership) -> dict[str, Any]:
    """Rights and scope of a new user, as audit details."""
    return {"rights": membership.rights} | _scope_details(
        membership, queries.users.names_of_groups(uow, membership.group_ids)
    )


def _scope_details(membership: Membership, names: Mapping[UUID, str]) -> dict[str, Any]:
    """The scope as audit details, with the groups' present names."""
    return {
        "all_machines": membership.all_machines,
        "groups": sorted(names[group_id] for group_id in membership.group_ids if group_id in names),
        "machines": len(membership.machine_ids),
    }
