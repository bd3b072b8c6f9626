"""What an operator can count: copies beside their sources, events beside their effects."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import toys
from conftest import Playroom
from eventually import eventually
from sqlalchemy import delete, insert, update

from services.chassis.contract import Caller, NotAllowed, NotFound
from services.chassis.contract.audit_operations import ComparePage, ListRecordedEvents, ListUnprocessedEvents
from services.chassis.contract.caller import Kind
from services.chassis.persistence.columns import new_id
from services.chassis.persistence.tables import inbox, resource_groups

BROKE = "evt-toys-toy_broke--shelf.subscriptions.on_toy_broke"


@pytest.fixture
def toy_id(playroom: Playroom) -> str:
    """A toy whose copy is on the shelf."""
    made = str(playroom.make("bear")["id"])
    assert eventually(lambda: playroom.shelf(made)["names"] == ["bear"])
    return made


@pytest.fixture(autouse=True)
def equal_afterwards(playroom: Playroom) -> Iterator[None]:
    yield
    with playroom.runtime("shelf").database.write("empty the copy") as session:
        session.execute(delete(toys.ShelfToy))
        session.execute(delete(resource_groups))


def _differing(playroom: Playroom) -> dict[str, str]:
    """Of this test's rows and all others: how each differs."""
    found, after = dict[str, str](), None
    while True:
        page = playroom.operate(ComparePage, service="shelf", projection="toy_recorded", after=after)
        found |= {row["id"]: row["difference"] for row in page["differing"]}
        if (after := page["next"]) is None:
            return found


def _change(playroom: Playroom, toy_id: str, **values: Any) -> None:
    with playroom.runtime("shelf").database.write("damage the copy") as session:
        session.execute(update(toys.ShelfToy).where(toys.ShelfToy.id == UUID(toy_id)).values(values))


def test_a_copy_that_followed_its_source_does_not_differ(playroom: Playroom, toy_id: str) -> None:
    playroom.call(toys.RenameToy, toy_id=toy_id, name="brown bear")
    assert eventually(lambda: playroom.shelf(toy_id)["names"] == ["brown bear"])
    assert toy_id not in _differing(playroom)


def test_a_change_that_nobody_copies_leaves_the_copy_equal(playroom: Playroom, toy_id: str) -> None:
    playroom.call(toys.BreakToy, toy_id=toy_id, child_id="anna", how="dropped")
    assert eventually(lambda: playroom.shelf(toy_id)["breaks"] == 1)
    assert toy_id not in _differing(playroom)


def test_a_row_that_is_not_there_is_missing(playroom: Playroom, toy_id: str) -> None:
    with playroom.runtime("shelf").database.write("lose a row") as session:
        session.execute(delete(toys.ShelfToy).where(toys.ShelfToy.id == UUID(toy_id)))
    assert _differing(playroom)[toy_id] == "missing"


def test_a_row_of_an_earlier_version_is_behind(playroom: Playroom, toy_id: str) -> None:
    _change(playroom, toy_id, version=0)
    assert _differing(playroom)[toy_id] == "behind"


def test_a_row_of_a_later_version_is_ahead(playroom: Playroom, toy_id: str) -> None:
    _change(playroom, toy_id, version=99)
    assert _differing(playroom)[toy_id] == "ahead"


def test_a_row_with_other_content_is_found_though_its_version_is_right(playroom: Playroom, toy_id: str) -> None:
    _change(playroom, toy_id, name="doll")
    assert _differing(playroom)[toy_id] == "content"


def test_a_row_in_other_groups_differs_in_content(playroom: Playroom, toy_id: str) -> None:
    with playroom.runtime("shelf").database.write("show it to somebody") as session:
        session.execute(insert(resource_groups).values(resource_id=UUID(toy_id), group_id=new_id()))
    assert _differing(playroom)[toy_id] == "content"


def test_a_row_that_is_deleted_at_its_source_and_not_here_differs(playroom: Playroom, toy_id: str) -> None:
    playroom.call(toys.ThrowToyAway, toy_id=toy_id)
    assert eventually(lambda: playroom.shelf(toy_id)["names"] == [])
    _change(playroom, toy_id, deleted=False)
    assert _differing(playroom)[toy_id] == "content"


