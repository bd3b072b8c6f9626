"""Commands on the guest access settings of a customer."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller, NotFound
from services.chassis.persistence import UnitOfWork
from services.fleet import queries
from services.fleet.model import Group, GuestAccess
from services.fleet.queries.groups import seen
from services.fleet.queries.guest_access import customer_of


def change_guest_access(
    uow: UnitOfWork, caller: Caller, customer_id: UUID | None, actions: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Raises NotFound, also for a group out of scope or of another customer, NotAllowed, TooManyGroups."""
    access = access_of(uow, customer_of(uow, caller, customer_id))
    _expect_groups(uow, caller, access.id, {id for row in actions for id in row["group_ids"]})
    access.change(caller, actions, caller.groups_in_scope, _group_names(uow, access.id))
    return queries.guest_access.guest_access_detail(uow, caller, access)


def stop_guest_access(uow: UnitOfWork, caller: Caller, customer_id: UUID | None) -> dict[str, Any]:
    """Raises NotFound."""
    access = access_of(uow, customer_of(uow, caller, customer_id))
    access.stop(caller, _group_names(uow, access.id))
    return queries.guest_access.guest_access_detail(uow, caller, access)


def access_of(uow: UnitOfWork, customer_id: UUID) -> GuestAccess:
    """The customer's settings, locked, created when missing."""
    query = select(GuestAccess).where(GuestAccess.id == customer_id).with_for_update()
    return uow.session.scalar(query) or uow.add(GuestAccess.of_customer(customer_id))


def _expect_groups(uow: UnitOfWork, caller: Caller, customer_id: UUID, group_ids: Iterable[UUID]) -> None:
    wanted = set(group_ids)
    query = select(Group.id).where(Group.id.in_(wanted), Group.customer_id == customer_id, seen(caller))
    if set(uow.session.scalars(query)) != wanted:
        raise NotFound


def _group_names(uow: UnitOfWork, customer_id: UUID) -> dict[str, str]:
    query = select(Group.id, Group.name).where(Group.customer_id == customer_id)
    return {str(row.id): row.name for row in uow.session.execute(query)}
