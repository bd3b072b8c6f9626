"""A command is executed once per caller and idempotency key."""

import uuid

import pytest
import toys
from conftest import STAFF, Installation
from eventually import eventually

from services.chassis.contract import Caller, ContractError, IdempotencyKeyReused

pytestmark = pytest.mark.every_environment


def test_the_same_key_returns_the_stored_response(installation: Installation, owner: uuid.UUID) -> None:
    key = uuid.uuid4().hex
    first = installation.call(toys.MakeToy, key=key, name="once", owner_id=owner)
    assert installation.call(toys.MakeToy, key=key, name="once", owner_id=owner) == first


def test_the_same_key_with_another_request_is_refused(installation: Installation, owner: uuid.UUID) -> None:
    key = uuid.uuid4().hex
    installation.call(toys.MakeToy, key=key, name="one", owner_id=owner)
    with pytest.raises(IdempotencyKeyReused):
        installation.call(toys.MakeToy, key=key, name="other", owner_id=owner)


def test_each_caller_has_its_own_keys(installation: Installation, owner: uuid.UUID) -> None:
    key = uuid.uuid4().hex
    first = installation.call(toys.MakeToy, key=key, name="mine", owner_id=owner)
    colleague = Caller.operator("make", name="colleague")
    assert installation.call(toys.MakeToy, colleague, key=key, name="mine", owner_id=owner)["id"] != first["id"]


def test_an_error_is_not_stored(installation: Installation) -> None:
    """A stored key would refuse the last call with IdempotencyKeyReused, because its request differs."""
    key, toy_id = uuid.uuid4().hex, installation.make()["id"]
    installation.call(toys.BreakToy, toy_id=toy_id)
    with pytest.raises(toys.AlreadyBroken):
        installation.call(toys.BreakToy, key=key, toy_id=toy_id)
    with pytest.raises(toys.AlreadyBroken):
        installation.call(toys.BreakToy, key=key, toy_id=toy_id, how="another way")


def test_command_refused_because_the_same_one_overtook_it_returns_its_response(
    installation: Installation, owner: uuid.UUID
) -> None:
    """Neither has its effect yet when both look for a stored response."""
    key, name = uuid.uuid4().hex, f"unique {owner.hex[:8]}"
    with toys.held_computations() as release_one:
        calls = [installation.client.start(toys.MakeToy, STAFF, key=key, name=name, owner_id=owner) for _ in range(2)]
        eventually(lambda: installation.runtime("toys").cpu_slots.in_use == 2)
        release_one()
        eventually(lambda: installation.call(toys.ListToys, name=name)["rows"])
        release_one()
        first, second = (call.answer() for call in calls)
    assert first == second


def test_parallel_commands_with_one_key_are_executed_once(installation: Installation, owner: uuid.UUID) -> None:
    """The other calls return the same response or are refused as `conflict`."""
    key, name = uuid.uuid4().hex, f"many {owner.hex[:8]}"
    calls = [installation.client.start(toys.MakeToy, STAFF, key=key, name=name, owner_id=owner) for _ in range(10)]
    for call in calls:
        try:
            call.answer()
        except ContractError as error:
            assert error.code == "conflict"  # noqa: PT017
    assert len(installation.call(toys.ListToys, name=name)["rows"]) == 1
