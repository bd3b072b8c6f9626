"""Migrating gives what the models declare, on both databases, and leaves alone what is there."""

import datetime as dt
import importlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import shared_servers
from contracts.declarations import SERVICE_NAMES
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Integer,
    MetaData,
    String,
    Uuid,
    column,
    insert,
    inspect,
    select,
    table,
    text,
)

from services.chassis.persistence.columns import UtcDateTime, Word
from services.chassis.persistence.database import Database
from services.chassis.persistence.migrations import difference, migrate
from services.chassis.persistence.tables import chassis
from services.fleet.model import Machine, MachineModel

NOW = dt.datetime(2026, 3, 4, 7, 12, tzinfo=dt.UTC)
ID = uuid.UUID("01980000-0000-7000-8000-000000000001")
VALUES: list[tuple[type[Any], Any]] = [
    (UtcDateTime, NOW), (Uuid, ID), (JSON, {"some": ["thing"]}), (Boolean, True), (Integer, 1), (String, "x")
]  # fmt: skip

LEVEL = {"kind": "toner", "description": "Toner", "part_number": "TN", "state": "known", "direction": "remaining"}
VARIES = ("colour", "percent")


@dataclass(frozen=True, slots=True)
class Empty:
    """A service and a database in which nothing is yet. `metadata` is what its models declare."""

    service: str
    database: Database

    @property
    def metadata(self) -> MetaData:
        made: MetaData = importlib.import_module(f"services.{self.service}.model").Base.metadata
        return made


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "SQLite":
        return f"sqlite:///{tmp_path}/service.db"
    return shared_servers.postgres_url(f"migrations-{uuid.uuid4().hex[:8]}")


@pytest.fixture
def empty(service: str, url: str) -> Iterator[Empty]:
    made = Empty(service, Database(url))
    yield made
    made.database.close()


each_service = pytest.mark.parametrize("service", SERVICE_NAMES)


@each_service
def test_an_empty_database_becomes_exactly_what_the_models_declare(empty: Empty) -> None:
    migrate(empty.database, empty.service)
    assert difference(empty.database, empty.metadata) == []


@each_service
def test_the_first_migration_tells_that_it_did_something(empty: Empty) -> None:
    assert migrate(empty.database, empty.service) is True


@each_service
def test_migrating_again_does_nothing(empty: Empty) -> None:
    migrate(empty.database, empty.service)
    before = _schema(empty)
    assert migrate(empty.database, empty.service) is False
    assert _schema(empty) == before


@each_service
def test_what_was_written_is_still_there_after_migrating_again(empty: Empty) -> None:
    migrate(empty.database, empty.service)
    _write_a_row_everywhere(empty)
    written = _contents(empty)
    migrate(empty.database, empty.service)
    assert _contents(empty) == written
    assert all(len(rows) == 1 for rows in written.values())


@pytest.mark.parametrize("service", ["fleet"])
@pytest.mark.parametrize("change", ["DROP INDEX ix_jobs_due_at", "ALTER TABLE outbox DROP COLUMN attempts"])
def test_what_a_migration_forgets_is_seen(empty: Empty, change: str) -> None:
    migrate(empty.database, empty.service)
    with empty.database.engine.begin() as connection:
        connection.execute(text(change))
    assert difference(empty.database, empty.metadata) != []


@pytest.mark.parametrize("service", ["fleet"])
@pytest.mark.parametrize(("lowest", "kept"), [(7, 7), (None, 101)])
def test_a_machine_keeps_its_supplies_when_they_move_into_its_own_row(
    empty: Empty, lowest: int | None, kept: int
) -> None:
    migrate(empty.database, empty.service, "0006")
    levels = table("supply_levels", column("machine_id", Uuid()), column("row"), *map(column, (*LEVEL, *VARIES)))
    with empty.database.write("test") as session:
        session.execute(insert(MachineModel).values(_row(MachineModel)))
        values = _row(Machine, without=("supplies", "lowest_toner_percent", "search_text")) | {"words": ""}
        machines = table(
            "machines",
            *(column(name, Machine.__table__.c[name].type) for name in values if name != "words"),
            column("words"),
        )
        session.execute(insert(machines).values(values))
        session.execute(text("UPDATE machines SET lowest_toner = :lowest"), {"lowest": lowest})
        for place, colour in ((1, "cyan"), (0, "black")):
            varies = {"machine_id": ID, "row": place, "colour": colour, "percent": lowest}
            session.execute(insert(levels).values(LEVEL | varies))
    migrate(empty.database, empty.service)
    with empty.database.read() as session:
        supplies, emptiest = session.execute(select(Machine.supplies, Machine.lowest_toner_percent)).one()
    assert supplies == [LEVEL | {"colour": colour, "percent": lowest} for colour in ("black", "cyan")]
    assert emptiest == kept


@pytest.mark.parametrize("service", ["fleet"])
def test_a_table_that_no_model_declares_is_seen(empty: Empty) -> None:
    migrate(empty.database, empty.service)
    assert difference(empty.database, MetaData()) != []


def _tables(empty: Empty) -> list[Any]:
    return [*chassis.sorted_tables, *empty.metadata.sorted_tables]


def _write_a_row_everywhere(empty: Empty) -> None:
    """In every table, those first to which others refer."""
    with empty.database.write("test") as session:
        for table in _tables(empty):
            session.execute(insert(table).values({column.name: _value(column) for column in table.columns}))


def _row(model: Any, without: tuple[str, ...] = ()) -> dict[str, Any]:
    return {column.name: _value(column) for column in model.__table__.columns if column.name not in without}


def _value(column: Column[Any]) -> Any:
    kind = column.type
    if isinstance(kind, Word):
        return next(iter(kind.choices))
    return next(value for type_, value in VALUES if isinstance(kind, type_))


def _contents(empty: Empty) -> dict[str, list[Any]]:
    with empty.database.read() as session:
        return {table.name: [tuple(row) for row in session.execute(select(table))] for table in _tables(empty)}


def _schema(empty: Empty) -> dict[str, Any]:
    """Names of tables, columns and indexes as the database itself tells them."""
    seen = inspect(empty.database.engine)
    return {
        name: (
            sorted(column["name"] for column in seen.get_columns(name)),
            sorted(str(index["name"]) for index in seen.get_indexes(name)),
        )
        for name in seen.get_table_names()
    }
