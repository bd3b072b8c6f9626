"""Who sees which resource: by groups, whatever the resource is.

The owner of resources and groups publishes per resource its complete list of groups; every service keeps that list in
`resource_groups` and filters through the one function here.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, false, insert, select, true
from sqlalchemy.orm import Session

from services.chassis.contract import Caller, Kind
from services.chassis.persistence.tables import resource_groups


def visible(caller: Caller, *, resource: Any, customer: Any) -> ColumnElement[bool]:
    """The condition under which the caller sees a row that is about `resource` and belongs to `customer`.

    Staff and services of the installation see everything; a user the customer's rows, all or those of the groups in
    scope;
    a collector the customer's; a guest the one resource of the pass; anybody else nothing.
    """
    match caller.kind:
        case Kind.STAFF | Kind.SERVICE:
            return true()
        case Kind.USER if caller.customer_id and caller.scope == "all":
            return customer == caller.customer_id  # type: ignore[no-any-return]
        case Kind.USER if caller.customer_id and caller.scope:
            in_scope = select(resource_groups.c.resource_id).where(resource_groups.c.group_id.in_(caller.scope))
            return and_(customer == caller.customer_id, resource.in_(in_scope))
        case Kind.COLLECTOR if caller.customer_id:
            return customer == caller.customer_id  # type: ignore[no-any-return]
        case Kind.GUEST if caller.resource_id and caller.customer_id:
            return and_(customer == caller.customer_id, resource == caller.resource_id)
    return false()


def set_groups(session: Session, resource_id: UUID, group_ids: Iterable[UUID]) -> None:
    """Put a resource into exactly these groups."""
    wanted = set(group_ids)
    of_resource = resource_groups.c.resource_id == resource_id
    present = set(session.scalars(select(resource_groups.c.group_id).where(of_resource)))
    if gone := present - wanted:
        session.execute(delete(resource_groups).where(of_resource, resource_groups.c.group_id.in_(gone)))
    if new := wanted - present:
        session.execute(insert(resource_groups), [{"resource_id": resource_id, "group_id": id} for id in new])


def groups_of(session: Session, resource_id: UUID) -> list[UUID]:
    """The complete list of groups of a resource."""
    of_resource = resource_groups.c.resource_id == resource_id
    return sorted(session.scalars(select(resource_groups.c.group_id).where(of_resource)))
