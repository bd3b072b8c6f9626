"""A service's tables are its own: no other service names them, references them or opens their database."""

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

TABLE_CALLS = ("create_table", "batch_alter_table", "add_column", "drop_column", "drop_table", "rename_table")


def _metadata(service: str) -> MetaData:
    metadata: MetaData = importlib.import_module(f"services.{service}.model").Base.metadata
    return metadata


@pytest.mark.parametrize("service", SERVICE_NAMES)
def test_foreign_keys_stay_within_the_service(service: str) -> None:
    own = _metadata(service).tables
    referenced = {key.target_fullname.rpartition(".")[0] for table in own.values() for key in table.foreign_keys}
    assert referenced <= own.keys()


@pytest.mark.parametrize("service", SERVICE_NAMES)
def test_a_migration_changes_only_tables_of_its_service(service: str) -> None:
    own = _metadata(service).tables.keys() | chassis.tables.keys()
    versions = files(f"services/{service}/migrations/versions")
    changed = {table for path in versions for call in TABLE_CALLS for table in _first_arguments(path, call)}
    created = {table for path in versions for table in _first_arguments(path, "create_table")}  # perhaps dropped later
    assert changed
    assert changed <= own | created


@pytest.mark.parametrize("service", SERVICE_NAMES)
def test_a_service_contains_no_textual_sql(service: str) -> None:
    """Mapped classes are the only access to a table; import-linter keeps them within their service."""
    as_text = ("text", "exec_driver_sql", "literal_column")
    places = [place for path in _code_of(service) for place in calls(path, *as_text)]
    assert not places


@pytest.mark.parametrize("service", SERVICE_NAMES)
def test_a_service_opens_no_database(service: str) -> None:
    """The chassis opens the database named after the service (`Runtime`)."""
    opening = ("create_engine", "Database", "database_of", "sessionmaker", "connect_args")
    places = [place for path in _code_of(service) for place in calls(path, *opening)]
    assert not places


def test_only_the_runtime_opens_a_database() -> None:
    opened = [place for path in files("services/chassis") for place in calls(path, "Database", "database_of")]
    assert {place.split(":")[0] for place in opened} == {"services/chassis/runtime/runtime.py"}


@pytest.mark.parametrize("url", ["", "sqlite:////var/lib/{service}.db", "postgresql://db/machinepark-{service}"])
def test_each_service_has_its_own_database(url: str) -> None:
    settings = Settings(database_url=url)
    assert len({settings.database_of(service) for service in SERVICE_NAMES}) == len(SERVICE_NAMES)


def _code_of(service: str) -> list[Path]:
    """Without the collector, a program of its own without a database."""
    return [path for path in files(f"services/{service}") if "collector" not in path.parts]


def _first_arguments(path: Path, name: str) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
            first = node.args[0]
            assert isinstance(first, ast.Constant), f"{name_of(path)}:{node.lineno}: write the table's name"
            yield str(first.value)
