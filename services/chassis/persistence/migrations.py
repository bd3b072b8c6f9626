"""Migrations: each service has its own Alembic history, which runs on SQLite and PostgreSQL."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData
from sqlalchemy.orm import Session

from services.chassis.persistence.database import Database
from services.chassis.persistence.tables import chassis

SERVICES = Path(__file__).parents[2]
RENDERED: dict[str, Any] = {"render_as_batch": True, "compare_type": True, "transaction_per_migration": False}


def migrate(
    database: Database, service: str, revision: str = "head", *, then: Callable[[Session], None] | None = None
) -> bool:
    """Upgrade a service's database to `revision`; returns whether a migration ran.

    `then` changes data after the migrations, in their transaction.
    """
    script = ScriptDirectory.from_config(_config(service))
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=RENDERED)
        if revision == "head" and context.get_current_heads() == tuple(script.get_heads()):
            return False
        config = _config(service)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        if then:
            with Session(connection) as session:  # neither commits nor rolls back the connection's transaction
                then(session)
        connection.commit()
    return True


def is_empty(database: Database) -> bool:
    """Whether no migration ran yet."""
    with database.engine.connect() as connection:
        return not MigrationContext.configure(connection, opts=RENDERED).get_current_heads()


def is_current(database: Database, service: str) -> bool:
    script = ScriptDirectory.from_config(_config(service))
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection, opts=RENDERED).get_current_heads() == tuple(script.get_heads())


def run_within(connection: Any) -> None:
    """Called by each service's `migrations/env.py`."""
    from alembic import context

    context.configure(connection=connection, **RENDERED)
    with context.begin_transaction():
        context.run_migrations()


def difference(database: Database, *declared: MetaData) -> list[Any]:
    """Alembic's differences between the migrated database and the models; empty if there are none."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=RENDERED | {"include_object": _is_ours})
        combined = MetaData(naming_convention=chassis.naming_convention)
        for metadata in (chassis, *declared):
            for table in metadata.tables.values():
                table.to_metadata(combined)
        return list(compare_metadata(context, combined))


def _is_ours(_object: Any, name: str | None, type_: str, *_: Any) -> bool:
    return not (type_ == "table" and name == "alembic_version")


def _config(service: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SERVICES / service / "migrations"))
    config.set_main_option("path_separator", "os")
    return config
