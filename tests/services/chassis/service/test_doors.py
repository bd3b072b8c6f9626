"""Calls and events of a service in a process each: neither waits for the other, and all is done once."""

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

ON_RABBITMQ = [name for name in ENVIRONMENTS if "RabbitMQ" in name]
Start = Callable[[str], Process]


@pytest.fixture(params=ENVIRONMENTS)
def place(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Environment]:
    made = environment(request.param, tmp_path, ["toys", "shelf"], vhost="doors")
    for service, base in toys.BASES.items():
        make_tables(Database(made.settings.database_of(service)), base)
    yield made
    made.close()


@pytest.fixture
def start(place: Environment) -> Iterator[Start]:
    """`start(door)` is a process of toys and shelf that has this door only."""
    processes: list[Process] = []

    def begin(door: str) -> Process:
        processes.append(Process(place.settings, [toys.TOYS, toys.SHELF], place.connect, entrypoints=frozenset({door})))
        processes[-1].start()
        return processes[-1]

    yield begin
    for process in reversed(processes):
        process.stop()


@pytest.fixture
def client(place: Environment) -> Client:
    return place.client()


def test_what_one_process_commits_has_its_effect_in_the_other(start: Start, client: Client, owner: Any) -> None:
    for door in (EVENTS, CALLS):
        start(door)
    toy_id = client.call(toys.MakeToy, STAFF, name="bear", owner_id=owner)["id"]
    client.call(toys.BreakToy, STAFF, toy_id=toy_id)
    assert eventually(lambda: client.call(toys.CountShelf, STAFF, toy_id=toy_id)["breaks"] == 1)


@pytest.mark.parametrize("place", ON_RABBITMQ, indirect=True)
def test_a_process_that_takes_no_events_sends_its_own(start: Start, client: Client, owner: Any) -> None:
    process = start(CALLS)
    client.call(toys.MakeToy, STAFF, name="bear", owner_id=owner)
    unsent = select(func.count()).select_from(outbox).where(outbox.c.sent_at.is_(None))

    def left() -> int:
        with process.runtimes["toys"].database.read() as session:
            return int(session.scalar(unsent) or 0)

    assert eventually(lambda: left() == 0)


def test_a_service_is_not_well_while_nobody_takes_its_events(start: Start, client: Client) -> None:
    start(CALLS)
    assert _parts(client) == {"database": True, "calls": True, "events": False}


def test_a_service_is_well_while_another_process_takes_its_events(start: Start, client: Client) -> None:
    for door in (EVENTS, CALLS):
        start(door)
    assert _parts(client) == {"database": True, "calls": True, "events": True}


def test_a_process_for_events_answers_no_calls(start: Start, client: Client) -> None:
    start(EVENTS)
    with pytest.raises(ServiceUnavailable):
        _parts(client)


def test_a_process_counts_the_workers_of_its_door_alone(start: Start) -> None:
    told = {(service, door) for service, door, _, _ in start(EVENTS).workers()}
    assert told == {("toys", "events"), ("shelf", "events")}


def test_events_of_a_process_apart_are_taken_one_after_the_other(start: Start) -> None:
    assert {most for _, _, _, most in start(EVENTS).workers()} == {1}


def test_a_look_is_good_for_a_while() -> None:
    looks = iter((True, False))
    ask = cached(lambda: next(looks), 3600.0)
    assert (ask(), ask()) == (True, True)


def test_a_look_is_not_good_for_ever() -> None:
    looks = iter((True, False))
    ask = cached(lambda: next(looks), 0.0)
    assert (ask(), ask()) == (True, False)


def _parts(client: Client) -> dict[str, bool]:
    told = client.call(Health, Caller.visitor(), service="shelf")
    assert told["well"] == all(check["well"] for check in told["checks"])
    return {check["name"]: check["well"] for check in told["checks"]}
