"""Groups of a machine, stored twice: in `Machine.group_ids`, which is published, and in `resource_groups`, which
filters."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.chassis.persistence import scope
from services.chassis.persistence.tables import resource_groups
from services.fleet.model.machine import Machine


def members(group_id: UUID) -> Select[Any]:
    """Select the ids of the machines in a group."""
    return select(resource_groups.c.resource_id).where(resource_groups.c.group_id == group_id)


def set_groups(session: Session, machine: Machine, group_ids: Iterable[str]) -> None:
    """Replace the groups of a machine."""
    ids = [UUID(id) for id in group_ids]
    machine.set_groups(ids)
    scope.set_groups(session, machine.id, ids)
