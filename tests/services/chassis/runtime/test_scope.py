"""The rows that a caller's scope includes, and paging within it."""

import uuid
from uuid import UUID

import pytest
import toys
from conftest import STAFF, Installation, user_of

from services.chassis.contract import Caller, Invalid, Kind

A, B = uuid.uuid4(), uuid.uuid4()


@pytest.fixture
def owner_of_three(installation: Installation, owner: UUID) -> UUID:
    """An owner with three toys: in group A, in A and B, in none."""
    for name, groups in (("in a", [A]), ("in both", [A, B]), ("in none", [])):
        installation.make(name, owner_id=owner, group_ids=groups)
    return owner


def test_scope_all_includes_all_rows_of_the_customer(installation: Installation, owner_of_three: UUID) -> None:
    assert _names(installation, user_of(owner_of_three)) == ["in a", "in both", "in none"]


def test_a_group_scope_includes_the_rows_of_its_groups(installation: Installation, owner_of_three: UUID) -> None:
    assert _names(installation, user_of(owner_of_three, scope=(B,))) == ["in both"]


def test_a_row_in_two_groups_of_the_scope_is_listed_once(installation: Installation, owner_of_three: UUID) -> None:
    assert _names(installation, user_of(owner_of_three, scope=(A, B))) == ["in a", "in both"]


def test_an_empty_scope_includes_nothing(installation: Installation, owner_of_three: UUID) -> None:
    assert _names(installation, user_of(owner_of_three, scope=())) == []


def test_a_group_scope_excludes_other_customers(installation: Installation, owner_of_three: UUID) -> None:
    assert _names(installation, user_of(uuid.uuid4(), scope=(A, B))) == []


def test_a_user_without_customer_sees_nothing(installation: Installation, owner_of_three: UUID) -> None:
    assert _names(installation, Caller(kind=Kind.USER, person_id="x", scope="all")) == []


def test_a_guest_sees_only_the_resource_of_its_pass(installation: Installation, owner_of_three: UUID) -> None:
    toy_id = installation.make("guest's", owner_id=owner_of_three)["id"]
    guest = Caller(kind=Kind.GUEST, customer_id=owner_of_three, resource_id=UUID(toy_id))
    assert _names(installation, guest) == ["guest's"]


def test_a_collector_sees_all_rows_of_its_customer(installation: Installation, owner_of_three: UUID) -> None:
    assert len(_names(installation, Caller(kind=Kind.COLLECTOR, customer_id=owner_of_three))) == 3


def test_pages_follow_without_gaps_forwards_and_backwards(installation: Installation, owner: UUID) -> None:
    names = [f"toy {i}" for i in range(7)]
    for name in names:
        installation.make(name, owner_id=owner)
    caller, forward, cursor = user_of(owner), [], ""
    while True:
        response = installation.call(toys.ListToys, caller, limit=3, after=cursor)
        forward.append([row["name"] for row in response["rows"]])
        if not response["page"]["next"]:
            break
        cursor = response["page"]["next"]
    assert forward == [names[:3], names[3:6], names[6:]]
    back = installation.call(toys.ListToys, caller, limit=3, before=response["page"]["previous"])
    assert [row["name"] for row in back["rows"]] == names[3:6]


def test_a_list_counts_all_rows(installation: Installation, owner_of_three: UUID) -> None:
    page = installation.call(toys.ListToys, user_of(owner_of_three), limit=1)["page"]
    assert (page["count"], page["count_capped"]) == (3, False)


@pytest.mark.parametrize("cursor", ["x", "W10", "bnVsbA", "eyJhIjoxfQ", "W1siciIsIDFdXQ"])
def test_an_invalid_cursor_is_refused_at_its_field(installation: Installation, cursor: str) -> None:
    with pytest.raises(Invalid) as refusal:
        installation.call(toys.ListToys, STAFF, after=cursor)
    assert refusal.value.params["fields"][0]["path"] == ["after"]


def _names(installation: Installation, caller: Caller) -> list[str]:
    return [row["name"] for row in installation.call(toys.ListToys, caller, limit=200)["rows"]]
