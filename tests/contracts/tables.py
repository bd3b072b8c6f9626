"""All that a installation's databases hold, to see whether a call changed anything."""

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
TRIES = "identity.tries"
"""Guesses are counted although what they tried is refused: that is what the count is for."""


def quiet(installation: Installation) -> None:
    """Returns when nothing goes on by itself any more: no event is under way, no timed work is due."""
    installation.settle()
    eventually(lambda: not any(_busy(installation, name) for name in installation.process.runtimes), within=30)
    installation.settle()


def _busy(installation: Installation, service: str) -> bool:
    due = select(jobs.c.key).where(jobs.c.due_at <= installation.now, jobs.c.dead.is_(False)).limit(1)
    return has_unsent_events(installation.runtime(service).database) or bool(installation.rows(service, due))


def all_rows(installation: Installation) -> Rows:
    """As they are at this moment, in the databases of all services."""
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


def changes(
    before: Rows, after: Rows, *, but: Collection[str] = (), about: Collection[str] = ()
) -> dict[str, list[str]]:
    """Rows that came or went, by table; not of the tables `but`, and only those in which one of `about` stands."""
    return {
        table: found
        for table in after
        if table not in but and before[table] != after[table]
        for found in [_mentioning(_differing(before[table], after[table]), about)]
        if found
    }


def _differing(before: list[Any], after: list[Any]) -> list[str]:
    was, is_ = {str(row) for row in before}, {str(row) for row in after}
    return sorted(was ^ is_)


def _mentioning(rows: list[str], about: Collection[str]) -> list[str]:
    """Ids stand in databases with and without dashes."""
    wanted = {form for one in about for form in (one, one.replace("-", ""))}
    return [row for row in rows if not wanted or any(one in row for one in wanted)]
