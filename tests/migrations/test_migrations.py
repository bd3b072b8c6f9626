"""Migrations create what the models declare, on both databases, and keep existing rows."""

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
from sqlalchemy.orm import Session

from services.chassis.contract.plain_text import sort_text
from services.chassis.persistence.columns import EnumText, UtcDateTime
from services.chassis.persistence.database import Database
from services.chassis.persistence.migrations import difference, is_current, migrate
from services.chassis.persistence.tables import chassis
from services.fleet.model import Machine, MachineModel
from services.identity.contracts import MailPurpose
from services.identity.model import Customer, Link

NOW = dt.datetime(2026, 3, 4, 7, 12, tzinfo=dt.UTC)
ID = uuid.UUID("01980000-0000-7000-8000-000000000001")
VALUES: list[tuple[type[Any], Any]] = [
    (UtcDateTime, NOW), (Uuid, ID), (JSON, {"some": ["thing"]}), (Boolean, True), (Integer, 1), (String, "x")
]  # fmt: skip

SUPPLY = {"kind": "toner", "description": "Toner", "part_number": "TN", "state": "known", "direction": "remaining"}
VARYING_FIELDS = ("colour", "percent")


@dataclass(frozen=True, slots=True)
class ServiceDatabase:
    """A service and its database, empty at first. `metadata` is what its models declare."""

    service: str
    database: Database

    @property
    def metadata(self) -> MetaData:
        metadata: MetaData = importlib.import_module(f"services.{self.service}.model").Base.metadata
        return metadata


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "SQLite":
        return f"sqlite:///{tmp_path}/service.db"
    return shared_servers.postgres_url(f"migrations-{uuid.uuid4().hex[:8]}")


@pytest.fixture
def service_database(service: str, url: str) -> Iterator[ServiceDatabase]:
    new = ServiceDatabase(service, Database(url))
    yield new
    new.database.close()


each_service = pytest.mark.parametrize("service", SERVICE_NAMES)


@each_service
def test_migrated_schema_equals_the_models(service_database: ServiceDatabase) -> None:
    migrate(service_database.database, service_database.service)
    assert difference(service_database.database, service_database.metadata) == []


@each_service
def test_first_migration_returns_true(service_database: ServiceDatabase) -> None:
    assert migrate(service_database.database, service_database.service) is True


@each_service
def test_second_migration_changes_no_schema(service_database: ServiceDatabase) -> None:
    migrate(service_database.database, service_database.service)
    before = _schema(service_database)
    assert migrate(service_database.database, service_database.service) is False
    assert _schema(service_database) == before


@each_service
def test_second_migration_keeps_all_rows(service_database: ServiceDatabase) -> None:
    migrate(service_database.database, service_database.service)
    _insert_a_row_into_each_table(service_database)
    rows_before = _contents(service_database)
    migrate(service_database.database, service_database.service)
    assert _contents(service_database) == rows_before
    assert all(len(rows) == 1 for rows in rows_before.values())


@pytest.mark.parametrize("service", ["fleet"])
@pytest.mark.parametrize("change", ["DROP INDEX ix_jobs_due_at", "ALTER TABLE outbox DROP COLUMN attempts"])
def test_difference_reports_a_missing_index_or_column(service_database: ServiceDatabase, change: str) -> None:
    migrate(service_database.database, service_database.service)
    with service_database.database.engine.begin() as connection:
        connection.execute(text(change))
    assert difference(service_database.database, service_database.metadata) != []


@pytest.mark.parametrize("service", ["fleet"])
@pytest.mark.parametrize(("lowest_percent", "expected"), [(7, 7), (None, 101)])
def test_supplies_are_kept_when_they_move_into_the_machine_row(
    service_database: ServiceDatabase, lowest_percent: int | None, expected: int
) -> None:
    migrate(service_database.database, service_database.service, "0006")
    supply_levels = table(
        "supply_levels", column("machine_id", Uuid()), column("row"), *map(column, (*SUPPLY, *VARYING_FIELDS))
    )
    with service_database.database.write("test") as session:
        session.execute(insert(MachineModel).values(_row(MachineModel)))
        values = _row(Machine, without=("supplies", "lowest_toner_percent", "search_text", "sort_site")) | {"words": ""}
        machines = table(
            "machines",
            *(column(name, Machine.__table__.c[name].type) for name in values if name != "words"),
            column("words"),
        )
        session.execute(insert(machines).values(values))
        session.execute(text("UPDATE machines SET lowest_toner = :lowest"), {"lowest": lowest_percent})
        for place, colour in ((1, "cyan"), (0, "black")):
            varying = {"machine_id": ID, "row": place, "colour": colour, "percent": lowest_percent}
            session.execute(insert(supply_levels).values(SUPPLY | varying))
    migrate(service_database.database, service_database.service)
    with service_database.database.read() as session:
        supplies, lowest_toner_percent = session.execute(select(Machine.supplies, Machine.lowest_toner_percent)).one()
    assert supplies == [SUPPLY | {"colour": colour, "percent": lowest_percent} for colour in ("black", "cyan")]
    assert lowest_toner_percent == expected


