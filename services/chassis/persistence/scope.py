"""Filters rows by the groups of their resource, whatever the resource is (docs/architecture.md#scope).

The owner of resources and groups publishes each resource's complete list of groups; every service stores that list in
`resource_groups` and filters with `visible`.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, false, insert, select, true
from sqlalchemy.orm import Session

from services.chassis.contract import Caller, Kind
from services.chassis.persistence.tables import resource_groups


def visible(caller: Caller, *, resource: Any, customer: Any) -> ColumnElement[bool]:
    """SQL condition for the rows the caller may see. `resource` and `customer` are columns of the row.

    Staff and services see all rows; a user, and a service that asks what a user sees (`Caller.limited_to`), those of
    the customer, limited to the groups in scope unless that is "all"; a collector those of the customer; a guest those
    of the pass's resource; any other caller none.
    """
    match caller.kind:
        case Kind.STAFF:
            return true()
        case Kind.SERVICE if caller.customer_id is None:
            return true()
        case Kind.USER | Kind.SERVICE if caller.customer_id and caller.scope == "all":
            return customer == caller.customer_id  # type: ignore[no-any-return]
        case Kind.USER | Kind.SERVICE if caller.customer_id and caller.scope:
            in_scope = select(resource_groups.c.resource_id).where(resource_groups.c.group_id.in_(caller.scope))
            return and_(customer == caller.customer_id, resource.in_(in_scope))
        case Kind.COLLECTOR if caller.customer_id:
            return customer == caller.customer_id  # type: ignore[no-any-return]
        case Kind.GUEST if caller.resource_id and caller.customer_id:
            return and_(customer == caller.customer_id, resource == caller.resource_id)
    return false()


def set_groups(session: Session, resource_id: UUID, group_ids: Iterable[UUID]) -> None:
    """Replace the groups of a resource."""
    wanted = set(group_ids)
    of_resource = resource_groups.c.resource_id == resource_id
    present = set(session.scalars(select(resource_groups.c.group_id).where(of_resource)))
    if removed := present - wanted:
        session.execute(delete(resource_groups).where(of_resource, resource_groups.c.group_id.in_(removed)))
    if added := wanted - present:
        session.execute(insert(resource_groups), [{"resource_id": resource_id, "group_id": id} for id in added])


def groups_of(session: Session, resource_id: UUID) -> list[UUID]:
    of_resource = resource_groups.c.resource_id == resource_id
    return sorted(session.scalars(select(resource_groups.c.group_id).where(of_resource)))
