"""Gauges of services that are read when Prometheus scrapes: backlog, connections, workers, threads.

Prometheus decides how often; every process answers for itself, and there is no loop that could die unnoticed. Values
from the database are cached for 5 seconds and each count stops at COUNT_LIMIT. All replicas of a service report the
same database: rules take the maximum, not the sum.
"""

import threading
import time
from collections.abc import Iterator
from typing import Any

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import ColumnElement, literal, select

from services.chassis import observability
from services.chassis.persistence.database import AUTOCOMMITTERS, READERS, WRITERS
from services.chassis.persistence.paging import capped_count
from services.chassis.persistence.tables import inbox, jobs, outbox
from services.chassis.runtime.prepare_context import MAX_THREADS
from services.chassis.runtime.process import Process
from services.chassis.runtime.runtime import Runtime

CACHE_SECONDS = 5.0
"""How long values read from a database are reused."""
COUNT_LIMIT = 10_000
"""Counting stops here."""
CONNECTIONS = READERS + WRITERS + AUTOCOMMITTERS
FAMILIES = {
    "machinepark_component_up": ("Whether a component of a service works", ("service", "component")),
    "machinepark_outbox_events": ("Events of the outbox that are not sent yet", ("service",)),
    "machinepark_outbox_oldest_seconds": ("Age of the oldest of them", ("service",)),
    "machinepark_failed_messages": (
        "Events and jobs that failed: to be retried (retry) or given up (dead)",
        ("service", "status"),
    ),
    "machinepark_jobs_due": ("Jobs that are due", ("service",)),
    "machinepark_database_connections": ("Connections to the database", ("service", "state")),
    "machinepark_workers": ("Workers for calls and for events", ("service", "entrypoint", "state")),
    "machinepark_threads": ("Calls in operating-system threads, or waiting for one", ("service", "state")),
}
Samples = list[tuple[str, tuple[str, ...], float]]
log = observability.log()


class MetricsCollector(Collector):
    """Metrics of all services in this process, read when Prometheus asks."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._backlogs = {name: _Backlog(runtime) for name, runtime in process.runtimes.items()}

    def describe(self) -> list[Any]:
        """Empty, so that registering the collector does not read any metric."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        families = {name: GaugeMetricFamily(name, text, labels=labels) for name, (text, labels) in FAMILIES.items()}
        for name, labels, value in self._samples():
            families[name].add_metric(labels, value)
        yield from families.values()

    def _samples(self) -> Samples:
        samples: Samples = []
        for name, runtime in self._process.runtimes.items():
            samples += [
                ("machinepark_component_up", (name, component), check())
                for component, check in list(runtime.health_checks.items())
            ]
            samples += _in_use("machinepark_database_connections", (name,), runtime.database.connections, CONNECTIONS)
            slots = runtime.cpu_slots
            limit = slots.limit if slots.queue.limit else MAX_THREADS
            samples += _in_use("machinepark_threads", (name,), runtime.in_threads + slots.in_use, limit)
            samples += self._backlogs[name].samples()
        for service, entrypoint, busy, limit in self._process.workers():
            samples += _in_use("machinepark_workers", (service, entrypoint), busy, limit)
        return samples


def _in_use(name: str, labels: tuple[str, ...], busy: int, limit: int) -> Samples:
    return [(name, (*labels, "in_use"), busy), (name, (*labels, "limit"), limit)]


class _Backlog:
    """Samples of one service's backlog, cached. None while its database is unavailable."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime, self._lock = runtime, threading.Lock()
        self._read_at, self._cached = float("-inf"), Samples()

    def samples(self) -> Samples:
        with self._lock:
            if time.monotonic() - self._read_at > CACHE_SECONDS:
                self._cached = self._read()
                self._read_at = time.monotonic()
            return self._cached

    def _read(self) -> Samples:
        service, now = self._runtime.service, self._runtime.clock.now()
        unsent, tried = outbox.c.sent_at.is_(None), jobs.c.attempts > 0
        counts = {
            ("machinepark_outbox_events", ()): (unsent,),
            ("machinepark_failed_messages", ("retry",)): (inbox.c.status == "retry", tried & jobs.c.dead.is_(False)),
            ("machinepark_failed_messages", ("dead",)): (inbox.c.status == "dead", tried & jobs.c.dead),
            ("machinepark_jobs_due", ()): (jobs.c.dead.is_(False) & (jobs.c.due_at <= now),),
        }
        oldest = select(outbox.c.recorded_at).where(unsent).order_by(outbox.c.id).limit(1)
        try:
            with self._runtime.database.read() as session:
                oldest_at = session.scalar(oldest)
                samples: Samples = [
                    (name, (service, *labels), sum(int(session.scalar(_count(where)) or 0) for where in conditions))
                    for (name, labels), conditions in counts.items()
                ]
        except Exception as error:
            log.warning("backlog could not be counted", service=service, exc_info=error)
            return []
        age = max(0.0, (now - oldest_at).total_seconds()) if oldest_at else 0.0
        return [*samples, ("machinepark_outbox_oldest_seconds", (service,), age)]


def _count(condition: ColumnElement[bool]) -> Any:
    return select(capped_count(select(literal(1).label("one")).where(condition), COUNT_LIMIT))
