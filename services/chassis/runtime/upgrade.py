"""Upgrades a service's database, and has its projections rebuilt: new columns may have to be filled from the
owning service."""

from collections.abc import Sequence

from sqlalchemy import update
from sqlalchemy.orm import Session

from services.chassis.contract import Command
from services.chassis.contract.builtin_operations import RebuildPage
from services.chassis.messaging.projections import ProjectionSpec
from services.chassis.persistence import jobs
from services.chassis.persistence.clock import Clock
from services.chassis.persistence.database import Database
from services.chassis.persistence.migrations import is_empty, migrate


def upgrade(
    database: Database,
    service: str,
    projections: Sequence[ProjectionSpec],
    startup_commands: Sequence[type[Command]] = (),
) -> bool:
    """Upgrade a service's database to the newest revision; returns whether a migration ran.

    A database that had a revision before gets a job for each projection, which the service runs as soon as the owner
    answers. The versions of rows that are not deleted are reset, because an event of the same version would change
    nothing. Each of `startup_commands` gets a job every time; it has no parameters.
    """

    def schedule_rebuild(session: Session) -> None:
        for spec in projections:
            session.execute(update(spec.model).where(spec.model.deleted.is_(False)).values(version=0))
            name = spec.event.type
            jobs.schedule(session, RebuildPage, name, Clock().now(), {"projection": name, "to_end": True})

    migrated = migrate(database, service, then=None if is_empty(database) else schedule_rebuild)
    for command in startup_commands:
        with database.write("scheduling a startup command") as session:
            jobs.schedule(session, command, "", Clock().now(), {})
    return migrated
