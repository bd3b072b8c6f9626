"""No event is lost and none counts twice, whichever bus and database it goes through."""

import datetime as dt
import uuid

import pytest
import toys
from conftest import Playroom
from eventually import eventually
from sqlalchemy import insert, select, update

from services.chassis.bus import OutgoingEvent
from services.chassis.messaging import inbox as inbox_module
from services.chassis.persistence.database import Database
from services.chassis.persistence.tables import inbox, outbox
from services.chassis.persistence.unit_of_work import UnitOfWork

pytestmark = pytest.mark.every_environment

LEFT_OVER = {
    "status": "retry",
    "attempts": 1,
    "next_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    "body": "{}",
    "persons": [],
    "received_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
}
BROKE = "evt-toys-toy_broke--shelf.subscriptions.on_toy_broke"


def test_what_happened_reaches_who_listens(playroom: Playroom) -> None:
    toy_id = playroom.make()["id"]
    playroom.call(toys.BreakToy, toy_id=toy_id)
    assert eventually(lambda: playroom.shelf(toy_id)["breaks"]) == 1


def test_what_happened_is_told_also_when_nothing_else_changed(playroom: Playroom) -> None:
    toy_id = playroom.make()["id"]
    playroom.call(toys.PraiseToy, toy_id=toy_id)
    assert eventually(lambda: playroom.shelf(toy_id)["breaks"]) == 1


def test_an_event_of_a_subscription_that_is_gone_is_given_up(playroom: Playroom) -> None:
    with playroom.runtime("shelf").database.write("test") as session:
        session.execute(insert(inbox).values(subscription="deleted", event_id="e", **LEFT_OVER))
    assert eventually(lambda: [row.error for row in _dead(playroom) if row.subscription == "deleted"])


def test_an_event_that_waits_and_can_no_longer_be_read_is_given_up(playroom: Playroom) -> None:
    with playroom.runtime("shelf").database.write("test") as session:
        session.execute(insert(inbox).values(subscription=BROKE, event_id="old", **LEFT_OVER))
    assert eventually(lambda: [row.error for row in _dead(playroom) if row.event_id == "old"])


def test_what_was_rolled_back_is_never_told(playroom: Playroom) -> None:
    before = _rows(playroom, "toys", outbox)
    try:
        playroom.make("fault")
    except Exception as error:
        assert "internal_error" in str(error)  # noqa: PT017
    assert _rows(playroom, "toys", outbox) == before


def test_every_event_is_marked_as_sent(playroom: Playroom) -> None:
    playroom.make()
    assert eventually(lambda: not _unsent(playroom))


def test_an_event_that_was_published_but_not_marked_counts_once(playroom: Playroom) -> None:
    toy_id = playroom.make()["id"]
    playroom.call(toys.BreakToy, toy_id=toy_id)
    assert eventually(lambda: playroom.shelf(toy_id)["breaks"]) == 1
    _forget_that_it_was_sent(playroom, toy_id)
    assert eventually(lambda: not _unsent(playroom))
    assert playroom.shelf(toy_id)["breaks"] == 1


def test_an_event_that_was_leased_by_a_process_that_died_is_sent_by_another(playroom: Playroom) -> None:
    toy_id = playroom.make()["id"]
    playroom.call(toys.BreakToy, toy_id=toy_id)
    eventually(lambda: playroom.shelf(toy_id)["breaks"] == 1)
    _forget_that_it_was_sent(playroom, toy_id, leased_until=dt.datetime.now(dt.UTC) + dt.timedelta(seconds=60))
    playroom.shift(61)
    assert eventually(lambda: not _unsent(playroom))


def test_a_subscription_that_fails_twice_has_its_effect_once(playroom: Playroom) -> None:
    toy_id = playroom.make()["id"]
    toys.trouble["fails"] = {toy_id: 2}
    playroom.call(toys.BreakToy, toy_id=toy_id)
    for attempts, shift in ((1, 3), (2, 8)):
        eventually(lambda attempts=attempts: (row := _waiting(playroom, toy_id)) and row.attempts >= attempts)
        playroom.shift(shift)
    assert eventually(lambda: playroom.shelf(toy_id)["breaks"]) == 1
    assert toys.trouble["fails"][toy_id] == 0


def test_a_failing_subscription_leaves_its_error_where_operators_see_it(playroom: Playroom) -> None:
    toy_id = playroom.make()["id"]
    toys.trouble["fails"] = {toy_id: 1}
    playroom.call(toys.BreakToy, toy_id=toy_id)
    row = eventually(lambda: _waiting(playroom, toy_id))
    assert (row.status, row.error) == ("retry", "RuntimeError: not this time")
    assert eventually(lambda: playroom.shelf(toy_id)["breaks"]) == 1


