"""Each event takes effect exactly once per subscription, on every transport and database."""

import datetime as dt
import uuid

import pytest
import toys
from conftest import Installation
from eventually import eventually
from sqlalchemy import insert, select, update

from services.chassis.bus import OutgoingEvent
from services.chassis.messaging import inbox as inbox_module
from services.chassis.persistence.clock import Clock
from services.chassis.persistence.database import Database
from services.chassis.persistence.tables import inbox, outbox
from services.chassis.persistence.unit_of_work import UnitOfWork

pytestmark = pytest.mark.every_environment

RETRYABLE = {
    "status": "retry",
    "attempts": 1,
    "next_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    "body": "{}",
    "persons": [],
    "received_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
}
TOY_BROKE = "evt-toys-toy_broke--shelf.subscriptions.on_toy_broke"


def test_an_event_reaches_its_subscription(installation: Installation) -> None:
    toy_id = installation.make()["id"]
    installation.call(toys.BreakToy, toy_id=toy_id)
    assert eventually(lambda: installation.shelf(toy_id)["breaks"]) == 1


def test_an_event_without_a_state_change_is_published(installation: Installation) -> None:
    toy_id = installation.make()["id"]
    installation.call(toys.PraiseToy, toy_id=toy_id)
    assert eventually(lambda: installation.shelf(toy_id)["breaks"]) == 1


def test_an_event_of_a_removed_subscription_becomes_dead(installation: Installation) -> None:
    with installation.runtime("shelf").database.write("test") as session:
        session.execute(insert(inbox).values(subscription="deleted", event_id="e", **RETRYABLE))
    assert eventually(lambda: [row.error for row in _dead(installation) if row.subscription == "deleted"])


def test_a_stored_event_that_cannot_be_decoded_becomes_dead(installation: Installation) -> None:
    with installation.runtime("shelf").database.write("test") as session:
        session.execute(insert(inbox).values(subscription=TOY_BROKE, event_id="old", **RETRYABLE))
    assert eventually(lambda: [row.error for row in _dead(installation) if row.event_id == "old"])


def test_a_rolled_back_event_is_not_published(installation: Installation) -> None:
    before = _rows(installation, "toys", outbox)
    try:
        installation.make("fault")
    except Exception as error:
        assert "internal_error" in str(error)  # noqa: PT017
    assert _rows(installation, "toys", outbox) == before


def test_every_event_is_marked_as_sent(installation: Installation) -> None:
    installation.make()
    assert eventually(lambda: not _unsent(installation))


def test_an_event_published_twice_takes_effect_once(installation: Installation) -> None:
    toy_id = installation.make()["id"]
    installation.call(toys.BreakToy, toy_id=toy_id)
    assert eventually(lambda: installation.shelf(toy_id)["breaks"]) == 1
    _mark_unsent(installation, toy_id)
    assert eventually(lambda: not _unsent(installation))
    assert installation.shelf(toy_id)["breaks"] == 1


def test_an_event_leased_by_a_killed_process_is_sent_after_the_lease(installation: Installation) -> None:
    toy_id = installation.make()["id"]
    installation.call(toys.BreakToy, toy_id=toy_id)
    eventually(lambda: installation.shelf(toy_id)["breaks"] == 1)
    _mark_unsent(installation, toy_id, leased_until=dt.datetime.now(dt.UTC) + dt.timedelta(seconds=60))
    installation.shift(61)
    assert eventually(lambda: not _unsent(installation))


def test_a_subscription_that_fails_twice_takes_effect_once(installation: Installation) -> None:
    toy_id = installation.make()["id"]
    toys.faults["fails"] = {toy_id: 2}
    installation.call(toys.BreakToy, toy_id=toy_id)
    for attempts, shift in ((1, 3), (2, 8)):
        eventually(lambda attempts=attempts: (row := _unprocessed(installation, toy_id)) and row.attempts >= attempts)
        installation.shift(shift)
    assert eventually(lambda: installation.shelf(toy_id)["breaks"]) == 1
    assert toys.faults["fails"][toy_id] == 0


def test_the_error_of_a_failing_subscription_is_stored(installation: Installation) -> None:
    toy_id = installation.make()["id"]
    toys.faults["fails"] = {toy_id: 1}
    installation.call(toys.BreakToy, toy_id=toy_id)
    row = eventually(lambda: _unprocessed(installation, toy_id))
    assert (row.status, row.error) == ("retry", "RuntimeError: not this time")
    assert eventually(lambda: installation.shelf(toy_id)["breaks"]) == 1


