"""Identity's projections of other services' aggregates."""

from sqlalchemy import delete

from services.chassis.messaging import IncomingEvent
from services.chassis.messaging.projections import ProjectionSpec
from services.chassis.persistence import UnitOfWork
from services.fleet.contracts import FeedGroups
from services.identity.model import Grant, Group


def _delete_grants(uow: UnitOfWork, group: Group, _event: IncomingEvent) -> None:
    """The deletion of a group also deletes its grants (docs/architecture.md#scope)."""
    if group.deleted:
        uow.session.execute(delete(Grant).where(Grant.group_id == group.id))


PROJECTIONS = (ProjectionSpec(FeedGroups, Group, after_change=_delete_grants),)
