"""RabbitMQ: events that the broker dead-letters reach their service, with queue and reason."""

import json

import amqp
import pytest
import shared_servers

from deploy.rabbitmq.definitions import policies
from services.chassis.bus import DeadLetteredMessage, Unstorable
from services.chassis.bus.dead_letters import PREFETCH
from services.chassis.bus.topology import DEAD_LETTERS, dead_letter_queue
from tests.eventually import eventually
from tests.services.chassis.bus.endpoint import Collector, Endpoint


@pytest.fixture
def endpoint_with_policy(amqp_endpoint: Endpoint) -> Endpoint:
    """An endpoint whose listener has the installation's policy on the broker."""
    vhost, name = shared_servers.amqp_url().rsplit("/", 1)[1] or "/", amqp_endpoint.subscription().service
    policy = next(policy for policy in policies(vhost, [name]) if policy["name"] == f"events-{name}")
    options = ["-p", vhost, "--apply-to", "queues", "--priority", str(policy["priority"])]
    if not shared_servers.rabbitmqctl(
        "set_policy", *options, policy["name"], policy["pattern"], json.dumps(policy["definition"])
    ):
        pytest.skip("NOT TESTED: rabbitmqctl is not here to set a policy")
    return amqp_endpoint


def test_a_rejected_event_is_collected_with_its_queue_and_reason(
    endpoint_with_policy: Endpoint, channel: amqp.Channel
) -> None:
    endpoint, received = endpoint_with_policy, Collector()
    consumer = endpoint.transport.consume_dead_letters(endpoint.subscription().service, received.put)
    _reject(endpoint, channel, b"too often")
    message: DeadLetteredMessage = received.next()
    assert (message.queue, message.reason, message.body) == (endpoint.subscription().queue, "rejected", b"too often")
    message.settle(True)
    consumer.stop()


def test_a_message_that_could_not_be_stored_is_redelivered(
    endpoint_with_policy: Endpoint, channel: amqp.Channel
) -> None:
    endpoint, received = endpoint_with_policy, Collector()

    def fail_twice(message: DeadLetteredMessage) -> None:
        received.put(message.body)
        if received.qsize() < 3:
            raise RuntimeError("not this time")
        message.settle(True)

    consumer = endpoint.transport.consume_dead_letters(endpoint.subscription().service, fail_twice)
    _reject(endpoint, channel, b"again")
    assert [received.next() for _ in range(3)] == [b"again"] * 3
    consumer.stop()


def test_messages_that_cannot_be_stored_make_room_for_others(
    endpoint_with_policy: Endpoint, channel: amqp.Channel
) -> None:
    endpoint, stored = endpoint_with_policy, Collector()

    def store(message: DeadLetteredMessage) -> None:
        if message.body == b"never":
            raise Unstorable
        message.settle(True)
        stored.put(message.body)

    consumer = endpoint.transport.consume_dead_letters(endpoint.subscription().service, store)
    for body in [*[b"never"] * PREFETCH, b"good"]:
        _reject(endpoint, channel, body)
    assert stored.next() == b"good"
    consumer.stop()
    queue = dead_letter_queue(endpoint.subscription().service).name
    assert channel.queue_declare(queue, passive=True).message_count == 0


def test_a_message_with_unreadable_properties_is_collected(amqp_endpoint: Endpoint, channel: amqp.Channel) -> None:
    received = Collector()
    consumer = amqp_endpoint.transport.consume_dead_letters(amqp_endpoint.service, received.put)
    queue = dead_letter_queue(amqp_endpoint.service).name
    channel.basic_publish(amqp.Message(b"odd", correlation_id=b"\xff"), "", queue)
    message: DeadLetteredMessage = received.next()
    assert (message.queue, message.reason, message.body) == (queue, "unknown", b"odd")
    message.settle(True)
    consumer.stop()


def test_only_events_of_known_services_have_a_dead_letter_queue_of_their_own() -> None:
    policies_by_name = {policy["name"]: policy for policy in policies("/", ["fleet", "notify"])}
    assert policies_by_name["events"]["definition"]["dead-letter-exchange"] == DEAD_LETTERS
    assert policies_by_name["events-fleet"]["definition"]["dead-letter-routing-key"] == "dead-letters-fleet"
    assert policies_by_name["events-fleet"]["priority"] > policies_by_name["events"]["priority"]


def _reject(endpoint: Endpoint, channel: amqp.Channel, body: bytes) -> None:
    """Reject the event's message as a consumer of its queue would."""
    event = endpoint.event(1)
    queue = endpoint.subscription().queue
    endpoint.transport.declare([endpoint.subscription()])
    endpoint.publish_all(type(event)(event.id, event.exchange, event.type, body, True))
    message = eventually(lambda: channel.basic_get(queue))
    channel.basic_reject(message.delivery_tag, requeue=False)
