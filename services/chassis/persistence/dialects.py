"""Statements that SQLAlchemy keeps in its dialects although SQLite and PostgreSQL share the syntax. Built once each."""

from functools import cache
from typing import Any, cast

from sqlalchemy import CursorResult, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from services.chassis.persistence.pipelining import DEFERRED


def insert_new(session: Session, table: Table, values: dict[str, Any]) -> bool:
    """INSERT … ON CONFLICT DO NOTHING; returns whether the row was inserted.

    On PostgreSQL it waits for a concurrent transaction that inserts the same key.
    """
    return changed_rows(session, _insert_new(_dialect(session), table), values) > 0


def upsert(session: Session, table: Table, key: dict[str, Any], values: dict[str, Any]) -> None:
    """INSERT … ON CONFLICT DO UPDATE of `values`."""
    statement = _upsert(_dialect(session), table, tuple(key), tuple(values))
    session.execute(statement, key | values, execution_options=DEFERRED)


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


@cache
def _insert(dialect: str, table: Table) -> Any:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@cache
def _insert_new(dialect: str, table: Table) -> Any:
    return _insert(dialect, table).on_conflict_do_nothing()


@cache
def _upsert(dialect: str, table: Table, key: tuple[str, ...], values: tuple[str, ...]) -> Any:
    insert = _insert(dialect, table)
    return insert.on_conflict_do_update(index_elements=key, set_={name: insert.excluded[name] for name in values})


def changed_rows(session: Session, statement: Any, values: dict[str, Any] | None = None) -> int:
    """Run an INSERT, UPDATE or DELETE; returns the number of affected rows."""
    return cast(CursorResult[Any], session.execute(statement, values)).rowcount
