"""Projections: the highest version wins; a rebuild fills them from the feed."""

import uuid

import pytest
import toys
from conftest import Installation
from eventually import eventually
from sqlalchemy import delete

from services.chassis.contract import Caller, Feed, NotAllowed, NotFound
from services.chassis.contract.builtin_operations import Health, ListProjections, RebuildPage
from services.chassis.messaging.incoming_event import IncomingEvent
from services.chassis.messaging.projections import apply_state
from services.chassis.persistence.columns import new_id
from services.chassis.persistence.unit_of_work import UnitOfWork

PAGE = Feed.request.fields["limit"].load_default
"""Rows of a page of a rebuild."""


def test_staff_cannot_rebuild(installation: Installation) -> None:
    with pytest.raises(NotAllowed):
        installation.call(RebuildPage, service="shelf", projection="toy_recorded")


def test_a_projection_follows_its_source(installation: Installation) -> None:
    toy_id = installation.make("bear")["id"]
    installation.call(toys.RenameToy, toy_id=toy_id, name="brown bear")
    assert eventually(lambda: installation.shelf(toy_id)["names"] == ["brown bear"])


def test_an_older_state_changes_nothing(installation: Installation) -> None:
    toy_id = installation.make("new")["id"]
    installation.call(toys.RenameToy, toy_id=toy_id, name="newer")
    eventually(lambda: installation.shelf(toy_id)["names"] == ["newer"])
    assert _apply(installation, toy_id, version=1, name="old") is False
    assert installation.shelf(toy_id)["names"] == ["newer"]


def test_a_deletion_at_the_source_deletes_the_projected_row(installation: Installation) -> None:
    toy_id = installation.make()["id"]
    eventually(lambda: installation.shelf(toy_id)["names"])
    installation.call(toys.ThrowToyAway, toy_id=toy_id)
    assert eventually(lambda: installation.shelf(toy_id)["names"] == [])


def test_an_older_state_does_not_restore_a_deleted_row(installation: Installation) -> None:
    toy_id = installation.make()["id"]
    eventually(lambda: installation.shelf(toy_id)["names"])
    installation.call(toys.ThrowToyAway, toy_id=toy_id)
    eventually(lambda: installation.shelf(toy_id)["names"] == [])
    _apply(installation, toy_id, version=1, name="ghost")
    assert installation.shelf(toy_id)["names"] == []


def test_a_rebuild_fills_an_empty_projection_from_the_feed(installation: Installation) -> None:
    kept, thrown_away = installation.make("kept")["id"], installation.make("thrown")["id"]
    installation.call(toys.ThrowToyAway, toy_id=thrown_away)
    eventually(lambda: installation.shelf(thrown_away)["names"] == [] and installation.shelf(kept)["names"])
    with installation.runtime("shelf").database.write("empty the copy") as session:
        session.execute(delete(toys.ShelfToy))
    after = None
    while True:
        page = installation.operate(RebuildPage, service="shelf", projection="toy_recorded", after=after)
        if (after := page["next"]) is None:
            break
    assert installation.shelf(kept)["names"] == ["kept"]
    assert installation.shelf(thrown_away)["names"] == []


def test_a_service_continues_a_rebuild_to_the_last_page(installation: Installation) -> None:
    for _ in range(PAGE):
        installation.make("on the first page")
    last = installation.make("last")["id"]
    eventually(lambda: installation.shelf(last)["names"])
    with installation.runtime("shelf").database.write("empty the copy") as session:
        session.execute(delete(toys.ShelfToy))
    assert installation.operate(RebuildPage, service="shelf", projection="toy_recorded", to_end=True)["next"]
    assert eventually(lambda: installation.shelf(last)["names"] == ["last"])


def test_an_unknown_projection_cannot_be_rebuilt(installation: Installation) -> None:
    with pytest.raises(NotFound):
        installation.operate(RebuildPage, service="toys", projection="toy_recorded")


def test_a_service_lists_its_projections(installation: Installation) -> None:
    assert installation.operate(ListProjections, service="shelf") == {"projections": ["toy_recorded"]}


def test_a_feed_returns_the_published_states(installation: Installation) -> None:
    owner = uuid.uuid4()
    toy_id = installation.make("fed", owner_id=owner)["id"]
    rows, after = [], None
    shelf = Caller.service("shelf")
    client = installation.environment.client("shelf")
    while True:
        page = client.call(toys.FeedToys, shelf, after=after, limit=3)
        rows += page["rows"]
        if (after := page["next"]) is None:
            break
    states = [row["data"] for row in rows if row["id"] == toy_id]
    assert states == [{"toy_id": toy_id, "owner_id": str(owner), "name": "fed", "group_ids": []}]
    assert len({row["id"] for row in rows}) == len(rows)


def test_a_running_service_reports_itself_healthy(installation: Installation) -> None:
    health = installation.call(Health, Caller.visitor(), service="toys")
    assert health["healthy"]
    assert {check["name"] for check in health["checks"]} == {"database", "calls", "events"}


def test_health_is_reported_while_checks_are_being_added(installation: Installation) -> None:
    checks = installation.runtime("toys").health_checks

    def adds_another() -> bool:
        checks["another"] = lambda: True
        return True

    checks["starting"] = adds_another
    try:
        assert installation.call(Health, Caller.visitor(), service="toys")["healthy"]
    finally:
        del checks["starting"], checks["another"]


def _apply(installation: Installation, toy_id: str, version: int, name: str) -> bool:
    runtime = installation.runtime("shelf")
    data = {"toy_id": uuid.UUID(toy_id), "owner_id": uuid.uuid4(), "name": name}
    event = IncomingEvent(new_id(), "toy_recorded", uuid.UUID(toy_id), version, runtime.clock.now(), False, data)
    with runtime.database.write("test") as session:
        return apply_state(UnitOfWork(session, "shelf", runtime.clock), toys.ShelfToy, event) is not None
