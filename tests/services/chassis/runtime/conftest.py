"""The toy services in two environments, or in all four for a test marked `every_environment`."""

import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations

sys.path.insert(0, str(Path(__file__).parent))

import toys
from environments import ENVIRONMENTS, Environment, environment

from services.chassis.bus import Client
from services.chassis.contract import Caller, Kind
from services.chassis.contract.caller import MANAGE_BUS, OPERATE, OPS
from services.chassis.persistence.database import Database
from services.chassis.persistence.first_tables import create_chassis_tables
from services.chassis.persistence.table_changes import (
    create_erased_persons,
    create_rate_limit_counters,
    rename_to_standard_terms,
)
from services.chassis.runtime.process import ALL_LOOPS, Process
from services.chassis.runtime.runtime import Runtime

STAFF = Caller.operator("make")


@dataclass(slots=True)
class Installation:
    """The running services `toys` and `shelf`. `clock` is the file that shifts their clock."""

    environment: Environment
    process: Process
    client: Client
    ops: Client
    clock: Path

    def make(self, name: str = "bear", **values: Any) -> dict[str, Any]:
        values.setdefault("owner_id", uuid.uuid4())
        return self.client.call(toys.MakeToy, STAFF, name=name, **values)

    def shelf(self, toy_id: str) -> dict[str, Any]:
        return self.client.call(toys.CountShelf, STAFF, toy_id=toy_id)

    def call(self, operation: Any, caller: Caller = STAFF, **request: Any) -> dict[str, Any]:
        return self.client.call(operation, caller, **request)

    def operate(self, operation: Any, **request: Any) -> dict[str, Any]:
        """Call as an operator."""
        return self.ops.call(operation, Caller.operator(MANAGE_BUS, OPERATE), **request)

    def runtime(self, service: str) -> Runtime:
        return self.process.runtimes[service]

    def shift(self, seconds: int) -> None:
        """Shift the clock and wake everything that waits for a time."""
        self.clock.write_text(str(seconds))
        for runtime in self.process.runtimes.values():
            for wake in runtime.database.on_commit:
                wake(ALL_LOOPS)

    def restart(self) -> None:
        self.process.stop()
        self.start()

    def start(self) -> None:
        self.process = Process(self.environment.settings, [toys.TOYS, toys.SHELF], self.environment.connect)
        self.process.start()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Two environments with nothing in common run each transport and each database once. All four are for what concerns
    both: a message and the transaction that sends or receives it."""
    if "installation" in metafunc.fixturenames:
        all_four = metafunc.definition.get_closest_marker("every_environment")
        names = ENVIRONMENTS if all_four else [ENVIRONMENTS[0], ENVIRONMENTS[-1]]
        metafunc.parametrize("installation", names, indirect=True, scope="session")


@pytest.fixture(scope="session")
def installation(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("environment")
    clock = folder / "clock"
    env = environment(request.param, folder, ["toys", "shelf"], clock_file=clock)
    for service, base in toys.BASES.items():
        make_tables(Database(env.settings.database_of(service)), base)
    process = Process(env.settings, [toys.TOYS, toys.SHELF], env.connect)
    process.start()
    running = Installation(env, process, env.client(), env.client(OPS), clock)
    yield running
    running.process.stop()
    env.close()


@pytest.fixture(autouse=True)
def no_faults(request: pytest.FixtureRequest) -> Iterator[None]:
    toys.faults.clear()
    yield
    toys.faults.clear()
    if "installation" in request.fixturenames:
        request.getfixturevalue("installation").clock.unlink(missing_ok=True)


@pytest.fixture
def owner() -> uuid.UUID:
    return uuid.uuid4()


def user_of(owner: uuid.UUID, *, scope: Any = "all", **values: Any) -> Caller:
    return Caller(kind=Kind.USER, person_id=str(uuid.uuid4()), customer_id=owner, scope=scope, **values)


def make_tables(database: Database, base: Any) -> None:
    """Create the tables of a made-up service; real ones have migrations."""
    with database.engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        create_chassis_tables(operations)
        rename_to_standard_terms(operations)
        create_rate_limit_counters(operations)
        create_erased_persons(operations)
        base.metadata.create_all(connection)
    database.close()
