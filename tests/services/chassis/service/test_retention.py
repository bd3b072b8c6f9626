"""What need not be kept for ever goes; what still matters stays."""

import pytest
import toys
from conftest import Playroom
from eventually import eventually
from sqlalchemy import select

from services.chassis.persistence.tables import idempotency_keys, inbox, outbox

pytestmark = pytest.mark.every_environment

DAY = 24 * 3600


def test_what_was_sent_and_answered_goes_after_its_time(playroom: Playroom) -> None:
    playroom.make()
    eventually(lambda: not _rows(playroom, "toys", outbox, outbox.c.sent_at.is_(None)))
    playroom.shift(15 * DAY)
    assert eventually(lambda: not _rows(playroom, "toys", outbox) and not _rows(playroom, "toys", idempotency_keys))


def test_notes_of_events_outlive_the_events(playroom: Playroom) -> None:
    toy_id = playroom.make()["id"]
    eventually(lambda: playroom.shelf(toy_id)["names"])
    playroom.shift(29 * DAY)
    eventually(lambda: not _rows(playroom, "toys", outbox))
    assert _rows(playroom, "shelf", inbox, inbox.c.status == "done")


def test_an_event_that_waits_is_never_deleted(playroom: Playroom) -> None:
    toy_id = playroom.make()["id"]
    toys.trouble["not_yet"] = {toy_id}
    playroom.call(toys.BreakToy, toy_id=toy_id)
    eventually(lambda: _waiting(playroom, toy_id))
    playroom.shift(60 * DAY)
    eventually(lambda: not _rows(playroom, "shelf", inbox, inbox.c.status == "done"))
    assert _waiting(playroom, toy_id)


def _waiting(playroom: Playroom, toy_id: str) -> bool:
    return any(toy_id in row.body for row in _rows(playroom, "shelf", inbox, inbox.c.status == "retry"))


def _rows(playroom: Playroom, service: str, table, *conditions) -> list:  # type: ignore[no-untyped-def, type-arg]
    with playroom.runtime(service).database.read() as session:
        return list(session.execute(select(table).where(*conditions)))
