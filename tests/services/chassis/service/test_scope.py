"""Who sees which resource, and lists page by page within it."""

import uuid
from uuid import UUID

import pytest
import toys
from conftest import STAFF, Playroom, user_of

from services.chassis.contract import Caller, Invalid, Kind

A, B = uuid.uuid4(), uuid.uuid4()


@pytest.fixture
def box(playroom: Playroom, owner: UUID) -> UUID:
    """An owner with a toy in group A, one in A and B, one in none."""
    for name, groups in (("in a", [A]), ("in both", [A, B]), ("in none", [])):
        playroom.make(name, owner_id=owner, group_ids=groups)
    return owner


def test_a_user_with_all_sees_all_of_the_customer(playroom: Playroom, box: UUID) -> None:
    assert _seen(playroom, user_of(box)) == ["in a", "in both", "in none"]


def test_a_user_with_groups_sees_what_is_in_them(playroom: Playroom, box: UUID) -> None:
    assert _seen(playroom, user_of(box, scope=(B,))) == ["in both"]


def test_what_is_in_two_groups_of_the_scope_is_seen_once(playroom: Playroom, box: UUID) -> None:
    assert _seen(playroom, user_of(box, scope=(A, B))) == ["in a", "in both"]


def test_an_empty_scope_sees_nothing(playroom: Playroom, box: UUID) -> None:
    assert _seen(playroom, user_of(box, scope=())) == []


def test_a_group_does_not_open_another_customer(playroom: Playroom, box: UUID) -> None:
    assert _seen(playroom, user_of(uuid.uuid4(), scope=(A, B))) == []


def test_a_user_without_a_customer_sees_nothing(playroom: Playroom, box: UUID) -> None:
    assert _seen(playroom, Caller(kind=Kind.USER, person_id="x", scope="all")) == []


def test_a_guest_sees_the_one_thing_of_the_pass(playroom: Playroom, box: UUID) -> None:
    toy_id = playroom.make("guest's", owner_id=box)["id"]
    guest = Caller(kind=Kind.GUEST, customer_id=box, resource_id=UUID(toy_id))
    assert _seen(playroom, guest) == ["guest's"]


def test_a_collector_sees_its_customer(playroom: Playroom, box: UUID) -> None:
    assert len(_seen(playroom, Caller(kind=Kind.COLLECTOR, customer_id=box))) == 3


def test_pages_follow_one_another_without_gap_and_back(playroom: Playroom, owner: UUID) -> None:
    names = [f"toy {i}" for i in range(7)]
    for name in names:
        playroom.make(name, owner_id=owner)
    caller, forward, cursor = user_of(owner), [], ""
    while True:
        answer = playroom.call(toys.ListToys, caller, limit=3, after=cursor)
        forward.append([row["name"] for row in answer["rows"]])
        if not answer["page"]["next"]:
            break
        cursor = answer["page"]["next"]
    assert forward == [names[:3], names[3:6], names[6:]]
    back = playroom.call(toys.ListToys, caller, limit=3, before=answer["page"]["previous"])
    assert [row["name"] for row in back["rows"]] == names[3:6]


def test_a_list_counts_all_it_holds(playroom: Playroom, box: UUID) -> None:
    page = playroom.call(toys.ListToys, user_of(box), limit=1)["page"]
    assert (page["count"], page["count_capped"]) == (3, False)


@pytest.mark.parametrize("cursor", ["x", "W10", "bnVsbA", "eyJhIjoxfQ", "W1siciIsIDFdXQ"])
def test_a_cursor_that_is_none_of_ours_is_refused_at_its_field(playroom: Playroom, cursor: str) -> None:
    with pytest.raises(Invalid) as refusal:
        playroom.call(toys.ListToys, STAFF, after=cursor)
    assert refusal.value.params["fields"][0]["path"] == ["after"]


def _seen(playroom: Playroom, caller: Caller) -> list[str]:
    return [row["name"] for row in playroom.call(toys.ListToys, caller, limit=200)["rows"]]
