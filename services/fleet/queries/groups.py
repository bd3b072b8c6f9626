"""Groups of machines, as far as the caller sees them."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select

from services.chassis.contract import Caller, NotFound
from services.chassis.service import Work
from services.chassis.service.paging import Key, page
from services.chassis.service.tables import resource_groups
from services.fleet.model import Group, Machine
from services.fleet.queries.rows import in_scope


def list_groups(
    work: Work, caller: Caller, customer_id: UUID | None, text: str, after: str, before: str, limit: int
) -> dict[str, Any]:
    """Groups by name."""
    found = select(Group).where(_seen(caller))
    if customer_id:
        found = found.where(Group.customer_id == customer_id)
    if text:
        found = found.where(Group.name.icontains(text, autoescape=True))
    key = Key((Group.name, False), (Group.id, False))
    rows, info = page(work.session, found, key, after=after, before=before, limit=limit)
    counts = _counts(work, caller, [row.Group.id for row in rows])
    return {"rows": [_row(row.Group, counts.get(row.Group.id, 0)) for row in rows], "page": info}


def find_group(work: Work, caller: Caller, group_id: UUID) -> dict[str, Any]:
    return group_detail(work, caller, group_of(work, caller, group_id))


def group_of(work: Work, caller: Caller, group_id: UUID) -> Group:
    """Raises NotFound, also for a group out of scope or of another customer."""
    group = work.session.scalar(select(Group).where(Group.id == group_id, _seen(caller)))
    if group is None:
        raise NotFound
    return group


def group_detail(work: Work, caller: Caller, group: Group) -> dict[str, Any]:
    work.session.flush()
    return _row(group, _counts(work, caller, [group.id]).get(group.id, 0))


def _seen(caller: Caller) -> ColumnElement[bool]:
    if caller.is_staff:
        return Group.customer_id.is_not(None)
    own = Group.customer_id == caller.customer_id
    return own if caller.scope == "all" else and_(own, Group.id.in_(caller.scope))


def _counts(work: Work, caller: Caller, group_ids: list[UUID]) -> dict[UUID, int]:
    """How many machines of each group the caller sees; those of a former customer are in none."""
    counted = (
        select(resource_groups.c.group_id, func.count())
        .join(Machine, Machine.id == resource_groups.c.resource_id)
        .join(Group, and_(Group.id == resource_groups.c.group_id, Group.customer_id == Machine.customer_id))
        .where(resource_groups.c.group_id.in_(group_ids), in_scope(caller))
        .group_by(resource_groups.c.group_id)
    )
    return {row[0]: row[1] for row in work.session.execute(counted)}


def _row(group: Group, machines: int) -> dict[str, Any]:
    return {"id": group.id, "customer_id": group.customer_id, "name": group.name, "machines": machines}
