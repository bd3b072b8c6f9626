"""Timed work: once, when it is due, until it has succeeded."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import pytest
import toys
from conftest import Playroom
from eventually import eventually
from sqlalchemy import insert, select

from services.chassis.bus import NotDelivered
from services.chassis.persistence.tables import jobs

pytestmark = pytest.mark.every_environment


def test_work_that_is_due_is_done(playroom: Playroom) -> None:
    toy_id = playroom.make("due")["id"]
    playroom.call(toys.OrderRepair, toy_id=toy_id)
    assert eventually(lambda: _repairs(playroom, toy_id)) == 1


def test_work_is_done_while_the_bus_takes_no_calls(playroom: Playroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def take_none(*_: Any) -> None:
        raise NotDelivered

    monkeypatch.setattr(playroom.runtime("toys").transport, "send", take_none)
    toy_id = playroom.make("alone")["id"]
    playroom.call(toys.OrderRepair, toy_id=toy_id)
    assert eventually(lambda: _repairs(playroom, toy_id)) == 1


def test_work_that_is_done_leaves_the_calendar(playroom: Playroom) -> None:
    toy_id = playroom.make("done")["id"]
    playroom.call(toys.OrderRepair, toy_id=toy_id)
    eventually(lambda: _repairs(playroom, toy_id))
    assert eventually(lambda: _job(playroom, toy_id) is None)


def test_work_waits_until_it_is_due(playroom: Playroom) -> None:
    toy_id = playroom.make("waits")["id"]
    playroom.call(toys.OrderRepair, toy_id=toy_id, after_seconds=3600)
    assert _job(playroom, toy_id) is not None
    playroom.shift(3601)
    assert eventually(lambda: _repairs(playroom, toy_id)) == 1


def test_work_that_fails_keeps_its_error_and_is_done_later(playroom: Playroom) -> None:
    toy_id = playroom.make("stubborn")["id"]
    toys.trouble["stubborn"] = toy_id
    playroom.call(toys.OrderRepair, toy_id=toy_id)
    job = eventually(lambda: (row := _job(playroom, toy_id)) and row.attempts and row)
    assert "toy_already_broken" in job.error
    playroom.shift(60)
    assert eventually(lambda: _repairs(playroom, toy_id)) == 1


def test_work_of_a_command_that_is_gone_keeps_an_error_and_holds_up_nobody(playroom: Playroom) -> None:
    toy_id = playroom.make("other work")["id"]
    with playroom.runtime("toys").database.write("test") as session:
        due = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        session.execute(
            insert(jobs).values(command="deleted", key=toy_id, request={}, due_at=due, token=uuid4(), attempts=0)
        )
    assert "no command deleted" in eventually(lambda: _job(playroom, toy_id).error)
    other = playroom.make("goes on")["id"]
    playroom.call(toys.OrderRepair, toy_id=other)
    assert eventually(lambda: _repairs(playroom, other)) == 1


def _repairs(playroom: Playroom, toy_id: str) -> int:
    with playroom.runtime("toys").database.read() as session:
        return session.scalar(select(toys.Toy.repairs).where(toys.Toy.id == UUID(toy_id))) or 0


def _job(playroom: Playroom, toy_id: str) -> Any:
    with playroom.runtime("toys").database.read() as session:
        return session.execute(select(jobs).where(jobs.c.key == toy_id)).first()