def test_an_event_becomes_dead_after_the_maximum_of_failures(installation: Installation) -> None:
    toy_id = installation.make()["id"]
    toys.faults["fails"] = {toy_id: 10**6}
    installation.call(toys.BreakToy, toy_id=toy_id)
    shift = 0
    for attempts in range(1, inbox_module.MAX_FAILURES):
        eventually(lambda attempts=attempts: (row := _unprocessed(installation, toy_id)) and row.attempts >= attempts)
        shift += 3700
        installation.shift(shift)
    assert eventually(lambda: (row := _unprocessed(installation, toy_id)) and row.status == "dead")
    assert installation.shelf(toy_id)["breaks"] == 0


def test_an_event_ahead_of_its_projection_is_retried_without_an_error(installation: Installation) -> None:
    toy_id = installation.make()["id"]
    toys.faults["not_yet"] = {toy_id}
    installation.call(toys.BreakToy, toy_id=toy_id)
    assert eventually(lambda: _unprocessed(installation, toy_id)).error == ""
    toys.faults["not_yet"].clear()
    assert eventually(lambda: installation.shelf(toy_id)["breaks"]) == 1


def test_a_malformed_event_is_dead_at_once_and_blocks_no_other(installation: Installation) -> None:
    malformed = OutgoingEvent(uuid.uuid4().hex, "toys.events", "toy_broke", b'{"specversion": "1.0"}', True)
    before = len(_dead(installation))
    installation.runtime("toys").transport.publish([malformed])
    assert eventually(lambda: len(_dead(installation)) == before + 1 or None)
    toy_id = installation.make()["id"]
    installation.call(toys.BreakToy, toy_id=toy_id)
    assert eventually(lambda: installation.shelf(toy_id)["breaks"]) == 1


def test_the_outbox_stores_the_persons_of_an_event(installation: Installation) -> None:
    toy_id = installation.make()["id"]
    installation.call(toys.BreakToy, toy_id=toy_id, child_id="bram")
    with installation.runtime("toys").database.read() as session:
        rows = session.execute(select(outbox).where(outbox.c.type == "toy_broke")).all()
    assert [row.persons for row in rows if row.body["subject"] == toy_id] == [["bram"]]


def test_events_flow_after_a_restart(installation: Installation) -> None:
    toy_id = installation.make()["id"]
    installation.restart()
    installation.call(toys.BreakToy, toy_id=toy_id)
    assert eventually(lambda: installation.shelf(toy_id)["breaks"]) == 1


def test_an_event_recorded_while_stopped_is_delivered_after_the_start(installation: Installation) -> None:
    toy_id = installation.make()["id"]
    eventually(lambda: installation.shelf(toy_id)["names"])
    installation.process.stop()
    _break_while_stopped(installation, toy_id)
    installation.start()
    assert eventually(lambda: installation.shelf(toy_id)["breaks"]) == 1


def _rows(installation: Installation, service: str, table: object) -> int:
    with installation.runtime(service).database.read() as session:
        return len(session.execute(select(table)).all())  # type: ignore[call-overload]


def _unsent(installation: Installation) -> bool:
    with installation.runtime("toys").database.read() as session:
        return session.execute(select(outbox.c.id).where(outbox.c.sent_at.is_(None))).first() is not None


def _mark_unsent(installation: Installation, toy_id: str, leased_until: dt.datetime | None = None) -> None:
    with installation.runtime("toys").database.write("test") as session:
        for row in session.execute(select(outbox)).all():
            if row.body["subject"] == toy_id:
                values = {"sent_at": None, "leased_until": leased_until}
                session.execute(update(outbox).where(outbox.c.id == row.id).values(values))


def _unprocessed(installation: Installation, toy_id: str) -> object:
    with installation.runtime("shelf").database.read() as session:
        rows = session.execute(select(inbox).where(inbox.c.subscription == TOY_BROKE, inbox.c.status != "done")).all()
    return next((row for row in rows if toy_id in (row.body or "")), None)


def _dead(installation: Installation) -> list[object]:
    with installation.runtime("shelf").database.read() as session:
        return list(session.execute(select(inbox).where(inbox.c.status == "dead")).all())


def _break_while_stopped(installation: Installation, toy_id: str) -> None:
    """A command of the toys while the services are stopped."""

    database = Database(installation.environment.settings.database_of("toys"))
    with database.write("break a toy") as session:
        uow = UnitOfWork(session, "toys", Clock())
        toy = uow.get(toys.Toy, uuid.UUID(toy_id))
        assert toy is not None
        toy.break_("anna", "fell")
        uow.flush_events()
    database.close()