@pytest.mark.parametrize("service", ["identity"])
def test_a_pending_mail_about_a_request_keeps_purpose_and_requester(service_database: ServiceDatabase) -> None:
    migrate(service_database.database, service_database.service, "0006")
    values = _row(Link, without=("purpose", "person_id", "about"))
    types = {name: Link.__table__.c[name].type for name in values} | {"purpose": String(), "about": JSON()}
    links = table("links", *(column(name, type_) for name, type_ in types.items()))
    values |= {"purpose": "access_asked", "about": {"asker_name": "Sanne de Wit", "machine": "bizhub C250i"}}
    with service_database.database.write("test") as session:
        session.execute(insert(links).values(values))
    migrate(service_database.database, service_database.service)
    with service_database.database.read() as session:
        purpose, about = session.execute(select(Link.purpose, Link.about)).one()
    assert purpose is MailPurpose.ACCESS_REQUESTED
    assert about == {"requester_name": "Sanne de Wit", "machine": "bizhub C250i"}


@pytest.mark.parametrize("service", ["fleet"])
def test_existing_machines_are_sorted_and_found_by_plain_text(service_database: ServiceDatabase) -> None:
    migrate(service_database.database, service_database.service, "0009")
    values = _row(Machine, without=("sort_site",)) | {"site": "'t Øster 12", "search_text": " 't øster 12"}
    machines = table("machines", *(column(name, Machine.__table__.c[name].type) for name in values))
    with service_database.database.write("test") as session:
        session.execute(insert(MachineModel).values(_row(MachineModel)))
        session.execute(insert(machines).values(values))
    migrate(service_database.database, service_database.service)
    with service_database.database.read() as session:
        row = session.execute(select(Machine.sort_site, Machine.search_text)).one()
    assert tuple(row) == (sort_text("'t Øster 12"), " 't oster 12")


@pytest.mark.parametrize("service", ["identity"])
def test_existing_customers_are_sorted_by_their_names(service_database: ServiceDatabase) -> None:
    migrate(service_database.database, service_database.service, "0009")
    values = _row(Customer, without=("sort_name",)) | {"name": "De 2 Ängels"}
    customers = table("customers", *(column(name, Customer.__table__.c[name].type) for name in values))
    with service_database.database.write("test") as session:
        session.execute(insert(customers).values(values))
    migrate(service_database.database, service_database.service)
    with service_database.database.read() as session:
        assert session.scalar(select(Customer.sort_name)) == sort_text("De 2 Ängels")


@pytest.mark.parametrize("service", ["fleet"])
def test_difference_reports_an_undeclared_table(service_database: ServiceDatabase) -> None:
    migrate(service_database.database, service_database.service)
    assert difference(service_database.database, MetaData()) != []


def _tables(service_database: ServiceDatabase) -> list[Any]:
    return [*chassis.sorted_tables, *service_database.metadata.sorted_tables]


def _insert_a_row_into_each_table(service_database: ServiceDatabase) -> None:
    """Referenced tables first."""
    with service_database.database.write("test") as session:
        for table in _tables(service_database):
            session.execute(insert(table).values({column.name: _value(column) for column in table.columns}))


def _row(model: Any, without: tuple[str, ...] = ()) -> dict[str, Any]:
    return {column.name: _value(column) for column in model.__table__.columns if column.name not in without}


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


def _value(column: Column[Any]) -> Any:
    type_ = column.type
    if isinstance(type_, EnumText):
        return next(iter(type_.choices))
    return next(value for sql_type, value in VALUES if isinstance(type_, sql_type))


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
