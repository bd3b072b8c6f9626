"""Over RabbitMQ: what the broker gave up of a service's events reaches that service, with its queue and the reason."""

import json

import amqp
import pytest
import shared_servers

from deploy.rabbitmq.definitions import policies
from services.chassis.bus import DeadLetteredMessage
from services.chassis.bus.topology import DEAD_LETTERS, dead_letter_queue
from tests.eventually import eventually
from tests.services.chassis.bus.stage import Box, Stage


@pytest.fixture
def stage_with_policy(rabbit_stage: Stage) -> Stage:
    """The broker has the installation's policy for its listener."""
    vhost, name = shared_servers.amqp_url().rsplit("/", 1)[1] or "/", rabbit_stage.subscription().service
    rule = next(one for one in policies(vhost, [name]) if one["name"] == f"events-{name}")
    options = ["-p", vhost, "--apply-to", "queues", "--priority", str(rule["priority"])]
    if not shared_servers.rabbitmqctl(
        "set_policy", *options, rule["name"], rule["pattern"], json.dumps(rule["definition"])
    ):
        pytest.skip("NOT TESTED: rabbitmqctl is not here to set a policy")
    return rabbit_stage


def test_what_was_given_out_too_often_is_collected_with_its_queue_and_the_reason(
    stage_with_policy: Stage, plain: amqp.Channel
) -> None:
    stage, taken = stage_with_policy, Box()
    collecting = stage.transport.consume_dead_letters(stage.subscription().service, taken.put)
    _reject(stage, plain, b"too often")
    found: DeadLetteredMessage = taken.next()
    assert (found.queue, found.reason, found.body) == (stage.subscription().queue, "rejected", b"too often")
    found.settle(True)
    collecting.stop()


def test_what_could_not_be_kept_comes_again(stage_with_policy: Stage, plain: amqp.Channel) -> None:
    stage, taken = stage_with_policy, Box()

    def keep(found: DeadLetteredMessage) -> None:
        taken.put(found.body)
        if taken.qsize() < 3:
            raise RuntimeError("not this time")
        found.settle(True)

    collecting = stage.transport.consume_dead_letters(stage.subscription().service, keep)
    _reject(stage, plain, b"again")
    assert [taken.next() for _ in range(3)] == [b"again"] * 3
    collecting.stop()


def test_one_with_properties_that_cannot_be_read_is_collected_as_well(rabbit_stage: Stage, plain: amqp.Channel) -> None:
    taken = Box()
    collecting = rabbit_stage.transport.consume_dead_letters(rabbit_stage.service, taken.put)
    own = dead_letter_queue(rabbit_stage.service).name
    plain.basic_publish(amqp.Message(b"odd", correlation_id=b"\xff"), "", own)
    found: DeadLetteredMessage = taken.next()
    assert (found.queue, found.reason, found.body) == (own, "unknown", b"odd")
    found.settle(True)
    collecting.stop()


def test_what_is_of_no_service_goes_to_the_queue_that_nobody_takes_from() -> None:
    rules = {one["name"]: one for one in policies("/", ["fleet", "notify"])}
    assert rules["events"]["definition"]["dead-letter-exchange"] == DEAD_LETTERS
    assert rules["events-fleet"]["definition"]["dead-letter-routing-key"] == "dead-letters-fleet"
    assert rules["events-fleet"]["priority"] > rules["events"]["priority"]


def _reject(stage: Stage, plain: amqp.Channel, body: bytes) -> None:
    """As somebody who reads the queue and wants nothing of what is in it."""
    event = stage.event(1)
    queue = stage.subscription().queue
    stage.transport.declare([stage.subscription()])
    stage.bring(type(event)(event.id, event.exchange, event.type, body, True))
    message = eventually(lambda: plain.basic_get(queue))
    plain.basic_reject(message.delivery_tag, requeue=False)
