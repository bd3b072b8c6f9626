"""Queries use connections of their own, which the database may have ended."""

import threading
import uuid

import pytest
import toys
from conftest import Installation, user_of
from eventually import eventually
from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from services.chassis.bus.transaction_guard import WithinTransaction
from services.chassis.messaging.relay import has_unsent_events
from services.chassis.persistence.database import READERS, Database
from services.chassis.persistence.tables import idempotency_keys

pytestmark = pytest.mark.every_environment


def _end_all_connections(database: Database) -> None:
    """As a restart of the server does."""
    terminate = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    with database.engine.connect() as connection:
        connection.execute(text(f"{terminate} AND pid <> pg_backend_pid()"))


def test_a_query_succeeds_after_the_database_ended_its_connections(installation: Installation) -> None:
    database, caller = installation.runtime("toys").database, user_of(uuid.uuid4())
    if database.is_sqlite:
        pytest.skip("SQLite has no connections that a server could end")
    installation.call(toys.ListToys, caller)
    eventually(
        lambda: not has_unsent_events(installation.runtime("toys").database)
    )  # their mark would be lost otherwise
    _end_all_connections(database)
    assert installation.call(toys.ListToys, caller)["rows"] == []


def test_a_query_waits_for_a_connection_when_all_are_in_use(installation: Installation) -> None:
    database = installation.runtime("toys").database
    sessions, results = [database.read() for _ in range(READERS)], list[object]()

    def read_one_more() -> None:
        with database.read() as session:
            results.append(session.scalar(text("SELECT 1")))

    for session in sessions:
        session.execute(text("SELECT 1"))
    thread = threading.Thread(target=read_one_more)
    thread.start()
    _close(sessions[:1])
    thread.join()
    assert results == [1]
    assert database._reading.pool.checkedin() == 1  # type: ignore[attr-defined]  # the thread used the one that was closed
    _close(sessions[1:])


def test_an_autocommit_statement_inside_a_transaction_is_refused(installation: Installation) -> None:
    database = installation.runtime("toys").database
    with database.write("outer"), pytest.raises(WithinTransaction, match="inner within the transaction of outer"):
        database.execute_autocommit("inner", delete(idempotency_keys).where(idempotency_keys.c.key == "nobody's"))


def _close(sessions: list[Session]) -> None:
    for session in sessions:
        session.close()


def test_an_empty_last_page_has_the_count(installation: Installation) -> None:
    owner = uuid.uuid4()
    for name in ("ant", "bee", "cat"):
        installation.make(name, owner_id=owner)
    first = installation.call(toys.ListToys, user_of(owner), limit=2)["page"]
    last = installation.call(toys.ListToys, user_of(owner), limit=2, after=first["next"])["rows"][-1]
    installation.call(toys.ThrowToyAway, toy_id=last["id"])
    empty_page = installation.call(toys.ListToys, user_of(owner), limit=2, after=first["next"])
    assert (empty_page["rows"], empty_page["page"]["count"]) == ([], 2)
