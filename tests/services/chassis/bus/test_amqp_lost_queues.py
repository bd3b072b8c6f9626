"""RabbitMQ: a service notices the loss of a queue and consumes again by itself."""

import amqp

from tests.eventually import eventually
from tests.services.chassis.bus.endpoint import Collector, Endpoint
from tests.services.chassis.bus.plain_amqp import replace_queue


def test_a_deleted_event_queue_is_declared_again(amqp_endpoint: Endpoint, channel: amqp.Channel) -> None:
    received = Collector()
    one, other = amqp_endpoint.subscription(), amqp_endpoint.subscription("thing_forgotten")
    amqp_endpoint.consume_events(
        one, other, on_event=lambda message: (message.settle(True), received.put(message.body))
    )
    channel.queue_delete(one.queue)
    event = amqp_endpoint.event(1, mandatory=True)
    amqp_endpoint.publish_all(event)
    assert received.next() == event.body


def test_a_replaced_event_queue_is_reported_and_recovered(amqp_endpoint: Endpoint, channel: amqp.Channel) -> None:
    lost, kept = amqp_endpoint.subscription(), amqp_endpoint.subscription("thing_forgotten")
    consumer = amqp_endpoint.consume_events(lost, kept, on_event=lambda message: message.settle(True))
    assert consumer.is_consuming
    replace_queue(channel.connection, lost.queue)
    eventually(lambda: not consumer.is_consuming)
    channel.queue_delete(lost.queue)
    eventually(lambda: consumer.is_consuming, within=60)
    assert channel.queue_declare(lost.queue, passive=True).consumer_count == 1


def test_a_deleted_call_queue_is_declared_again(amqp_endpoint: Endpoint, channel: amqp.Channel) -> None:
    consumer = amqp_endpoint.serve()
    channel.queue_delete(f"rpc-{amqp_endpoint.service}")
    eventually(lambda: not consumer.is_consuming)
    eventually(lambda: consumer.is_consuming)
    assert amqp_endpoint.call(n=1) == {"n": 1}
