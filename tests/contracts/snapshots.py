"""Snapshots of all tables of an installation, to detect whether a call changed anything."""

import datetime as dt
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
NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)
RATE_LIMIT_COUNTERS = "rate_limit_counters"
"""Counts attempts (logins, requested links, access requests), also when the call is refused: callers of `changed_rows`
ignore this table for operations that limit attempts."""


_last_idle: dict[Installation, tuple[list[int], dt.datetime]] = {}
"""The versions of the databases when an installation was last idle, and when its next job is due."""


def wait_until_idle(installation: Installation) -> None:
    """Returns when no event is pending and no job is due: immediately if the installation was idle at the last call and
    nothing has changed since."""
    while not _is_still_idle(installation, versions := _versions(installation)):
        installation.settle()
        next_due_at = eventually(lambda: _next_due_at_if_idle(installation), within=60)
        installation.settle()
        # The versions are those from before: if settling changed something, the loop repeats.
        _last_idle[installation] = versions, next_due_at


def _is_still_idle(installation: Installation, versions: list[int]) -> bool:
    idle_versions, next_due_at = _last_idle.get(installation, ([], NEVER))
    return versions == idle_versions and installation.now < next_due_at


def _next_due_at_if_idle(installation: Installation) -> dt.datetime | None:
    """When the next job is due, NEVER if there is none. None while an event is unsent or a job is due now."""
    if any(has_unsent_events(runtime.database) for runtime in installation.process.runtimes.values()):
        return None
    next_job = select(jobs.c.due_at).where(jobs.c.dead.is_(False)).order_by(jobs.c.due_at).limit(1)
    rows = [row for service in installation.process.runtimes for row in installation.rows(service, next_job)]
    due_at: dt.datetime = min((row.due_at for row in rows), default=NEVER)
    return due_at if due_at > installation.now else None


def all_rows(installation: Installation) -> Rows:
    """The current rows of all services' databases (SQLite)."""
    return {
        f"{service}.{table}": rows
        for service, runtime in installation.process.runtimes.items()
        for table, rows in _reader(str(runtime.database.url.database)).rows().items()
    }


def _versions(installation: Installation) -> list[int]:
    return [_reader(str(runtime.database.url.database)).version for runtime in installation.process.runtimes.values()]


class _Reader:
    """Reads a database only if it has changed since the last time; most calls in these tests change nothing."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._version_read, self._rows = -1, dict[str, list[Any]]()

    @property
    def version(self) -> int:
        """Changes with each commit of another connection."""
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def rows(self) -> dict[str, list[Any]]:
        """The rows of each table."""
        self._connection.execute("BEGIN")
        if (version := self.version) != self._version_read:
            tables = self._connection.execute(TABLES).fetchall()
            self._rows = {name: self._connection.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in tables}
            self._version_read = version
        self._connection.execute("ROLLBACK")
        return self._rows


_reader = functools.cache(_Reader)


def changed_rows(
    before: Rows, after: Rows, *, ignored_tables: Collection[str] = (), containing: Collection[str] = ()
) -> dict[str, list[str]]:
    """Added and removed rows by table, without `ignored_tables`; with `containing`, only rows that contain one of these
    values."""
    return {
        table: found
        for table in after
        if table not in ignored_tables and before[table] != after[table]
        for found in [_with_any_of(_differing(before[table], after[table]), containing)]
        if found
    }


def _differing(before: list[Any], after: list[Any]) -> list[str]:
    old_rows, new_rows = {str(row) for row in before}, {str(row) for row in after}
    return sorted(old_rows ^ new_rows)


def _with_any_of(rows: list[str], values: Collection[str]) -> list[str]:
    """Databases store ids with or without dashes."""
    spellings = {form for one in values for form in (one, one.replace("-", ""))}
    return [row for row in rows if not spellings or any(one in row for one in spellings)]
