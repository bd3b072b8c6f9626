"""Reading goes over connections of its own, which may be gone when they are wanted."""

import threading
import uuid

import pytest
import toys
from conftest import Playroom, user_of
from eventually import eventually
from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from services.chassis.bus.transaction_guard import WithinTransaction
from services.chassis.messaging.relay import has_unsent_events
from services.chassis.persistence.database import READERS, Database
from services.chassis.persistence.tables import idempotency_keys

pytestmark = pytest.mark.every_environment


def _end_all_connections(database: Database) -> None:
    """As a server that starts again does."""
    gone = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    with database.engine.connect() as connection:
        connection.execute(text(f"{gone} AND pid <> pg_backend_pid()"))


def test_a_query_is_answered_after_the_database_has_ended_its_connections(playroom: Playroom) -> None:
    database, caller = playroom.runtime("toys").database, user_of(uuid.uuid4())
    if database.is_sqlite:
        pytest.skip("a file has no connections that another could end")
    playroom.call(toys.ListToys, caller)
    eventually(
        lambda: not has_unsent_events(playroom.runtime("toys").database)
    )  # else their mark is lost, and they wait for it
    _end_all_connections(database)
    assert playroom.call(toys.ListToys, caller)["rows"] == []


def test_who_finds_every_connection_in_use_waits_for_one(playroom: Playroom) -> None:
    database = playroom.runtime("toys").database
    reading, answered = [database.read() for _ in range(READERS)], list[object]()

    def read_one_more() -> None:
        with database.read() as session:
            answered.append(session.scalar(text("SELECT 1")))

    for session in reading:
        session.execute(text("SELECT 1"))
    thread = threading.Thread(target=read_one_more)
    thread.start()
    _let_go(reading[:1])
    thread.join()
    assert answered == [1]
    assert database._reading.pool.checkedin() == 1  # type: ignore[attr-defined]  # it took the one that was let go
    _let_go(reading[1:])


def test_what_is_a_transaction_by_itself_is_refused_within_another(playroom: Playroom) -> None:
    database = playroom.runtime("toys").database
    with database.write("outer"), pytest.raises(WithinTransaction, match="inner within the transaction of outer"):
        database.execute_autocommit("inner", delete(idempotency_keys).where(idempotency_keys.c.key == "nobody's"))


def _let_go(sessions: list[Session]) -> None:
    for session in sessions:
        session.close()


def test_a_list_tells_its_count_where_a_cursor_leads_behind_the_last_row(playroom: Playroom) -> None:
    owner = uuid.uuid4()
    for name in ("ant", "bee", "cat"):
        playroom.make(name, owner_id=owner)
    first = playroom.call(toys.ListToys, user_of(owner), limit=2)["page"]
    last = playroom.call(toys.ListToys, user_of(owner), limit=2, after=first["next"])["rows"][-1]
    playroom.call(toys.ThrowToyAway, toy_id=last["id"])
    behind = playroom.call(toys.ListToys, user_of(owner), limit=2, after=first["next"])
    assert (behind["rows"], behind["page"]["count"]) == ([], 2)
