"""An installation with rows of every earlier revision in every table is upgraded, loads and passes the audit."""

import datetime as dt
import importlib
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from environments import environment
from eventually import eventually
from sqlalchemy import CHAR, JSON, Boolean, Integer, LargeBinary, MetaData, Table, Uuid, insert, inspect, select
from sqlalchemy.types import DateTime

from deploy.cli import audit_checks
from deploy.run.services import SERVICES
from services.chassis.bus import Client
from services.chassis.contract.caller import OPS
from services.chassis.persistence.columns import EnumText
from services.chassis.persistence.database import Database
from services.chassis.persistence.migrations import _config, difference, migrate
from services.chassis.runtime.process import Process

NOW, LATER = dt.datetime.now(dt.UTC), dt.datetime(2200, 1, 1, tzinfo=dt.UTC)
"""Recent, so that retention deletes nothing."""
ENDS = {"due_at", "expires_at", "idle_until"}
"""Columns that hold a moment after which a row is acted upon."""
OBJECTS = {"about", "body", "details", "event_data", "invited_as", "request", "response"}
"""JSON columns that hold an object; the others hold a list."""
VALUES: dict[tuple[str, str], Any] = {
    ("inbox", "status"): "done",
    ("outbox", "body"): {"subject": "01980000-0000-7000-8000-000000000001"},
    ("memberships", "rights"): ["manage_users"],
    ("supply_levels", "kind"): "toner",
    ("supply_levels", "colour"): "black",
    ("supply_levels", "state"): "known",
    ("supply_levels", "direction"): "remaining",
}
"""Values of columns that have a meaning for others than their own row, or that no model declares any more."""


@pytest.fixture(scope="module", params=["in-process, SQLite", "in-process, PostgreSQL"])
def upgraded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    names = [definition.name for definition in SERVICES]
    env = environment(request.param, tmp_path_factory.mktemp("upgraded"), names, demo=True)
    earlier = {name: _revisions(name)[:-1] for name in names}
    most, filled = max(map(len, earlier.values())), set[str]()
    for name, revisions in earlier.items():
        database = Database(env.settings.database_of(name))
        for number in range(1, most + 1):  # the same numbers everywhere: what a projection has, its owner has
            migrate(database, name, revisions[min(number, len(revisions)) - 1])
            _insert_rows(database, name, number)
        filled |= set(inspect(database.engine).get_table_names())
        database.close()
    process = Process(env.settings, SERVICES, env.connect)
    process.filled_tables = filled  # type: ignore[attr-defined]
    process.migrate()
    process.start()
    process.ops = env.client(OPS)  # type: ignore[attr-defined]
    yield process
    process.stop()
    env.close()


def test_schema_equals_the_models(upgraded: Process) -> None:
    differences = [difference(runtime.database, _metadata(name)) for name, runtime in upgraded.runtimes.items()]
    assert [one for found in differences for one in found] == []


def test_every_row_loads_through_its_model(upgraded: Process) -> None:
    """Tables of the newest revision have no rows yet."""
    filled: set[str] = upgraded.filled_tables  # type: ignore[attr-defined]
    empty = []
    for name, runtime in upgraded.runtimes.items():
        with runtime.database.read() as session:
            for mapper in importlib.import_module(f"services.{name}.model").Base.registry.mappers:
                rows = session.scalars(select(mapper.class_)).unique().all()
                empty += [] if rows or mapper.local_table.name not in filled else [mapper.class_.__name__]
    assert empty == []


def test_audit_finds_nothing_wrong(upgraded: Process) -> None:
    client: Client = upgraded.ops  # type: ignore[attr-defined]
    eventually(lambda: not audit_checks.backlog(client).wrong)
    events = audit_checks.Events(client, lambda line: None)
    checks = [
        audit_checks.dead_letters(client),
        audit_checks.received(client, events, from_beginning=False),
        audit_checks.promises(client, events, []),
        audit_checks.projections(client, lambda line: None),
    ]
    assert [sentence for check in checks for sentence in check.wrong] == []


def _revisions(service: str) -> list[str]:
    """The oldest first."""
    script = ScriptDirectory.from_config(_config(service))
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]


def _metadata(service: str) -> MetaData:
    metadata: MetaData = importlib.import_module(f"services.{service}.model").Base.metadata
    return metadata


def _insert_rows(database: Database, service: str, number: int) -> None:
    """A row in each table that exists at this revision, all with the same id."""
    reflected, declared = MetaData(), _metadata(service).tables
    reflected.reflect(database.engine)
    with database.engine.begin() as connection:
        for table in reflected.sorted_tables:
            if table.name != "alembic_version":
                known = declared.get(table.name)
                connection.execute(insert(table).values(_row(table, known, number)))


def _row(table: Table, declared: Table | None, number: int) -> dict[str, Any]:
    types = {} if declared is None else {column.name: column.type for column in declared.columns}
    return {column.name: _value(table.name, column, types.get(column.name), number) for column in table.columns}


def _value(table: str, column: Any, declared: Any, number: int) -> Any:
    type_, id = column.type, uuid.UUID(int=(0x01980000 << 96) + number)
    if (table, column.name) in VALUES:
        return VALUES[table, column.name]
    if isinstance(declared, EnumText):
        return next(iter(declared.choices))
    match type_:
        case DateTime():
            at = LATER if column.name in ENDS else NOW
            return at if type_.timezone else at.replace(tzinfo=None)
        case Boolean():
            return False
        case Uuid():
            return id
        case CHAR():  # a UUID on SQLite
            return id.hex
        case JSON():
            return {} if column.name in OBJECTS else []
        case Integer():
            return 1
        case LargeBinary():
            return b"content"
    return f"{column.name} {number}"[: type_.length]
