"""Snapshots of all tables of an installation, to detect whether a call changed anything."""

import functools
import sqlite3
from collections.abc import Collection, Mapping
from typing import Any

from contracts.running import Installation
from eventually import eventually
from sqlalchemy import select

from services.chassis.messaging.relay import has_unsent_events
from services.chassis.persistence.tables import jobs

Rows = Mapping[str, list[Any]]
"""The rows of every table, by `service.table`."""
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
LOGIN_ATTEMPTS = "identity.login_attempts"
"""Failed logins are counted although the call is refused."""


def wait_until_idle(installation: Installation) -> None:
    """Returns when no event is pending and no job is due."""
    installation.settle()
    eventually(lambda: not any(_busy(installation, name) for name in installation.process.runtimes), within=30)
    installation.settle()


def _busy(installation: Installation, service: str) -> bool:
    due = select(jobs.c.key).where(jobs.c.due_at <= installation.now, jobs.c.dead.is_(False)).limit(1)
    return has_unsent_events(installation.runtime(service).database) or bool(installation.rows(service, due))


def all_rows(installation: Installation) -> Rows:
    """The current rows of all services' databases (SQLite)."""
    return {
        f"{service}.{table}": rows
        for service, runtime in installation.process.runtimes.items()
        for table, rows in _reader(str(runtime.database.url.database)).rows().items()
    }


class _Reader:
    """Reads a database only if it has changed since the last time; most calls in these tests change nothing."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._version, self._rows = -1, dict[str, list[Any]]()

    def rows(self) -> dict[str, list[Any]]:
        """The rows of each table."""
        self._connection.execute("BEGIN")
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            tables = self._connection.execute(TABLES).fetchall()
            self._rows = {name: self._connection.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in tables}
            self._version = version
        self._connection.execute("ROLLBACK")
        return self._rows


_reader = functools.cache(_Reader)


def changed_rows(
    before: Rows, after: Rows, *, ignored_tables: Collection[str] = (), values: Collection[str] = ()
) -> dict[str, list[str]]:
    """Added and removed rows by table, without `ignored_tables`; with `values`, only rows that contain one."""
    return {
        table: found
        for table in after
        if table not in ignored_tables and before[table] != after[table]
        for found in [_with_any_of(_differing(before[table], after[table]), values)]
        if found
    }


def _differing(before: list[Any], after: list[Any]) -> list[str]:
    old_rows, new_rows = {str(row) for row in before}, {str(row) for row in after}
    return sorted(old_rows ^ new_rows)


def _with_any_of(rows: list[str], values: Collection[str]) -> list[str]:
    """Databases store ids with or without dashes."""
    spellings = {form for one in values for form in (one, one.replace("-", ""))}
    return [row for row in rows if not spellings or any(one in row for one in spellings)]
