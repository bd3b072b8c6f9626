"""A command is done once for its key."""

import uuid

import pytest
import toys
from conftest import STAFF, Playroom

from services.chassis.contract import Caller, ContractError, IdempotencyKeyReused

pytestmark = pytest.mark.every_environment


def test_the_same_key_gives_the_first_answer_again(playroom: Playroom, owner: uuid.UUID) -> None:
    key = uuid.uuid4().hex
    first = playroom.call(toys.MakeToy, key=key, name="once", owner_id=owner)
    assert playroom.call(toys.MakeToy, key=key, name="once", owner_id=owner) == first


def test_the_same_key_with_another_request_is_refused(playroom: Playroom, owner: uuid.UUID) -> None:
    key = uuid.uuid4().hex
    playroom.call(toys.MakeToy, key=key, name="one", owner_id=owner)
    with pytest.raises(IdempotencyKeyReused):
        playroom.call(toys.MakeToy, key=key, name="other", owner_id=owner)


def test_another_caller_has_keys_of_its_own(playroom: Playroom, owner: uuid.UUID) -> None:
    key = uuid.uuid4().hex
    first = playroom.call(toys.MakeToy, key=key, name="mine", owner_id=owner)
    colleague = Caller.operator("make", name="colleague")
    assert playroom.call(toys.MakeToy, colleague, key=key, name="mine", owner_id=owner)["id"] != first["id"]


def test_a_refusal_is_not_kept(playroom: Playroom) -> None:
    key, toy_id = uuid.uuid4().hex, playroom.make()["id"]
    playroom.call(toys.BreakToy, toy_id=toy_id)
    with pytest.raises(toys.AlreadyBroken):
        playroom.call(toys.BreakToy, key=key, toy_id=toy_id)
    with pytest.raises(toys.AlreadyBroken):
        playroom.call(toys.BreakToy, key=key, toy_id=toy_id, how="another way")


def test_ten_at_the_same_moment_with_one_key_are_done_once(playroom: Playroom, owner: uuid.UUID) -> None:
    key, name = uuid.uuid4().hex, f"many {owner.hex[:8]}"
    calls = [playroom.client.start(toys.MakeToy, STAFF, key=key, name=name, owner_id=owner) for _ in range(10)]
    for call in calls:
        try:
            call.answer()
        except ContractError as error:
            assert error.code == "conflict"  # noqa: PT017
    assert len(playroom.call(toys.ListToys, name=name)["rows"]) == 1
