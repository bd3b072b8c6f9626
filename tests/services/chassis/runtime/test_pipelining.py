"""Pipelining on PostgreSQL: a deferred statement is sent with the next statement or the commit."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Installation
from sqlalchemy import delete, event, func, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.chassis.persistence.database import Database
from services.chassis.persistence.pipelining import DEFERRED, DEFERRED_INSERTS
from services.chassis.persistence.tables import idempotency_keys

LastQuery = Callable[[Session], str]


@pytest.fixture
def database(installation: Installation) -> Database:
    opened = installation.runtime("toys").database
    if opened.is_sqlite:
        pytest.skip("SQLite has no round trips")
    return opened


@pytest.fixture
def last_query(database: Database) -> LastQuery:
    """The last query that the server received over a session's connection."""

    def query_of(session: Session) -> str:
        pid = session.connection().connection.driver_connection.info.backend_pid  # type: ignore[union-attr]
        with database.read() as other:
            return str(other.scalar(text(f"SELECT query FROM pg_stat_activity WHERE pid = {pid}")))

    return query_of


@pytest.fixture(autouse=True)
def no_rows(database: Database) -> None:
    with database.write("begin anew") as session:
        session.execute(delete(idempotency_keys).where(idempotency_keys.c.caller == "turns"))


def a_row(key: str) -> dict[str, Any]:
    moment = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
    return {"caller": "turns", "operation": "x", "key": key, "request_hash": "", "stored_at": moment}


def insert_deferred(session: Session, *keys: str) -> None:
    session.execute(insert(idempotency_keys), [a_row(key) for key in keys], execution_options=DEFERRED)


def count(session: Session) -> int:
    return (
        session.scalar(select(func.count()).select_from(idempotency_keys).where(idempotency_keys.c.caller == "turns"))
        or 0
    )


def test_begin_is_sent_with_the_first_statement(database: Database, last_query: LastQuery) -> None:
    with database.write("look") as session:
        session.execute(text("SELECT 1 AS one"))
        assert last_query(session) == "BEGIN;SELECT 1 AS one"
        session.execute(text("SELECT 2 AS two"))
        assert last_query(session) == "SELECT 2 AS two"


def test_an_empty_transaction_sends_nothing(database: Database, last_query: LastQuery) -> None:
    with database.write("look") as session:
        session.execute(text("SELECT 1 AS one"))
    with database.write("nothing") as session:
        session.connection()
        assert last_query(session) == "COMMIT"
    with database.write("look") as session:
        assert last_query(session) == "COMMIT"


def test_a_deferred_statement_is_sent_with_the_commit(database: Database, last_query: LastQuery) -> None:
    with database.write("write") as session:
        session.execute(text("SELECT 1 AS one"))
        insert_deferred(session, "first")
        assert last_query(session) == "BEGIN;SELECT 1 AS one"
    with database.read() as session:
        assert count(session) == 1


def test_a_transaction_may_consist_of_deferred_statements(database: Database) -> None:
    with database.write("write") as session:
        insert_deferred(session, "alone")
    with database.read() as session:
        assert count(session) == 1


def test_deferred_statements_are_executed_before_the_next_query(database: Database) -> None:
    with database.write("write") as session:
        insert_deferred(session, "one")
        insert_deferred(session, "two", "three")
        assert count(session) == 3


def test_values_of_a_deferred_statement_are_not_interpreted(database: Database) -> None:
    key = "50 %s; COMMIT 'x' %(key)s -- 100%"
    with database.write("write") as session:
        insert_deferred(session, key)
        insert_deferred(session, "other")
    with database.read() as session:
        assert session.scalar(select(func.count()).where(idempotency_keys.c.key == key)) == 1


def test_an_executemany_follows_the_deferred_statements(database: Database) -> None:
    with database.write("write") as session:
        insert_deferred(session, "one")
        session.connection().exec_driver_sql("DELETE FROM idempotency_keys WHERE key = %s", [("one",), ("two",)])
        assert count(session) == 0


def test_deferred_statements_are_discarded_by_a_rollback(database: Database) -> None:
    with pytest.raises(LookupError):
        _write(database, "never", fault=LookupError())
    with database.write("look") as session:
        assert count(session) == 0


def test_a_failing_deferred_statement_fails_the_commit(database: Database) -> None:
    with pytest.raises(IntegrityError):
        _write(database, "before", "twice", "twice", "after")
    with database.write("go on") as session:
        assert count(session) == 0


def test_a_connection_can_defer_all_inserts_without_returning(database: Database, last_query: LastQuery) -> None:
    with database.write("write") as session:
        session.connection().execution_options(**DEFERRED_INSERTS)
        session.execute(text("SELECT 1 AS one"))
        session.execute(insert(idempotency_keys).values(a_row("kept")))
        assert last_query(session) == "BEGIN;SELECT 1 AS one"
        returned = session.scalar(insert(idempotency_keys).values(a_row("asked")).returning(idempotency_keys.c.key))
        assert (returned, count(session)) == ("asked", 2)


def test_a_commands_outbox_and_idempotency_rows_are_sent_with_the_commit(
    installation: Installation, database: Database
) -> None:
    deferred = list[list[str]]()

    def record(connection: Any) -> None:
        deferred.append(
            [statements.decode().partition(" (")[0] for statements in connection.connection.driver_connection.deferred]
        )

    event.listen(database.engine, "commit", record)
    installation.make()
    event.remove(database.engine, "commit", record)
    assert ["INSERT INTO ou", "UPDATE idempot"] in [
        [statement[:14] for statement in statements] for statements in deferred
    ]


def test_only_autocommit_statements_commit_asynchronously(database: Database) -> None:
    show = text("SHOW synchronous_commit")
    ((autocommit,),) = database.execute_autocommit("look", show)
    with database.write("look") as session:
        assert (autocommit, session.scalar(show)) == ("off", "on")


def _write(database: Database, *keys: str, fault: Exception | None = None) -> None:
    """One deferred insert per key."""
    with database.write("write") as session:
        session.execute(text("SELECT 1"))
        for key in keys:
            insert_deferred(session, key)
        if fault:
            raise fault
