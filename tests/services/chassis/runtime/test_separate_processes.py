"""A service whose calls and events are handled by separate processes."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import toys
from conftest import STAFF, make_tables
from environments import ENVIRONMENTS, Environment, environment
from eventually import eventually
from sqlalchemy import func, select

from services.chassis.bus import Client
from services.chassis.contract import Caller, ServiceUnavailable
from services.chassis.contract.builtin_operations import Health
from services.chassis.persistence.database import Database
from services.chassis.persistence.tables import outbox
from services.chassis.runtime.process import CALLS, EVENTS, Process, cached

EACH_TRANSPORT = [ENVIRONMENTS[0], ENVIRONMENTS[-1]]
RABBITMQ_ENVIRONMENTS = [name for name in ENVIRONMENTS if "RabbitMQ" in name]
Start = Callable[[str], Process]


@pytest.fixture(params=EACH_TRANSPORT, scope="module")
def env(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Environment]:
    created = environment(request.param, tmp_path_factory.mktemp("doors"), ["toys", "shelf"], vhost="doors")
    for service, base in toys.BASES.items():
        make_tables(Database(created.settings.database_of(service)), base)
    yield created
    created.close()


@pytest.fixture
def start(env: Environment) -> Iterator[Start]:
    """`start(entrypoint)` starts a process of toys and shelf with this entrypoint only."""
    processes: list[Process] = []

    def start_process(entrypoint: str) -> Process:
        processes.append(
            Process(env.settings, [toys.TOYS, toys.SHELF], env.connect, entrypoints=frozenset({entrypoint}))
        )
        processes[-1].start()
        return processes[-1]

    yield start_process
    for process in reversed(processes):
        process.stop()


@pytest.fixture
def client(env: Environment) -> Client:
    return env.client()


@pytest.mark.parametrize("env", ENVIRONMENTS, indirect=True)
def test_a_commit_in_one_process_has_its_effect_in_the_other(start: Start, client: Client, owner: Any) -> None:
    for entrypoint in (EVENTS, CALLS):
        start(entrypoint)
    toy_id = client.call(toys.MakeToy, STAFF, name="bear", owner_id=owner)["id"]
    client.call(toys.BreakToy, STAFF, toy_id=toy_id)
    assert eventually(lambda: client.call(toys.CountShelf, STAFF, toy_id=toy_id)["breaks"] == 1)


@pytest.mark.parametrize("env", RABBITMQ_ENVIRONMENTS, indirect=True)
def test_a_process_without_event_handlers_publishes_its_events(start: Start, client: Client, owner: Any) -> None:
    process = start(CALLS)
    client.call(toys.MakeToy, STAFF, name="bear", owner_id=owner)
    unsent = select(func.count()).select_from(outbox).where(outbox.c.sent_at.is_(None))

    def count_unsent() -> int:
        with process.runtimes["toys"].database.read() as session:
            return int(session.scalar(unsent) or 0)

    assert eventually(lambda: count_unsent() == 0)


def test_a_service_is_unhealthy_while_no_process_consumes_its_events(start: Start, client: Client) -> None:
    start(CALLS)
    assert _health(client) == {"database": True, "calls": True, "events": False}


def test_a_service_is_healthy_while_another_process_consumes_its_events(start: Start, client: Client) -> None:
    for entrypoint in (EVENTS, CALLS):
        start(entrypoint)
    assert _health(client) == {"database": True, "calls": True, "events": True}


def test_an_events_process_serves_no_calls(start: Start, client: Client) -> None:
    start(EVENTS)
    with pytest.raises(ServiceUnavailable):
        _health(client)


@pytest.mark.parametrize("env", ENVIRONMENTS[:1], indirect=True)
def test_a_process_counts_only_the_workers_of_its_entrypoint(start: Start) -> None:
    workers = {(service, entrypoint) for service, entrypoint, _, _ in start(EVENTS).workers()}
    assert workers == {("toys", "events"), ("shelf", "events")}


@pytest.mark.parametrize("env", ENVIRONMENTS[:1], indirect=True)
def test_an_events_process_handles_one_event_at_a_time(start: Start) -> None:
    assert {limit for _, _, _, limit in start(EVENTS).workers()} == {1}


def test_a_cached_check_is_reused_within_its_lifetime() -> None:
    results = iter((True, False))
    check = cached(lambda: next(results), 3600.0)
    assert (check(), check()) == (True, True)


def test_a_cached_check_expires() -> None:
    results = iter((True, False))
    check = cached(lambda: next(results), 0.0)
    assert (check(), check()) == (True, False)


def _health(client: Client) -> dict[str, bool]:
    health = client.call(Health, Caller.visitor(), service="shelf")
    assert health["healthy"] == all(check["healthy"] for check in health["checks"])
    return {check["name"]: check["healthy"] for check in health["checks"]}