def test_a_row_without_a_source_is_left_over(playroom: Playroom, toy_id: str) -> None:
    stray = new_id()
    with playroom.runtime("shelf").database.write("make one up") as session:
        session.execute(insert(toys.ShelfToy).values(id=stray, version=1, deleted=False, owner_id=stray, name="ghost"))
    found = _differing(playroom)
    assert (found[str(stray)], toy_id in found) == ("left_over", False)


def test_a_copy_that_a_service_does_not_keep_cannot_be_compared(playroom: Playroom) -> None:
    with pytest.raises(NotFound):
        playroom.operate(ComparePage, service="toys", projection="toy_recorded")


def test_what_happened_is_told_in_its_order_without_its_content(playroom: Playroom, toy_id: str) -> None:
    playroom.call(toys.BreakToy, toy_id=toy_id, child_id="anna", how="dropped")
    rows = [row for row in _recorded(playroom) if row["subject"] == toy_id]
    assert [row["type"] for row in rows] == ["toy_recorded", "toy_broke"]
    assert set(rows[0]) == {"id", "type", "subject", "recorded_at", "sent"}


def test_the_pages_of_what_happened_tell_everything_once(playroom: Playroom, toy_id: str) -> None:
    ids = [row["id"] for row in _recorded(playroom, limit=2)]
    assert len(ids) == len(set(ids)) == len(_recorded(playroom))


def test_an_event_that_had_its_effect_is_received(playroom: Playroom, toy_id: str) -> None:
    event_id = _broken(playroom, toy_id)
    assert _unreceived(playroom, event_id) == []


def test_an_event_of_which_the_inbox_knows_nothing_is_not_received(playroom: Playroom, toy_id: str) -> None:
    event_id = _broken(playroom, toy_id)
    with playroom.runtime("shelf").database.write("forget it") as session:
        session.execute(delete(inbox).where(inbox.c.event_id == event_id))
    assert _unreceived(playroom, event_id) == [event_id]


def test_an_event_that_is_tried_again_is_not_received(playroom: Playroom, toy_id: str) -> None:
    event_id = _broken(playroom, toy_id)
    _set_status(playroom, event_id, "dead")
    try:
        assert _unreceived(playroom, event_id) == [event_id]
    finally:
        _set_status(playroom, event_id, "done")


@pytest.mark.parametrize("operation", [ComparePage, ListRecordedEvents, ListUnprocessedEvents])
@pytest.mark.parametrize("caller", [Caller.operator("make"), Caller(kind=Kind.USER, person_id=str(new_id()))])
def test_only_who_operates_counts(playroom: Playroom, operation: Any, caller: Caller) -> None:
    with pytest.raises(NotAllowed):
        playroom.call(operation, caller, service="shelf", **operation.example[0])


def _set_status(playroom: Playroom, event_id: str, status: str) -> None:
    with playroom.runtime("shelf").database.write("another status") as session:
        session.execute(update(inbox).where(inbox.c.event_id == event_id).values(status=status))


def _recorded(playroom: Playroom, **paging: Any) -> list[dict[str, Any]]:
    rows, after = list[dict[str, Any]](), None
    while True:
        page = playroom.operate(ListRecordedEvents, service="toys", after=after, **paging)
        rows += page["rows"]
        if (after := page["next"]) is None:
            return rows


def _broken(playroom: Playroom, toy_id: str) -> str:
    """Break it, and wait for the effect; the id of the event."""
    playroom.call(toys.BreakToy, toy_id=toy_id, child_id="anna", how="dropped")
    assert eventually(lambda: playroom.shelf(toy_id)["breaks"] == 1)
    (row,) = [row for row in _recorded(playroom) if (row["subject"], row["type"]) == (toy_id, "toy_broke")]
    return str(row["id"])


def _unreceived(playroom: Playroom, event_id: str) -> list[str]:
    told = playroom.operate(ListUnprocessedEvents, service="shelf", subscription=BROKE, event_ids=[event_id])
    return list(told["event_ids"])
