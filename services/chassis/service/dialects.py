"""Statements that SQLite and PostgreSQL spell alike, but SQLAlchemy keeps in their dialects."""

from typing import Any, cast

from sqlalchemy import CursorResult, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def _insert(session: Session, table: Table) -> Any:
    name = session.get_bind().dialect.name
    return postgresql.insert(table) if name == "postgresql" else sqlite.insert(table)


def insert_new(session: Session, table: Table, values: dict[str, Any]) -> bool:
    """Insert a row unless one with its key is there; tells whether it was inserted.

    On PostgreSQL it waits for another transaction that is inserting the same key.
    """
    statement = _insert(session, table).values(values).on_conflict_do_nothing()
    return changed_rows(session, statement) > 0


def upsert(session: Session, table: Table, key: dict[str, Any], values: dict[str, Any]) -> None:
    """Insert a row, or set its values where the key is there."""
    statement = _insert(session, table).values(key | values)
    session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=values))


def changed_rows(session: Session, statement: Any) -> int:
    """Run an insert, update or delete, and tell how many rows it touched."""
    return cast(CursorResult[Any], session.execute(statement)).rowcount
