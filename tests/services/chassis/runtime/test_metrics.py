"""The Prometheus metrics of a service: backlog, failures, resources in use and event lag."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import toys
from conftest import Installation
from eventually import eventually
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import delete, insert, update

from services.chassis.persistence.clock import Clock
from services.chassis.persistence.tables import inbox, jobs, outbox
from services.chassis.runtime import metrics
from services.chassis.runtime.metrics import FAMILIES, MetricsCollector

TOY_BROKE = "evt-toys-toy_broke--shelf.subscriptions.on_toy_broke"
SERVICE = {"service": "shelf"}
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture(autouse=True)
def no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "CACHE_SECONDS", 0.0)


@pytest.fixture
def insert_row(installation: Installation) -> Iterator[Any]:
    """`insert_row(table, **values)` inserts into the shelf's database until the end of the test."""
    database = installation.runtime("shelf").database

    def put(table: Any, **values: Any) -> None:
        with database.write("test") as session:
            session.execute(insert(table).values(values))

    yield put
    with database.write("test") as session:
        for table, condition in ((outbox, outbox.c.type == "t"), (inbox, inbox.c.subscription == "t"), (jobs, True)):
            session.execute(delete(table).where(condition))


def test_an_idle_service_has_no_backlog_and_is_healthy(installation: Installation) -> None:
    def outbox_is_empty() -> Samples:
        samples = _samples(installation)
        assert _value(samples, "machinepark_outbox_events") == 0
        return samples

    samples = eventually(outbox_is_empty)
    assert _value(samples, "machinepark_outbox_oldest_seconds") == 0
    assert [
        _value(samples, "machinepark_component_up", component=component)
        for component in ("database", "calls", "events")
    ] == [
        1,
        1,
        1,
    ]
    assert _value(samples, "machinepark_workers", entrypoint="calls", state="limit") == 20
    assert _value(samples, "machinepark_database_connections", state="limit") == 16


def test_unsent_events_are_counted_with_the_age_of_the_oldest(installation: Installation, insert_row: Any) -> None:
    for age in (90, 40):
        past, later = _now(installation, -age), _now(installation, 3600)
        body = {"persons": [], "body": {}, "type": "t", "attempts": 0, "leased_until": later}
        insert_row(outbox, id=uuid.UUID(int=1000 - age), recorded_at=past, **body)
    samples = _samples(installation)
    assert _value(samples, "machinepark_outbox_events") == 2
    assert 89 <= _value(samples, "machinepark_outbox_oldest_seconds") < 150


def test_failures_are_counted_by_status(installation: Installation, insert_row: Any) -> None:
    before = _samples(installation)
    for status, count in (("retry", 3), ("dead", 2), ("done", 5)):
        for n in range(count):
            in_an_hour = _now(installation, 3600)
            row = {
                "status": status,
                "attempts": 1,
                "next_at": in_an_hour,
                "body": "{}",
                "persons": [],
                "received_at": in_an_hour,
            }
            insert_row(inbox, subscription="t", event_id=f"{status}{n}", **row)
    insert_row(jobs, **_job(installation, "dead", attempts=60, dead=True))
    insert_row(jobs, **_job(installation, "tried", attempts=2))
    insert_row(jobs, **_job(installation, "waits", attempts=0))
    samples = _samples(installation)
    assert _increase(samples, before, "machinepark_failed_messages", status="retry") == 4
    assert _increase(samples, before, "machinepark_failed_messages", status="dead") == 3


def test_overdue_jobs_are_counted(installation: Installation, insert_row: Any) -> None:
    before = _samples(installation)
    leased = _now(installation, 3600)
    insert_row(jobs, **_job(installation, "late", attempts=0, due_at=_now(installation, -5), leased_until=leased))
    insert_row(jobs, **_job(installation, "early", attempts=0))
    assert _increase(_samples(installation), before, "machinepark_jobs_due") == 1


def test_counting_stops_at_the_limit(
    installation: Installation, insert_row: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics, "COUNT_LIMIT", 3)
    for n in range(5):
        insert_row(jobs, **_job(installation, str(n), attempts=60, dead=True))
    assert _value(_samples(installation), "machinepark_failed_messages", status="dead") <= 6


def test_connections_in_use_are_counted(installation: Installation) -> None:
    with installation.runtime("shelf").database.read() as session:
        session.connection()
        assert _value(_samples(installation), "machinepark_database_connections", state="in_use") >= 1


def test_an_unavailable_database_omits_only_its_own_metrics(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ConnectionError("away")

    database = installation.runtime("shelf").database
    monkeypatch.setattr(database, "read", fail)
    monkeypatch.setitem(installation.runtime("shelf").health_checks, "database", lambda: False)
    samples = _samples(installation)
    assert _value(samples, "machinepark_component_up", component="database") == 0
    assert ("machinepark_outbox_events", frozenset(SERVICE.items())) not in samples
    assert ("machinepark_outbox_events", frozenset({"service": "toys"}.items())) in samples


def test_database_metrics_are_cached(
    installation: Installation, insert_row: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics, "CACHE_SECONDS", 60.0)
    registry = CollectorRegistry()
    registry.register(MetricsCollector(installation.process))
    first = _scrape(registry)
    insert_row(jobs, **_job(installation, "new", attempts=60, dead=True))
    assert _increase(_scrape(registry), first, "machinepark_failed_messages", status="dead") == 0


def test_event_lag_is_measured_from_the_event(installation: Installation) -> None:
    toy_id = installation.make()["id"]
    with installation.runtime("toys").database.write("test") as session:
        session.execute(update(outbox).values(sent_at=_now(installation, 0)).where(outbox.c.sent_at.is_(None)))
    before = _lag("count")
    installation.call(toys.BreakToy, toy_id=toy_id)
    eventually(lambda: _lag("count") > before)
    assert (
        0 <= (REGISTRY.get_sample_value("machinepark_event_lag_last_seconds", {"subscription": TOY_BROKE}) or -1) < 10
    )


def test_every_metric_has_its_declared_labels(installation: Installation) -> None:
    labels = {
        name: {frozenset(dict(pairs)) for (sample, pairs) in _samples(installation) if sample == name}
        for name in FAMILIES
    }
    assert labels == {name: {frozenset(labels_)} for name, (_, labels_) in FAMILIES.items()}


def _samples(installation: Installation) -> Samples:
    registry = CollectorRegistry()
    registry.register(MetricsCollector(installation.process))
    return _scrape(registry)


def _scrape(registry: CollectorRegistry) -> Samples:
    """Parsed as by Prometheus."""
    families = text_string_to_metric_families(generate_latest(registry).decode())
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def _value(samples: Samples, name: str, **labels: str) -> float:
    return samples[name, frozenset((SERVICE | labels).items())]


def _increase(samples: Samples, before: Samples, name: str, **labels: str) -> float:
    return _value(samples, name, **labels) - _value(before, name, **labels)


def _lag(statistic: str) -> float:
    return REGISTRY.get_sample_value(f"machinepark_event_lag_seconds_{statistic}", {"subscription": TOY_BROKE}) or 0.0


def _now(installation: Installation, seconds: int) -> dt.datetime:
    return Clock(installation.clock).now() + dt.timedelta(seconds=seconds)


def _job(installation: Installation, key: str, **values: Any) -> dict[str, Any]:
    return {
        "command": "t",
        "key": key,
        "request": {},
        "due_at": _now(installation, 3600),
        "token": uuid.uuid4(),
    } | values
