"""Migrations: every service has its own Alembic history; this runs it, the same on both databases."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData

from services.chassis.persistence.database import Database
from services.chassis.persistence.tables import chassis

SERVICES = Path(__file__).parents[2]
RENDERED: dict[str, Any] = {"render_as_batch": True, "compare_type": True, "transaction_per_migration": False}


def migrate(database: Database, service: str, revision: str = "head") -> bool:
    """Bring a service's database to `revision`; tells whether anything was done."""
    script = ScriptDirectory.from_config(_config(service))
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=RENDERED)
        if revision == "head" and context.get_current_heads() == tuple(script.get_heads()):
            return False
        config = _config(service)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()
    return True


def is_current(database: Database, service: str) -> bool:
    """Whether nothing is left to migrate."""
    script = ScriptDirectory.from_config(_config(service))
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection, opts=RENDERED).get_current_heads() == tuple(script.get_heads())


def run_within(connection: Any) -> None:
    """What a service's `migrations/env.py` does."""
    from alembic import context

    context.configure(connection=connection, **RENDERED)
    with context.begin_transaction():
        context.run_migrations()


def difference(database: Database, *declared: MetaData) -> list[Any]:
    """What the migrated database lacks or has too much, beside what the models declare."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=RENDERED | {"include_object": _is_ours})
        together = MetaData(naming_convention=chassis.naming_convention)
        for metadata in (chassis, *declared):
            for table in metadata.tables.values():
                table.to_metadata(together)
        return list(compare_metadata(context, together))


def _is_ours(_object: Any, name: str | None, type_: str, *_: Any) -> bool:
    return not (type_ == "table" and name == "alembic_version")


def _config(service: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SERVICES / service / "migrations"))
    config.set_main_option("path_separator", "os")
    return config
