"""Queries on groups in the caller's scope."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Label, and_, func, select

from services.chassis.contract import Caller, NotFound
from services.chassis.contract.extended import Extended
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.paging import SortKey, page
from services.chassis.persistence.sort_names import name_contains
from services.chassis.persistence.tables import resource_groups
from services.fleet.model import Group, Machine
from services.fleet.model.group_membership import members
from services.fleet.queries.rows import in_scope


def list_groups(
    uow: UnitOfWork, caller: Caller, customer_id: UUID | None, text: str, after: str, before: str, limit: int
) -> dict[str, Any]:
    """Groups in scope, by name."""
    query = select(Group, _machine_count(caller)).where(seen(caller))
    if customer_id:
        query = query.where(Group.customer_id == customer_id)
    if text:
        query = query.where(name_contains(Group.sort_name, text))
    key = SortKey((Group.sort_name, False), (Group.id, False))
    rows, info = page(uow.session, query, key, after=after, before=before, limit=limit)
    return {"rows": [_row(row.Group, row.machines) for row in rows], "page": info}


def get_group(uow: UnitOfWork, caller: Caller, group_id: UUID) -> Extended:
    """Raises NotFound, also for a group out of scope or of another customer."""
    query = select(Group, _machine_count(caller)).where(Group.id == group_id, seen(caller))
    row = uow.session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    return _row(row.Group, row.machines)


def count_machines_to_add(
    uow: UnitOfWork, caller: Caller, group_id: UUID, machine_ids: Sequence[UUID]
) -> dict[str, int]:
    """Raises NotFound, also for a group out of scope or of another customer."""
    group = group_of(uow, caller, group_id)
    query = select(Machine.id, Machine.id.in_(members(group_id)).label("is_member")).where(
        Machine.id.in_(machine_ids), Machine.customer_id == group.customer_id, in_scope(caller)
    )
    in_group = [row.is_member for row in uow.session.execute(query)]
    return {"to_add": in_group.count(False), "in_group": in_group.count(True)}


def group_of(uow: UnitOfWork, caller: Caller, group_id: UUID) -> Group:
    """Raises NotFound, also for a group out of scope or of another customer."""
    group = uow.session.scalar(select(Group).where(Group.id == group_id, seen(caller)))
    if group is None:
        raise NotFound
    return group


def group_detail(uow: UnitOfWork, caller: Caller, group: Group) -> Extended:
    uow.session.flush()
    return _row(group, uow.session.scalar(select(_machine_count(caller)).where(Group.id == group.id)) or 0)


def seen(caller: Caller) -> ColumnElement[bool]:
    """SQL condition: for staff all groups, for users those of their customer that are in scope."""
    if caller.is_staff:
        return Group.customer_id.is_not(None)
    of_customer = Group.customer_id == caller.customer_id
    return of_customer if caller.scope == "all" else and_(of_customer, Group.id.in_(caller.scope))


def _machine_count(caller: Caller) -> Label[int]:
    """Number of the group's machines in the caller's scope. Machines that moved to another customer do not count."""
    return (
        select(func.count())
        .select_from(resource_groups)
        .join(Machine, Machine.id == resource_groups.c.resource_id)
        .where(resource_groups.c.group_id == Group.id, Machine.customer_id == Group.customer_id, in_scope(caller))
        .correlate(Group)
        .scalar_subquery()
        .label("machines")
    )


def _row(group: Group, machines: int) -> Extended:
    return Extended(group, machines=machines)
