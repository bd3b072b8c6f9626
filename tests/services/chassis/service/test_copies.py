"""Copies of what others own: the highest version wins, and a doubtful copy is filled again."""

import uuid

import pytest
import toys
from conftest import Playroom
from eventually import eventually
from sqlalchemy import delete

from services.chassis.contract import Caller, NotAllowed, NotFound
from services.chassis.contract.builtin_operations import Health, ListProjections, RebuildPage
from services.chassis.messaging.incoming_event import IncomingEvent
from services.chassis.messaging.projections import apply_state
from services.chassis.persistence.columns import new_id
from services.chassis.persistence.unit_of_work import UnitOfWork


def test_a_member_of_staff_does_not_rebuild(playroom: Playroom) -> None:
    with pytest.raises(NotAllowed):
        playroom.call(RebuildPage, service="shelf", projection="toy_recorded")


def test_a_copy_follows_its_source(playroom: Playroom) -> None:
    toy_id = playroom.make("bear")["id"]
    playroom.call(toys.RenameToy, toy_id=toy_id, name="brown bear")
    assert eventually(lambda: playroom.shelf(toy_id)["names"] == ["brown bear"])


def test_an_older_state_that_comes_late_changes_nothing(playroom: Playroom) -> None:
    toy_id = playroom.make("new")["id"]
    playroom.call(toys.RenameToy, toy_id=toy_id, name="newer")
    eventually(lambda: playroom.shelf(toy_id)["names"] == ["newer"])
    assert _tell(playroom, toy_id, version=1, name="old") is False
    assert playroom.shelf(toy_id)["names"] == ["newer"]


def test_what_is_deleted_at_the_source_is_gone_in_the_copy(playroom: Playroom) -> None:
    toy_id = playroom.make()["id"]
    eventually(lambda: playroom.shelf(toy_id)["names"])
    playroom.call(toys.ThrowToyAway, toy_id=toy_id)
    assert eventually(lambda: playroom.shelf(toy_id)["names"] == [])


def test_what_is_gone_does_not_come_back_with_an_older_event(playroom: Playroom) -> None:
    toy_id = playroom.make()["id"]
    eventually(lambda: playroom.shelf(toy_id)["names"])
    playroom.call(toys.ThrowToyAway, toy_id=toy_id)
    eventually(lambda: playroom.shelf(toy_id)["names"] == [])
    _tell(playroom, toy_id, version=1, name="ghost")
    assert playroom.shelf(toy_id)["names"] == []


def test_an_empty_copy_is_filled_from_the_feed(playroom: Playroom) -> None:
    kept, thrown = playroom.make("kept")["id"], playroom.make("thrown")["id"]
    playroom.call(toys.ThrowToyAway, toy_id=thrown)
    eventually(lambda: playroom.shelf(thrown)["names"] == [] and playroom.shelf(kept)["names"])
    with playroom.runtime("shelf").database.write("empty the copy") as session:
        session.execute(delete(toys.ShelfToy))
    after = None
    while True:
        page = playroom.operate(RebuildPage, service="shelf", projection="toy_recorded", after=after)
        if (after := page["next"]) is None:
            break
    assert playroom.shelf(kept)["names"] == ["kept"]
    assert playroom.shelf(thrown)["names"] == []


def test_a_copy_that_a_service_does_not_keep_cannot_be_rebuilt(playroom: Playroom) -> None:
    with pytest.raises(NotFound):
        playroom.operate(RebuildPage, service="toys", projection="toy_recorded")


def test_a_service_tells_its_copies(playroom: Playroom) -> None:
    assert playroom.operate(ListProjections, service="shelf") == {"projections": ["toy_recorded"]}


def test_a_feed_tells_the_same_as_the_events(playroom: Playroom) -> None:
    owner = uuid.uuid4()
    toy_id = playroom.make("fed", owner_id=owner)["id"]
    rows, after = [], None
    shelf = Caller.service("shelf")
    client = playroom.environment.client("shelf")
    while True:
        page = client.call(toys.FeedToys, shelf, after=after, limit=3)
        rows += page["rows"]
        if (after := page["next"]) is None:
            break
    told = [row["data"] for row in rows if row["id"] == toy_id]
    assert told == [{"toy_id": toy_id, "owner_id": str(owner), "name": "fed", "group_ids": []}]
    assert len({row["id"] for row in rows}) == len(rows)


def test_a_service_that_works_says_so(playroom: Playroom) -> None:
    health = playroom.call(Health, Caller.visitor(), service="toys")
    assert health["well"]
    assert {check["name"] for check in health["checks"]} == {"database", "calls", "events"}


def test_a_service_can_be_asked_while_it_is_starting(playroom: Playroom) -> None:
    parts = playroom.runtime("toys").health_checks

    def starts_another() -> bool:
        parts["another"] = lambda: True
        return True

    parts["starting"] = starts_another
    try:
        assert playroom.call(Health, Caller.visitor(), service="toys")["well"]
    finally:
        del parts["starting"], parts["another"]


def _tell(playroom: Playroom, toy_id: str, version: int, name: str) -> bool:
    runtime = playroom.runtime("shelf")
    data = {"toy_id": uuid.UUID(toy_id), "owner_id": uuid.uuid4(), "name": name}
    event = IncomingEvent(new_id(), "toy_recorded", uuid.UUID(toy_id), version, runtime.clock.now(), False, data)
    with runtime.database.write("test") as session:
        return apply_state(UnitOfWork(session, "shelf", runtime.clock.now()), toys.ShelfToy, event) is not None
