"""Operators compare projections with their sources, and events with their effects."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import toys
from conftest import Installation
from eventually import eventually
from sqlalchemy import delete, insert, update

from services.chassis.contract import Caller, NotAllowed, NotFound
from services.chassis.contract.audit_operations import ComparePage, ListRecordedEvents, ListUnprocessedEvents
from services.chassis.contract.caller import Kind
from services.chassis.persistence.columns import new_id
from services.chassis.persistence.tables import inbox, resource_groups

TOY_BROKE = "evt-toys-toy_broke--shelf.subscriptions.on_toy_broke"


@pytest.fixture
def toy_id(installation: Installation) -> str:
    """A toy with a row on the shelf."""
    created = str(installation.make("bear")["id"])
    assert eventually(lambda: installation.shelf(created)["names"] == ["bear"])
    return created


@pytest.fixture(autouse=True)
def empty_projection(installation: Installation) -> Iterator[None]:
    yield
    with installation.runtime("shelf").database.write("empty the copy") as session:
        session.execute(delete(toys.ShelfToy))
        session.execute(delete(resource_groups))


def _differences(installation: Installation) -> dict[str, str]:
    """The difference of each differing row, of this test or another."""
    differences, after = dict[str, str](), None
    while True:
        page = installation.operate(ComparePage, service="shelf", projection="toy_recorded", after=after)
        differences |= {row["id"]: row["difference"] for row in page["differing"]}
        if (after := page["next"]) is None:
            return differences


def _change(installation: Installation, toy_id: str, **values: Any) -> None:
    with installation.runtime("shelf").database.write("damage the copy") as session:
        session.execute(update(toys.ShelfToy).where(toys.ShelfToy.id == UUID(toy_id)).values(values))


def test_a_projection_equal_to_its_source_does_not_differ(installation: Installation, toy_id: str) -> None:
    installation.call(toys.RenameToy, toy_id=toy_id, name="brown bear")
    assert eventually(lambda: installation.shelf(toy_id)["names"] == ["brown bear"])
    assert toy_id not in _differences(installation)


def test_a_change_outside_the_published_state_makes_no_difference(installation: Installation, toy_id: str) -> None:
    installation.call(toys.BreakToy, toy_id=toy_id, child_id="anna", how="dropped")
    assert eventually(lambda: installation.shelf(toy_id)["breaks"] == 1)
    assert toy_id not in _differences(installation)


def test_a_deleted_row_is_missing(installation: Installation, toy_id: str) -> None:
    with installation.runtime("shelf").database.write("lose a row") as session:
        session.execute(delete(toys.ShelfToy).where(toys.ShelfToy.id == UUID(toy_id)))
    assert _differences(installation)[toy_id] == "missing"


def test_a_row_of_an_earlier_version_is_behind(installation: Installation, toy_id: str) -> None:
    _change(installation, toy_id, version=0)
    assert _differences(installation)[toy_id] == "behind"


def test_a_row_of_a_later_version_is_ahead(installation: Installation, toy_id: str) -> None:
    _change(installation, toy_id, version=99)
    assert _differences(installation)[toy_id] == "ahead"


def test_other_content_at_the_right_version_differs(installation: Installation, toy_id: str) -> None:
    _change(installation, toy_id, name="doll")
    assert _differences(installation)[toy_id] == "content"


def test_a_row_in_other_groups_differs_in_content(installation: Installation, toy_id: str) -> None:
    with installation.runtime("shelf").database.write("show it to somebody") as session:
        session.execute(insert(resource_groups).values(resource_id=UUID(toy_id), group_id=new_id()))
    assert _differences(installation)[toy_id] == "content"


def test_a_row_deleted_only_at_its_source_differs_in_content(installation: Installation, toy_id: str) -> None:
    installation.call(toys.ThrowToyAway, toy_id=toy_id)
    assert eventually(lambda: installation.shelf(toy_id)["names"] == [])
    _change(installation, toy_id, deleted=False)
    assert _differences(installation)[toy_id] == "content"


def test_a_row_without_source_is_left_over(installation: Installation, toy_id: str) -> None:
    unknown_id = new_id()
    with installation.runtime("shelf").database.write("make one up") as session:
        session.execute(
            insert(toys.ShelfToy).values(id=unknown_id, version=1, deleted=False, owner_id=unknown_id, name="ghost")
        )
    differences = _differences(installation)
    assert (differences[str(unknown_id)], toy_id in differences) == ("left_over", False)


def test_an_unknown_projection_cannot_be_compared(installation: Installation) -> None:
    with pytest.raises(NotFound):
        installation.operate(ComparePage, service="toys", projection="toy_recorded")


def test_recorded_events_are_listed_in_order_without_content(installation: Installation, toy_id: str) -> None:
    installation.call(toys.BreakToy, toy_id=toy_id, child_id="anna", how="dropped")
    rows = [row for row in _recorded_events(installation) if row["subject"] == toy_id]
    assert [row["type"] for row in rows] == ["toy_recorded", "toy_broke"]
    assert set(rows[0]) == {"id", "type", "subject", "recorded_at", "sent"}


def test_pages_of_recorded_events_contain_each_event_once(installation: Installation, toy_id: str) -> None:
    ids = [row["id"] for row in _recorded_events(installation, limit=2)]
    assert len(ids) == len(set(ids)) == len(_recorded_events(installation))


def test_an_event_with_its_effect_is_processed(installation: Installation, toy_id: str) -> None:
    event_id = _break(installation, toy_id)
    assert _unprocessed(installation, event_id) == []


def test_an_event_missing_in_the_inbox_is_unprocessed(installation: Installation, toy_id: str) -> None:
    event_id = _break(installation, toy_id)
    with installation.runtime("shelf").database.write("forget it") as session:
        session.execute(delete(inbox).where(inbox.c.event_id == event_id))
    assert _unprocessed(installation, event_id) == [event_id]


def test_a_dead_event_is_unprocessed(installation: Installation, toy_id: str) -> None:
    event_id = _break(installation, toy_id)
    _set_status(installation, event_id, "dead")
    try:
        assert _unprocessed(installation, event_id) == [event_id]
    finally:
        _set_status(installation, event_id, "done")


@pytest.mark.parametrize("operation", [ComparePage, ListRecordedEvents, ListUnprocessedEvents])
@pytest.mark.parametrize("caller", [Caller.operator("make"), Caller(kind=Kind.USER, person_id=str(new_id()))])
def test_only_operators_may_audit(installation: Installation, operation: Any, caller: Caller) -> None:
    with pytest.raises(NotAllowed):
        installation.call(operation, caller, service="shelf", **operation.example[0])


def _set_status(installation: Installation, event_id: str, status: str) -> None:
    with installation.runtime("shelf").database.write("another status") as session:
        session.execute(update(inbox).where(inbox.c.event_id == event_id).values(status=status))


def _recorded_events(installation: Installation, **paging: Any) -> list[dict[str, Any]]:
    rows, after = list[dict[str, Any]](), None
    while True:
        page = installation.operate(ListRecordedEvents, service="toys", after=after, **paging)
        rows += page["rows"]
        if (after := page["next"]) is None:
            return rows


def _break(installation: Installation, toy_id: str) -> str:
    """Break the toy and wait for the effect. Returns the id of the event."""
    installation.call(toys.BreakToy, toy_id=toy_id, child_id="anna", how="dropped")
    assert eventually(lambda: installation.shelf(toy_id)["breaks"] == 1)
    (row,) = [row for row in _recorded_events(installation) if (row["subject"], row["type"]) == (toy_id, "toy_broke")]
    return str(row["id"])


def _unprocessed(installation: Installation, event_id: str) -> list[str]:
    response = installation.operate(
        ListUnprocessedEvents, service="shelf", subscription=TOY_BROKE, event_ids=[event_id]
    )
    return list(response["event_ids"])
