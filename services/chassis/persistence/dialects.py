"""Statements that SQLite and PostgreSQL spell alike, but SQLAlchemy keeps in their dialects. Each is made once."""

from functools import cache
from typing import Any, cast

from sqlalchemy import CursorResult, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from services.chassis.persistence.pipelining import DEFERRED


def insert_new(session: Session, table: Table, values: dict[str, Any]) -> bool:
    """Insert a row unless one with its key is there; tells whether it was inserted.

    On PostgreSQL it waits for another transaction that is inserting the same key.
    """
    return changed_rows(session, _insert_new(_dialect(session), table), values) > 0


def upsert(session: Session, table: Table, key: dict[str, Any], values: dict[str, Any]) -> None:
    """Insert a row, or set its values where the key is there."""
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
    """Run an insert, update or delete, and tell how many rows it touched."""
    return cast(CursorResult[Any], session.execute(statement, values)).rowcount
