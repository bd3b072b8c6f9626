"""A service's tables are its own: nobody else names them, refers to them or opens its database."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from architecture.sources import calls, files, name_of, tree
from contracts.declarations import SERVICE_NAMES
from sqlalchemy import MetaData

from services.chassis.persistence.tables import chassis
from services.chassis.settings import Settings

MAKES_TABLES = ("create_table", "batch_alter_table", "add_column", "drop_column", "drop_table", "rename_table")


def _metadata(service: str) -> MetaData:
    made: MetaData = importlib.import_module(f"services.{service}.model").Base.metadata
    return made


@pytest.mark.parametrize("service", SERVICE_NAMES)
def test_a_table_refers_only_to_tables_of_its_service(service: str) -> None:
    own = _metadata(service).tables
    referred = {key.target_fullname.rpartition(".")[0] for table in own.values() for key in table.foreign_keys}
    assert referred <= own.keys()


@pytest.mark.parametrize("service", SERVICE_NAMES)
def test_a_migration_touches_only_tables_of_its_service(service: str) -> None:
    own = _metadata(service).tables.keys() | chassis.tables.keys()
    versions = files(f"services/{service}/migrations/versions")
    named = {table for path in versions for call in MAKES_TABLES for table in _first_arguments(path, call)}
    made = {table for path in versions for table in _first_arguments(path, "create_table")}  # and perhaps dropped since
    assert named
    assert named <= own | made


@pytest.mark.parametrize("service", SERVICE_NAMES)
def test_a_service_writes_no_statement_as_text(service: str) -> None:
    """Mapped classes are the only way to a table, and lint keeps those within their service."""
    as_text = ("text", "exec_driver_sql", "literal_column")
    found = [place for path in _code_of(service) for place in calls(path, *as_text)]
    assert not found


@pytest.mark.parametrize("service", SERVICE_NAMES)
def test_a_service_opens_no_database(service: str) -> None:
    """The chassis gives it the one of its own name (`Runtime`)."""
    opening = ("create_engine", "Database", "database_of", "sessionmaker", "connect_args")
    found = [place for path in _code_of(service) for place in calls(path, *opening)]
    assert not found


def test_only_a_runtime_opens_a_database_in_the_chassis() -> None:
    opened = [place for path in files("services/chassis") for place in calls(path, "Database", "database_of")]
    assert {place.split(":")[0] for place in opened} == {"services/chassis/runtime/runtime.py"}


@pytest.mark.parametrize("url", ["", "sqlite:////var/lib/{service}.db", "postgresql://db/machinepark-{service}"])
def test_each_service_has_a_database_of_its_own(url: str) -> None:
    settings = Settings(database_url=url)
    assert len({settings.database_of(service) for service in SERVICE_NAMES}) == len(SERVICE_NAMES)


def _code_of(service: str) -> list[Path]:
    """Its code, without the collector: a program of its own that has no database."""
    return [path for path in files(f"services/{service}") if "collector" not in path.parts]


def _first_arguments(path: Path, name: str) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
            first = node.args[0]
            assert isinstance(first, ast.Constant), f"{name_of(path)}:{node.lineno}: write the table's name"
            yield str(first.value)
