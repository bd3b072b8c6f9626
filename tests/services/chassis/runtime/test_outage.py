"""A database lost during an operation, or a full disk: the errors, and what is stored."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import toys
from conftest import Installation
from sqlalchemy import Engine, event, text

from services.chassis.bus import transaction_guard
from services.chassis.contract import OutcomeUnknown, OutOfSpace, ServiceUnavailable
from services.chassis.persistence import outage

PAGE_LIMIT = "max_page_count"


@contextlib.contextmanager
def _on_event(engine: Engine, name: str, operation: str, act: Callable[[Any], None], times: int = 1) -> Iterator[None]:
    """Calls `act` with the connection at the event `name` within the transaction of `operation`, the first `times`
    times."""
    calls = list[Any]()

    def on_event(connection: Any, *_: Any) -> None:
        if len(calls) < times and transaction_guard._transaction.get() == operation:
            calls.append(connection)
            act(connection)

    event.listen(engine, name, on_event)
    try:
        yield
    finally:
        event.remove(engine, name, on_event)
    assert len(calls) == times


def test_a_file_write_to_a_full_disk_is_out_of_space() -> None:
    with pytest.raises(OSError) as error:  # noqa: PT011  # the next line checks which one
        Path("/dev/full").write_bytes(b"a mail")
    assert isinstance(outage.to_contract_error("notify", error.value), OutOfSpace)


def _ended_by_server(installation: Installation, service: str) -> Callable[[Any], None]:
    """Ends a connection from the server's side, as a shutdown of the server does."""
    database = installation.runtime(service).database
    if database.is_sqlite:
        pytest.skip("SQLite has no connections that a server could end")

    def end(connection: Any) -> None:
        pid = connection.connection.driver_connection.info.backend_pid
        with database._reading.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})

    return end


def test_a_command_is_repeated_when_its_connection_ends_before_the_commit(installation: Installation) -> None:
    toy_id, end = installation.make()["id"], _ended_by_server(installation, "toys")
    with _on_event(installation.runtime("toys").database.engine, "begin", "break_toy", end):
        installation.call(toys.BreakToy, toy_id=toy_id)
    with pytest.raises(toys.AlreadyBroken):
        installation.call(toys.BreakToy, toy_id=toy_id)


def test_a_command_that_loses_the_database_before_the_commit_is_not_executed(installation: Installation) -> None:
    toy_id, end = installation.make()["id"], _ended_by_server(installation, "toys")
    engine = installation.runtime("toys").database.engine
    with _on_event(engine, "begin", "break_toy", end, times=2), pytest.raises(ServiceUnavailable):
        installation.call(toys.BreakToy, toy_id=toy_id, key="before")
    installation.call(toys.BreakToy, toy_id=toy_id)


def test_a_command_that_loses_the_database_in_the_commit_has_an_unknown_outcome(installation: Installation) -> None:
    toy_id, end = installation.make()["id"], _ended_by_server(installation, "toys")
    engine = installation.runtime("toys").database.engine
    with _on_event(engine, "commit", "break_toy", end), pytest.raises(OutcomeUnknown):
        installation.call(toys.BreakToy, toy_id=toy_id)


def test_a_command_on_a_full_disk_is_rolled_back_as_out_of_space(installation: Installation) -> None:
    database = installation.runtime("toys").database
    if not database.is_sqlite:
        pytest.skip("only the size of SQLite can be limited")

    def fill_disk(connection: Any) -> None:
        cursor = connection.connection.driver_connection.cursor()
        (used,) = cursor.execute("PRAGMA page_count").fetchone()
        (limit,) = cursor.execute(f"PRAGMA {PAGE_LIMIT}").fetchone()
        cursor.execute(f"PRAGMA {PAGE_LIMIT}={used}")
        limited.append((connection.connection.driver_connection, limit))

    limited: list[tuple[Any, int]] = []
    with _on_event(database.engine, "begin", "make_toy", fill_disk), pytest.raises(OutOfSpace):
        _fill_until_refused(installation)
    for connection, limit in limited:
        connection.execute(f"PRAGMA {PAGE_LIMIT}={limit}")
    assert installation.make("room again")["id"]


def _fill_until_refused(installation: Installation) -> None:
    while True:
        installation.make()
