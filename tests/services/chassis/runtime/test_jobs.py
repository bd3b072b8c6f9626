"""Jobs run once, when due, and are retried until they succeed."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import pytest
import toys
from conftest import Installation
from eventually import eventually
from sqlalchemy import insert, select

from services.chassis.bus import NotDelivered
from services.chassis.persistence.tables import jobs

pytestmark = pytest.mark.every_environment


def test_a_due_job_is_executed(installation: Installation) -> None:
    toy_id = installation.make("due")["id"]
    installation.call(toys.OrderRepair, toy_id=toy_id)
    assert eventually(lambda: _repairs(installation, toy_id)) == 1


def test_a_job_is_executed_without_the_bus(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise NotDelivered

    monkeypatch.setattr(installation.runtime("toys").transport, "send", refuse)
    toy_id = installation.make("alone")["id"]
    installation.call(toys.OrderRepair, toy_id=toy_id)
    assert eventually(lambda: _repairs(installation, toy_id)) == 1


def test_an_executed_job_is_deleted(installation: Installation) -> None:
    toy_id = installation.make("done")["id"]
    installation.call(toys.OrderRepair, toy_id=toy_id)
    eventually(lambda: _repairs(installation, toy_id))
    assert eventually(lambda: _job(installation, toy_id) is None)


def test_a_job_waits_until_it_is_due(installation: Installation) -> None:
    toy_id = installation.make("waits")["id"]
    installation.call(toys.OrderRepair, toy_id=toy_id, after_seconds=3600)
    assert _job(installation, toy_id) is not None
    installation.shift(3601)
    assert eventually(lambda: _repairs(installation, toy_id)) == 1


def test_a_failed_job_stores_its_error_and_is_retried(installation: Installation) -> None:
    toy_id = installation.make("stubborn")["id"]
    toys.faults["stubborn"] = toy_id
    installation.call(toys.OrderRepair, toy_id=toy_id)
    job = eventually(lambda: (row := _job(installation, toy_id)) and row.attempts and row)
    assert "toy_already_broken" in job.error
    installation.shift(60)
    assert eventually(lambda: _repairs(installation, toy_id)) == 1


def test_a_job_without_command_stores_an_error_and_blocks_no_other(installation: Installation) -> None:
    toy_id = installation.make("other work")["id"]
    with installation.runtime("toys").database.write("test") as session:
        due = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        session.execute(
            insert(jobs).values(command="deleted", key=toy_id, request={}, due_at=due, token=uuid4(), attempts=0)
        )
    assert "no command deleted" in eventually(lambda: _job(installation, toy_id).error)
    next_job = installation.make("goes on")["id"]
    installation.call(toys.OrderRepair, toy_id=next_job)
    assert eventually(lambda: _repairs(installation, next_job)) == 1


def _repairs(installation: Installation, toy_id: str) -> int:
    with installation.runtime("toys").database.read() as session:
        return session.scalar(select(toys.Toy.repairs).where(toys.Toy.id == UUID(toy_id))) or 0


def _job(installation: Installation, toy_id: str) -> Any:
    with installation.runtime("toys").database.read() as session:
        return session.execute(select(jobs).where(jobs.c.key == toy_id)).first()
