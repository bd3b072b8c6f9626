"""A service says of itself when it cannot do its work, and when it can again."""

import pytest
import shared_servers
import toys
from amqp_client import connect
from conftest import Playroom
from eventually import eventually

from services.chassis.contract import Caller
from services.chassis.contract.builtin_operations import Health
from services.chassis.runtime.subscribers import subscriptions_of
from tests.services.chassis.bus.foreign import usurp

LOST = next(one.queue for one in subscriptions_of(toys.SHELF.events))


def test_a_service_of_which_one_queue_has_lost_its_consumer_is_unwell_until_it_takes_again(playroom: Playroom) -> None:
    if "RabbitMQ" not in playroom.environment.name:
        pytest.skip("within the process nobody can take a queue away")
    with connect(shared_servers.amqp_url()) as plain:
        usurp(plain, LOST)
        eventually(lambda: _parts(playroom) == {"database": True, "calls": True, "events": False})
        plain.channel().queue_delete(LOST)
    eventually(lambda: all(_parts(playroom).values()), within=60)
    toy_id = playroom.make()["id"]
    playroom.call(toys.BreakToy, toy_id=toy_id)
    eventually(lambda: playroom.shelf(toy_id)["breaks"] == 1)


def _parts(playroom: Playroom) -> dict[str, bool]:
    told = playroom.call(Health, Caller.visitor(), service="shelf")
    assert told["well"] == all(check["well"] for check in told["checks"])
    return {check["name"]: check["well"] for check in told["checks"]}
