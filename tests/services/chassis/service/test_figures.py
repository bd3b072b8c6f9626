"""What Prometheus reads of a service: what waits, what did not succeed, what is in use, how late effects come."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import toys
from conftest import Playroom
from eventually import eventually
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import delete, insert, update

from services.chassis.persistence.clock import Clock
from services.chassis.persistence.tables import inbox, jobs, outbox
from services.chassis.runtime import metrics
from services.chassis.runtime.metrics import FAMILIES, MetricsCollector

BROKE = "evt-toys-toy_broke--shelf.subscriptions.on_toy_broke"
SERVICE = {"service": "shelf"}
Numbers = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture(autouse=True)
def read_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "CACHE_SECONDS", 0.0)


@pytest.fixture
def left_over(playroom: Playroom) -> Iterator[Any]:
    """`left_over(table, **values)` puts rows into the shelf's database; they go afterwards."""
    database = playroom.runtime("shelf").database

    def put(table: Any, **values: Any) -> None:
        with database.write("test") as session:
            session.execute(insert(table).values(values))

    yield put
    with database.write("test") as session:
        for table, of_ours in ((outbox, outbox.c.type == "t"), (inbox, inbox.c.subscription == "t"), (jobs, True)):
            session.execute(delete(table).where(of_ours))


def test_a_service_at_rest_waits_for_nothing_and_is_well(playroom: Playroom) -> None:
    def all_has_left() -> Numbers:
        seen = _told(playroom)
        assert _of(seen, "machinepark_outbox_events") == 0
        return seen

    told = eventually(all_has_left)
    assert _of(told, "machinepark_outbox_oldest_seconds") == 0
    assert [_of(told, "machinepark_component_up", component=part) for part in ("database", "calls", "events")] == [
        1,
        1,
        1,
    ]
    assert _of(told, "machinepark_workers", entrypoint="calls", state="limit") == 20
    assert _of(told, "machinepark_database_connections", state="limit") == 16


def test_events_that_do_not_leave_are_counted_with_the_age_of_the_oldest(playroom: Playroom, left_over: Any) -> None:
    for age in (90, 40):
        long_ago, later = _now(playroom, -age), _now(playroom, 3600)
        body = {"persons": [], "body": {}, "type": "t", "attempts": 0, "leased_until": later}
        left_over(outbox, id=uuid.UUID(int=1000 - age), recorded_at=long_ago, **body)
    told = _told(playroom)
    assert _of(told, "machinepark_outbox_events") == 2
    assert 89 <= _of(told, "machinepark_outbox_oldest_seconds") < 150


def test_what_did_not_succeed_is_counted_by_what_becomes_of_it(playroom: Playroom, left_over: Any) -> None:
    before = _told(playroom)
    for status, number in (("retry", 3), ("dead", 2), ("done", 5)):
        for n in range(number):
            later = _now(playroom, 3600)
            row = {"status": status, "attempts": 1, "next_at": later, "body": "{}", "persons": [], "received_at": later}
            left_over(inbox, subscription="t", event_id=f"{status}{n}", **row)
    left_over(jobs, **_job(playroom, "dead", attempts=60, dead=True))
    left_over(jobs, **_job(playroom, "tried", attempts=2))
    left_over(jobs, **_job(playroom, "waits", attempts=0))
    told = _told(playroom)
    assert _more(told, before, "machinepark_failed_messages", status="retry") == 4
    assert _more(told, before, "machinepark_failed_messages", status="dead") == 3


def test_timed_work_that_is_late_is_counted(playroom: Playroom, left_over: Any) -> None:
    before = _told(playroom)
    leased = _now(playroom, 3600)
    left_over(jobs, **_job(playroom, "late", attempts=0, due_at=_now(playroom, -5), leased_until=leased))
    left_over(jobs, **_job(playroom, "early", attempts=0))
    assert _more(_told(playroom), before, "machinepark_jobs_due") == 1


def test_counting_ends_early(playroom: Playroom, left_over: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "COUNT_LIMIT", 3)
    for n in range(5):
        left_over(jobs, **_job(playroom, str(n), attempts=60, dead=True))
    assert _of(_told(playroom), "machinepark_failed_messages", status="dead") <= 6


def test_a_connection_in_use_is_counted(playroom: Playroom) -> None:
    with playroom.runtime("shelf").database.read() as session:
        session.connection()
        assert _of(_told(playroom), "machinepark_database_connections", state="in_use") >= 1


def test_a_database_that_is_away_costs_its_own_numbers_alone(
    playroom: Playroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise ConnectionError("away")

    database = playroom.runtime("shelf").database
    monkeypatch.setattr(database, "read", away)
    monkeypatch.setitem(playroom.runtime("shelf").health_checks, "database", lambda: False)
    told = _told(playroom)
    assert _of(told, "machinepark_component_up", component="database") == 0
    assert ("machinepark_outbox_events", frozenset(SERVICE.items())) not in told
    assert ("machinepark_outbox_events", frozenset({"service": "toys"}.items())) in told


def test_a_database_is_not_asked_again_within_seconds(
    playroom: Playroom, left_over: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics, "CACHE_SECONDS", 60.0)
    registry = CollectorRegistry()
    registry.register(MetricsCollector(playroom.process))
    first = _read(registry)
    left_over(jobs, **_job(playroom, "new", attempts=60, dead=True))
    assert _more(_read(registry), first, "machinepark_failed_messages", status="dead") == 0


def test_how_long_an_effect_took_is_measured_from_the_event(playroom: Playroom) -> None:
    toy_id = playroom.make()["id"]
    with playroom.runtime("toys").database.write("test") as session:
        session.execute(update(outbox).values(sent_at=_now(playroom, 0)).where(outbox.c.sent_at.is_(None)))
    before = _lag("count")
    playroom.call(toys.BreakToy, toy_id=toy_id)
    eventually(lambda: _lag("count") > before)
    assert 0 <= (REGISTRY.get_sample_value("machinepark_event_lag_last_seconds", {"subscription": BROKE}) or -1) < 10


def test_every_number_has_its_labels(playroom: Playroom) -> None:
    labels = {name: {frozenset(dict(pairs)) for (one, pairs) in _told(playroom) if one == name} for name in FAMILIES}
    assert labels == {name: {frozenset(labels_)} for name, (_, labels_) in FAMILIES.items()}


def _told(playroom: Playroom) -> Numbers:
    registry = CollectorRegistry()
    registry.register(MetricsCollector(playroom.process))
    return _read(registry)


def _read(registry: CollectorRegistry) -> Numbers:
    """As Prometheus reads it."""
    families = text_string_to_metric_families(generate_latest(registry).decode())
    return {(one.name, frozenset(one.labels.items())): one.value for family in families for one in family.samples}


def _of(told: Numbers, name: str, **labels: str) -> float:
    return told[name, frozenset((SERVICE | labels).items())]


def _more(told: Numbers, before: Numbers, name: str, **labels: str) -> float:
    return _of(told, name, **labels) - _of(before, name, **labels)


def _lag(part: str) -> float:
    return REGISTRY.get_sample_value(f"machinepark_event_lag_seconds_{part}", {"subscription": BROKE}) or 0.0


def _now(playroom: Playroom, seconds: int) -> dt.datetime:
    return Clock(playroom.clock).now() + dt.timedelta(seconds=seconds)


def _job(playroom: Playroom, key: str, **values: Any) -> dict[str, Any]:
    return {"command": "t", "key": key, "request": {}, "due_at": _now(playroom, 3600), "token": uuid.uuid4()} | values
