"""A database that goes away in the middle of something, a disk without room: what is told, and what is kept."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import toys
from conftest import Playroom
from sqlalchemy import Engine, event, text

from services.chassis.bus import transaction_guard
from services.chassis.contract import OutcomeUnknown, OutOfSpace, ServiceUnavailable
from services.chassis.persistence import outage

ROOM = "max_page_count"


@contextlib.contextmanager
def _once(engine: Engine, name: str, operation: str, act: Callable[[Any], None], times: int = 1) -> Iterator[None]:
    """`act` on the connection, the first time that SQLAlchemy tells of this within the transaction of an operation."""
    acted = list[Any]()

    def notice(connection: Any, *_: Any) -> None:
        if len(acted) < times and transaction_guard._transaction.get() == operation:
            acted.append(connection)
            act(connection)

    event.listen(engine, name, notice)
    try:
        yield
    finally:
        event.remove(engine, name, notice)
    assert len(acted) == times


def test_a_file_for_which_there_is_no_room_is_told_as_that() -> None:
    with pytest.raises(OSError) as fault:  # noqa: PT011  # which one, is what it asks
        Path("/dev/full").write_bytes(b"a mail")
    assert isinstance(outage.to_contract_error("notify", fault.value), OutOfSpace)


def _ended_by_server(playroom: Playroom, service: str) -> Callable[[Any], None]:
    """As when the server goes down: the connection is ended from its other side."""
    database = playroom.runtime(service).database
    if database.is_sqlite:
        pytest.skip("a file has no connections that another could end")

    def end(connection: Any) -> None:
        pid = connection.connection.driver_connection.info.backend_pid
        with database._reading.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})

    return end


def test_a_command_whose_connection_ends_before_the_commit_is_done_over_another(playroom: Playroom) -> None:
    toy_id, end = playroom.make()["id"], _ended_by_server(playroom, "toys")
    with _once(playroom.runtime("toys").database.engine, "begin", "break_toy", end):
        playroom.call(toys.BreakToy, toy_id=toy_id)
    with pytest.raises(toys.AlreadyBroken):
        playroom.call(toys.BreakToy, toy_id=toy_id)


def test_a_command_that_loses_its_database_before_the_commit_was_not_done(playroom: Playroom) -> None:
    toy_id, end = playroom.make()["id"], _ended_by_server(playroom, "toys")
    engine = playroom.runtime("toys").database.engine
    with _once(engine, "begin", "break_toy", end, times=2), pytest.raises(ServiceUnavailable):
        playroom.call(toys.BreakToy, toy_id=toy_id, key="before")
    playroom.call(toys.BreakToy, toy_id=toy_id)


def test_a_command_that_loses_its_database_in_the_commit_may_have_been_done(playroom: Playroom) -> None:
    toy_id, end = playroom.make()["id"], _ended_by_server(playroom, "toys")
    engine = playroom.runtime("toys").database.engine
    with _once(engine, "commit", "break_toy", end), pytest.raises(OutcomeUnknown):
        playroom.call(toys.BreakToy, toy_id=toy_id)


def test_a_command_for_which_there_is_no_room_was_not_done_and_says_so(playroom: Playroom) -> None:
    database = playroom.runtime("toys").database
    if not database.is_sqlite:
        pytest.skip("only SQLite can be told how much room there is")

    def leave_no_room(connection: Any) -> None:
        cursor = connection.connection.driver_connection.cursor()
        (used,) = cursor.execute("PRAGMA page_count").fetchone()
        (limit,) = cursor.execute(f"PRAGMA {ROOM}").fetchone()
        cursor.execute(f"PRAGMA {ROOM}={used}")
        limited.append((connection.connection.driver_connection, limit))

    limited: list[tuple[Any, int]] = []
    with _once(database.engine, "begin", "make_toy", leave_no_room), pytest.raises(OutOfSpace):
        _make_for_ever(playroom)
    for connection, limit in limited:
        connection.execute(f"PRAGMA {ROOM}={limit}")
    assert playroom.make("room again")["id"]


def _make_for_ever(playroom: Playroom) -> None:
    while True:
        playroom.make()
