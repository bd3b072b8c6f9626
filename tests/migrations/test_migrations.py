"""Migrations create what the models declare, on both databases, and run once."""

from typing import Any

import pytest
from contracts.declarations import SERVICE_NAMES
from sqlalchemy import MetaData, insert, inspect, select, text
from sqlalchemy.orm import Session

from services.chassis.persistence.migrations import difference, is_current, migrate
from services.chassis.persistence.tables import chassis
from tests.migrations.service_database import ServiceDatabase, value_of

each_service = pytest.mark.parametrize("service", SERVICE_NAMES)


@each_service
def test_migrated_schema_equals_the_models(service_database: ServiceDatabase) -> None:
    service_database.migrate()
    assert difference(service_database.database, service_database.metadata) == []


@each_service
def test_first_migration_returns_true(service_database: ServiceDatabase) -> None:
    assert service_database.migrate() is True


@each_service
def test_second_migration_changes_no_schema(service_database: ServiceDatabase) -> None:
    service_database.migrate()
    before = _schema(service_database)
    assert service_database.migrate() is False
    assert _schema(service_database) == before


@each_service
def test_second_migration_keeps_all_rows(service_database: ServiceDatabase) -> None:
    service_database.migrate()
    _insert_a_row_into_each_table(service_database)
    rows_before = _contents(service_database)
    service_database.migrate()
    assert _contents(service_database) == rows_before
    assert all(len(rows) == 1 for rows in rows_before.values())


@pytest.mark.parametrize("service", ["fleet"])
@pytest.mark.parametrize("change", ["DROP INDEX ix_jobs_due_at", "ALTER TABLE outbox DROP COLUMN attempts"])
def test_difference_reports_a_missing_index_or_column(service_database: ServiceDatabase, change: str) -> None:
    service_database.migrate()
    with service_database.database.engine.begin() as connection:
        connection.execute(text(change))
    assert difference(service_database.database, service_database.metadata) != []


@pytest.mark.parametrize("service", ["fleet"])
def test_difference_reports_an_undeclared_table(service_database: ServiceDatabase) -> None:
    service_database.migrate()
    assert difference(service_database.database, MetaData()) != []


@pytest.mark.parametrize("service", ["fleet"])
def test_migration_is_undone_when_the_change_of_data_after_it_fails(service_database: ServiceDatabase) -> None:
    """An interrupted upgrade is one that did not happen: the next one schedules the rebuild of projections."""

    def fail(session: Session) -> None:
        raise RuntimeError("interrupted")

    database, service = service_database.database, service_database.service
    migrate(database, service, "0008")
    before = _schema(service_database)
    with pytest.raises(RuntimeError, match="interrupted"):
        migrate(database, service, then=fail)
    assert (_schema(service_database), is_current(database, service)) == (before, False)
    migrate(database, service)
    assert is_current(database, service)


def _contents(service_database: ServiceDatabase) -> dict[str, list[Any]]:
    with service_database.database.read() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table))] for table in _tables(service_database)
        }


def _schema(service_database: ServiceDatabase) -> dict[str, Any]:
    """Names of tables, columns and indexes, read from the database itself."""
    inspector = inspect(service_database.database.engine)
    return {
        name: (
            sorted(column["name"] for column in inspector.get_columns(name)),
            sorted(str(index["name"]) for index in inspector.get_indexes(name)),
        )
        for name in inspector.get_table_names()
    }


def _tables(service_database: ServiceDatabase) -> list[Any]:
    return [*chassis.sorted_tables, *service_database.metadata.sorted_tables]


def _insert_a_row_into_each_table(service_database: ServiceDatabase) -> None:
    """Referenced tables first."""
    with service_database.database.write("test") as session:
        for table in _tables(service_database):
            session.execute(insert(table).values({column.name: value_of(column) for column in table.columns}))
