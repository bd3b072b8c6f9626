"""Turns to PostgreSQL: what nobody waits for travels with the next statement, in its place."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Playroom
from sqlalchemy import delete, event, func, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.chassis.persistence.database import Database
from services.chassis.persistence.pipelining import DEFERRED, DEFERRED_INSERTS
from services.chassis.persistence.tables import idempotency_keys

Said = Callable[[Session], str]


@pytest.fixture
def database(playroom: Playroom) -> Database:
    kept = playroom.runtime("toys").database
    if kept.is_sqlite:
        pytest.skip("a file is asked without a turn")
    return kept


@pytest.fixture
def said(database: Database) -> Said:
    """What the server heard last over the connection of a session."""

    def look(session: Session) -> str:
        pid = session.connection().connection.driver_connection.info.backend_pid  # type: ignore[union-attr]
        with database.read() as other:
            return str(other.scalar(text(f"SELECT query FROM pg_stat_activity WHERE pid = {pid}")))

    return look


@pytest.fixture(autouse=True)
def nothing_of_before(database: Database) -> None:
    with database.write("begin anew") as session:
        session.execute(delete(idempotency_keys).where(idempotency_keys.c.caller == "turns"))


def a_row(key: str) -> dict[str, Any]:
    moment = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
    return {"caller": "turns", "operation": "x", "key": key, "request_hash": "", "stored_at": moment}


def keep(session: Session, *keys: str) -> None:
    session.execute(insert(idempotency_keys), [a_row(key) for key in keys], execution_options=DEFERRED)


def count(session: Session) -> int:
    return (
        session.scalar(select(func.count()).select_from(idempotency_keys).where(idempotency_keys.c.caller == "turns"))
        or 0
    )


def test_the_beginning_travels_with_the_first_statement(database: Database, said: Said) -> None:
    with database.write("look") as session:
        session.execute(text("SELECT 1 AS one"))
        assert said(session) == "BEGIN;SELECT 1 AS one"
        session.execute(text("SELECT 2 AS two"))
        assert said(session) == "SELECT 2 AS two"


def test_a_transaction_that_says_nothing_takes_no_turn(database: Database, said: Said) -> None:
    with database.write("look") as session:
        session.execute(text("SELECT 1 AS one"))
    with database.write("nothing") as session:
        session.connection()
        assert said(session) == "COMMIT"
    with database.write("look") as session:
        assert said(session) == "COMMIT"


def test_what_nobody_asks_about_travels_with_the_commit(database: Database, said: Said) -> None:
    with database.write("write") as session:
        session.execute(text("SELECT 1 AS one"))
        keep(session, "first")
        assert said(session) == "BEGIN;SELECT 1 AS one"
    with database.read() as session:
        assert count(session) == 1


def test_a_transaction_may_be_one_turn(database: Database) -> None:
    with database.write("write") as session:
        keep(session, "alone")
    with database.read() as session:
        assert count(session) == 1


def test_what_was_kept_is_done_before_what_is_asked_next(database: Database) -> None:
    with database.write("write") as session:
        keep(session, "one")
        keep(session, "two", "three")
        assert count(session) == 3


def test_what_was_kept_is_written_as_it_was_given(database: Database) -> None:
    key = "50 %s; COMMIT 'x' %(key)s -- 100%"
    with database.write("write") as session:
        keep(session, key)
        keep(session, "other")
    with database.read() as session:
        assert session.scalar(select(func.count()).where(idempotency_keys.c.key == key)) == 1


def test_many_statements_at_once_come_after_what_was_kept(database: Database) -> None:
    with database.write("write") as session:
        keep(session, "one")
        session.connection().exec_driver_sql("DELETE FROM idempotency_keys WHERE key = %s", [("one",), ("two",)])
        assert count(session) == 0


def test_what_was_kept_goes_with_a_transaction_that_is_given_up(database: Database) -> None:
    with pytest.raises(LookupError):
        _write(database, "never", fault=LookupError())
    with database.write("look") as session:
        assert count(session) == 0


def test_a_kept_statement_that_fails_fails_the_commit_and_leaves_nothing(database: Database) -> None:
    with pytest.raises(IntegrityError):
        _write(database, "before", "twice", "twice", "after")
    with database.write("go on") as session:
        assert count(session) == 0


def test_a_connection_may_be_told_that_no_insert_is_asked_about(database: Database, said: Said) -> None:
    with database.write("write") as session:
        session.connection().execution_options(**DEFERRED_INSERTS)
        session.execute(text("SELECT 1 AS one"))
        session.execute(insert(idempotency_keys).values(a_row("kept")))
        assert said(session) == "BEGIN;SELECT 1 AS one"
        given = session.scalar(insert(idempotency_keys).values(a_row("asked")).returning(idempotency_keys.c.key))
        assert (given, count(session)) == ("asked", 2)


def test_what_a_command_leaves_behind_travels_with_its_commit(playroom: Playroom, database: Database) -> None:
    left = list[list[str]]()

    def note(connection: Any) -> None:
        left.append([kept.decode().partition(" (")[0] for kept in connection.connection.driver_connection.deferred])

    event.listen(database.engine, "commit", note)
    playroom.make()
    event.remove(database.engine, "commit", note)
    assert ["INSERT INTO ou", "UPDATE idempot"] in [[statement[:14] for statement in kept] for kept in left]


def test_leases_and_marks_do_not_wait_for_the_disk_and_all_else_does(database: Database) -> None:
    show = text("SHOW synchronous_commit")
    ((noted,),) = database.execute_autocommit("look", show)
    with database.write("look") as session:
        assert (noted, session.scalar(show)) == ("off", "on")


def _write(database: Database, *keys: str, fault: Exception | None = None) -> None:
    """A statement for each key, all of them kept."""
    with database.write("write") as session:
        session.execute(text("SELECT 1"))
        for key in keys:
            keep(session, key)
        if fault:
            raise fault
