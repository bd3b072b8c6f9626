"""A service reports a lost queue and its recovery."""

import pytest
import shared_servers
import toys
from amqp_client import connect
from conftest import Installation
from eventually import eventually

from services.chassis.contract import Caller
from services.chassis.contract.builtin_operations import Health
from services.chassis.runtime.subscribers import subscriptions_of
from tests.services.chassis.bus.plain_amqp import replace_queue

QUEUE = next(one.queue for one in subscriptions_of(toys.SHELF.events))


def test_a_service_is_unhealthy_while_one_queue_has_no_consumer(installation: Installation) -> None:
    if "RabbitMQ" not in installation.environment.name:
        pytest.skip("in-process, a queue cannot be replaced")
    with connect(shared_servers.amqp_url()) as connection:
        replace_queue(connection, QUEUE)
        eventually(lambda: _health(installation) == {"database": True, "calls": True, "events": False})
        connection.channel().queue_delete(QUEUE)
    eventually(lambda: all(_health(installation).values()), within=60)
    toy_id = installation.make()["id"]
    installation.call(toys.BreakToy, toy_id=toy_id)
    eventually(lambda: installation.shelf(toy_id)["breaks"] == 1)


def _health(installation: Installation) -> dict[str, bool]:
    health = installation.call(Health, Caller.visitor(), service="shelf")
    assert health["healthy"] == all(check["healthy"] for check in health["checks"])
    return {check["name"]: check["healthy"] for check in health["checks"]}
