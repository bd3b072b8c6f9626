"""Snapshots of all tables of an installation, to detect whether a call changed anything."""

import functools
from collections.abc import Collection, Mapping
from typing import Any

from contracts.running import Installation
from eventually import eventually
from sqlalchemy import inspect, select

from services.chassis.messaging.relay import has_unsent_events
from services.chassis.persistence.tables import jobs

Rows = Mapping[str, list[Any]]
"""The rows of every table, by `service.table`."""
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
    """The current rows of all services' databases."""
    rows: dict[str, list[Any]] = {}
    for service in installation.process.runtimes:
        with installation.read(service) as session:
            cursor = session.connection().connection.cursor()  # SQLAlchemy's results take ten times as long
            for name in _tables_of(installation, service):
                cursor.execute(f'SELECT * FROM "{name}"')
                rows[f"{service}.{name}"] = cursor.fetchall()
    return rows


@functools.cache
def _tables_of(installation: Installation, service: str) -> list[str]:
    return inspect(installation.runtime(service).database.engine).get_table_names()


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