def test_a_subscription_that_keeps_failing_is_given_up_as_dead(playroom: Playroom) -> None:
    toy_id = playroom.make()["id"]
    toys.trouble["fails"] = {toy_id: 10**6}
    playroom.call(toys.BreakToy, toy_id=toy_id)
    shift = 0
    for attempts in range(1, inbox_module.MAX_FAILURES):
        eventually(lambda attempts=attempts: (row := _waiting(playroom, toy_id)) and row.attempts >= attempts)
        shift += 3700
        playroom.shift(shift)
    assert eventually(lambda: (row := _waiting(playroom, toy_id)) and row.status == "dead")
    assert playroom.shelf(toy_id)["breaks"] == 0


def test_what_has_not_arrived_yet_is_waited_for_without_an_error(playroom: Playroom) -> None:
    toy_id = playroom.make()["id"]
    toys.trouble["not_yet"] = {toy_id}
    playroom.call(toys.BreakToy, toy_id=toy_id)
    assert eventually(lambda: _waiting(playroom, toy_id)).error == ""
    toys.trouble["not_yet"].clear()
    assert eventually(lambda: playroom.shelf(toy_id)["breaks"]) == 1


def test_an_event_of_the_wrong_shape_is_dead_at_once_and_disturbs_nobody(playroom: Playroom) -> None:
    poison = OutgoingEvent(uuid.uuid4().hex, "toys.events", "toy_broke", b'{"specversion": "1.0"}', True)
    before = len(_dead(playroom))
    playroom.runtime("toys").transport.publish([poison])
    assert eventually(lambda: len(_dead(playroom)) == before + 1 or None)
    toy_id = playroom.make()["id"]
    playroom.call(toys.BreakToy, toy_id=toy_id)
    assert eventually(lambda: playroom.shelf(toy_id)["breaks"]) == 1


def test_the_outbox_knows_whom_an_event_concerns(playroom: Playroom) -> None:
    toy_id = playroom.make()["id"]
    playroom.call(toys.BreakToy, toy_id=toy_id, child_id="bram")
    with playroom.runtime("toys").database.read() as session:
        rows = session.execute(select(outbox).where(outbox.c.type == "toy_broke")).all()
    assert [row.persons for row in rows if row.body["subject"] == toy_id] == [["bram"]]


def test_after_a_restart_events_go_on(playroom: Playroom) -> None:
    toy_id = playroom.make()["id"]
    playroom.restart()
    playroom.call(toys.BreakToy, toy_id=toy_id)
    assert eventually(lambda: playroom.shelf(toy_id)["breaks"]) == 1


def test_what_happened_while_nobody_listened_is_told_later(playroom: Playroom) -> None:
    toy_id = playroom.make()["id"]
    eventually(lambda: playroom.shelf(toy_id)["names"])
    playroom.process.stop()
    _record_by_hand(playroom, toy_id)
    playroom.start()
    assert eventually(lambda: playroom.shelf(toy_id)["breaks"]) == 1


def _rows(playroom: Playroom, service: str, table: object) -> int:
    with playroom.runtime(service).database.read() as session:
        return len(session.execute(select(table)).all())  # type: ignore[call-overload]


def _unsent(playroom: Playroom) -> bool:
    with playroom.runtime("toys").database.read() as session:
        return session.execute(select(outbox.c.id).where(outbox.c.sent_at.is_(None))).first() is not None


def _forget_that_it_was_sent(playroom: Playroom, toy_id: str, leased_until: dt.datetime | None = None) -> None:
    with playroom.runtime("toys").database.write("test") as session:
        for row in session.execute(select(outbox)).all():
            if row.body["subject"] == toy_id:
                values = {"sent_at": None, "leased_until": leased_until}
                session.execute(update(outbox).where(outbox.c.id == row.id).values(values))


def _waiting(playroom: Playroom, toy_id: str) -> object:
    with playroom.runtime("shelf").database.read() as session:
        rows = session.execute(select(inbox).where(inbox.c.subscription == BROKE, inbox.c.status != "done")).all()
    return next((row for row in rows if toy_id in (row.body or "")), None)


def _dead(playroom: Playroom) -> list[object]:
    with playroom.runtime("shelf").database.read() as session:
        return list(session.execute(select(inbox).where(inbox.c.status == "dead")).all())


def _record_by_hand(playroom: Playroom, toy_id: str) -> None:
    """A command of the toys while no process of the shelf runs."""

    database = Database(playroom.environment.settings.database_of("toys"))
    with database.write("break a toy") as session:
        uow = UnitOfWork(session, "toys", dt.datetime.now(dt.UTC))
        toy = uow.get(toys.Toy, uuid.UUID(toy_id))
        assert toy is not None
        toy.break_("anna", "fell")
        uow.flush_events()
    database.close()
