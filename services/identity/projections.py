"""Identity's projections of other services' aggregates."""

from sqlalchemy import delete

from services.chassis.messaging import IncomingEvent, projections
from services.chassis.messaging.projections import ProjectionSpec
from services.chassis.persistence import UnitOfWork
from services.fleet.contracts import FeedGroups
from services.identity.model import Grant, Group


def keep_group(uow: UnitOfWork, event: IncomingEvent) -> None:
    """Store the group's state; a deletion also deletes its grants (docs/architecture.md#scope)."""
    group = projections.apply_state(uow, Group, event)
    if group is not None and group.deleted:
        uow.session.execute(delete(Grant).where(Grant.group_id == group.id))


PROJECTIONS = {"group_state_changed": ProjectionSpec(FeedGroups, Group, keep_group)}
