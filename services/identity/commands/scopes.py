"""Who sees which machines: all, those of groups, and single ones."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.identity import queries
from services.identity.commands.audit import note
from services.identity.contracts import AuditAction, SeesAllMachines
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
) -> dict[str, Any]:
    """Raises NotFound, UnknownGroup, SeesAllMachines, ScopeFull."""
    customer, person, membership = queries.user_of(uow, caller, customer_id, person_id)
    if all_machines is None and membership.all_machines:
        raise SeesAllMachines(names=[person.name_at(membership.customer_id)])
    queries.expect_groups(uow, customer.id, group_ids or [])
    groups = _chosen(membership.group_ids, group_ids, offered_groups)
    machines = _chosen([UUID(machine) for machine in membership.machine_ids], machine_ids, offered_machines)
    see(uow, caller, person, membership, bool(all_machines), groups, machines)
    return queries.user_detail(uow, person, membership)


def add_users_to_group(
    uow: UnitOfWork, caller: Caller, customer_id: UUID | None, group_id: UUID, person_ids: Sequence[UUID], narrow: bool
) -> dict[str, Any]:
    """Raises NotFound, also for a group, ScopeFull, and SeesAllMachines unless `narrow`."""
    customer = queries.administered(uow, caller, customer_id)
    queries.expect_group(uow, customer.id, group_id)
    known = queries.users_of(uow, customer.id, person_ids)
    users = [known[person_id] for person_id in person_ids]
    seeing_all = [person.name_at(membership.customer_id) for person, membership in users if membership.all_machines]
    if seeing_all and not narrow:
        raise SeesAllMachines(names=seeing_all)
    names = queries.names_of_groups(uow, {group_id}.union(*(membership.group_ids for _, membership in users)))
    for person, membership in users:
        groups = [*membership.group_ids, group_id]
        machines = [UUID(machine) for machine in membership.machine_ids]
        see(uow, caller, person, membership, False, groups, machines, names)
    return {"rows": queries.user_details(uow, customer.id, users)}


def remove_user_from_group(
    uow: UnitOfWork, caller: Caller, person_id: UUID, customer_id: UUID | None, group_id: UUID
) -> dict[str, Any]:
    """Raises NotFound, also for a group. Does nothing where the user is not in it."""
    customer, person, membership = queries.user_of(uow, caller, customer_id, person_id)
    queries.expect_group(uow, customer.id, group_id)
    left = [one for one in membership.group_ids if one != group_id]
    machines = [UUID(machine) for machine in membership.machine_ids]
    see(uow, caller, person, membership, membership.all_machines, left, machines)
    return queries.user_detail(uow, person, membership)


def see(
    uow: UnitOfWork,
    caller: Caller,
    person: Person,
    membership: Membership,
    all_machines: bool,
    group_ids: Sequence[UUID],
    machine_ids: Sequence[UUID],
    names: Mapping[UUID, str] | None = None,
) -> None:
    """See exactly this, which is noted where it changes what is seen. Raises ScopeFull.

    `names` are those of the groups before and after, where they are known already.
    """
    names = names or queries.names_of_groups(uow, {*membership.group_ids, *group_ids})
    before = _seen(membership, names)
    membership.show(all_machines=all_machines, groups=group_ids, machines=machine_ids)
    after = _seen(membership, names)
    if before != after:
        note(uow, caller, AuditAction.SCOPE_CHANGED, person, membership.customer_id, **after)


def _chosen(before: Sequence[UUID], chosen: Sequence[UUID] | None, offered: Sequence[UUID] | None) -> list[UUID]:
    """What is chosen now: nothing changes where nothing was said, nor for what was not offered."""
    if chosen is None:
        return list(before)
    kept = set(before) - set(offered) if offered is not None else set()
    return sorted(kept | set(chosen))


def given(uow: UnitOfWork, membership: Membership) -> dict[str, Any]:
    """What a new user may do and sees, as the audit log tells it."""
    return {"rights": membership.rights} | _seen(membership, queries.names_of_groups(uow, membership.group_ids))


def _seen(membership: Membership, names: Mapping[UUID, str]) -> dict[str, Any]:
    """What a user sees, as the audit log tells it: groups by their names of that moment."""
    return {
        "all_machines": membership.all_machines,
        "groups": sorted(names[group_id] for group_id in membership.group_ids if group_id in names),
        "machines": len(membership.machine_ids),
    }
