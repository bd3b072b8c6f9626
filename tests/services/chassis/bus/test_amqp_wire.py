"""RabbitMQ: queues, properties and bodies on the wire, for any AMQP client."""

import json

import amqp
import pytest
import structlog

from services.chassis.bus.rabbitmq import AmqpTransport
from tests.eventually import eventually
from tests.services.chassis.bus.endpoint import TIMEOUT, Collector, Endpoint, echo, result
from tests.services.chassis.bus.plain_amqp import next_message, reply_queue, request


def test_the_call_queue_is_transient_and_deleted_with_its_last_consumer(
    amqp_endpoint: Endpoint, channel: amqp.Channel
) -> None:
    consumer = amqp_endpoint.serve()
    queue = f"rpc-{amqp_endpoint.service}"
    assert channel.queue_declare(queue, durable=False, auto_delete=True, exclusive=False).consumer_count == 1
    consumer.stop()
    with pytest.raises(amqp.NotFound):
        channel.queue_declare(queue, passive=True)


def test_a_subscription_queue_is_a_quorum_queue_without_other_arguments(
    amqp_endpoint: Endpoint, channel: amqp.Channel
) -> None:
    subscription = amqp_endpoint.subscription()
    amqp_endpoint.transport.declare([subscription])
    assert subscription.queue == (
        f"evt-{amqp_endpoint.source}-thing_happened--{amqp_endpoint.service}_listener.on_thing_happened"
    )
    channel.queue_declare(
        subscription.queue, durable=True, auto_delete=False, exclusive=False, arguments={"x-queue-type": "quorum"}
    )
    channel.queue_delete(subscription.queue)


def test_an_event_is_persistent_json_with_id_type_and_user(amqp_endpoint: Endpoint, channel: amqp.Channel) -> None:
    subscription, event = amqp_endpoint.subscription(), amqp_endpoint.event(1)
    amqp_endpoint.transport.declare([subscription])
    assert amqp_endpoint.transport.publish([event]) == {event.id}
    message = next_message(channel, subscription.queue)
    sent = ("message_id", "type", "content_type", "content_encoding", "delivery_mode", "user_id")
    assert [message.properties[name] for name in sent] == [
        event.id, "thing_happened", "application/json", "utf-8", 2, "guest"
    ]  # fmt: skip


def test_a_call_has_an_expiration_and_a_user(amqp_endpoint: Endpoint, channel: amqp.Channel) -> None:
    queue = f"rpc-{amqp_endpoint.service}"
    channel.exchange_declare("nameko-rpc", "topic", durable=True, auto_delete=False)
    channel.queue_declare(queue, exclusive=True)
    channel.queue_bind(queue, "nameko-rpc", f"{amqp_endpoint.service}.*")
    call = amqp_endpoint.start(timeout=5)
    message = next_message(channel, queue)
    assert (message.properties["expiration"], message.properties["user_id"]) == ("5000", "guest")
    body = result("by hand")
    channel.basic_publish(
        amqp.Message(body, correlation_id=message.properties["correlation_id"]),
        "nameko-rpc",
        message.properties["reply_to"],
    )
    assert call.wait() == body


def test_any_amqp_client_can_call_and_get_a_reply(amqp_endpoint: Endpoint, channel: amqp.Channel) -> None:
    amqp_endpoint.serve()
    replies = reply_queue(channel)
    channel.basic_publish(
        request(reply_to=replies, correlation_id="7"), "nameko-rpc", f"{amqp_endpoint.service}.echo", mandatory=True
    )
    reply = next_message(channel, replies)
    assert json.loads(reply.body) == {"result": {"n": 1}, "error": None}
    assert (reply.properties["correlation_id"], reply.properties["content_type"]) == ("7", "application/json")


def test_the_brokers_direct_reply_address_works(amqp_endpoint: Endpoint, channel: amqp.Channel) -> None:
    amqp_endpoint.serve()
    replies: list[amqp.Message] = []
    channel.basic_consume("amq.rabbitmq.reply-to", no_ack=True, callback=replies.append)
    channel.basic_publish(request(reply_to="amq.rabbitmq.reply-to"), "nameko-rpc", f"{amqp_endpoint.service}.echo")
    while not replies:
        channel.connection.drain_events(timeout=TIMEOUT)
    assert json.loads(replies[0].body)["result"] == {"n": 1}


def test_a_message_without_user_has_no_verified_sender(amqp_endpoint: Endpoint, channel: amqp.Channel) -> None:
    received = Collector()
    amqp_endpoint.serve(received.put)
    channel.basic_publish(request(), "nameko-rpc", f"{amqp_endpoint.service}.echo")
    message = received.next()
    message.answer(b"{}")
    assert message.sender is None


def test_a_queue_with_other_arguments_is_logged(
    amqp_transport: AmqpTransport, service: str, channel: amqp.Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.chassis.bus.amqp.consumer.START_SECONDS", 0.2)
    channel.queue_declare(f"rpc-{service}", durable=True, auto_delete=False)
    with structlog.testing.capture_logs() as lines:
        consumer = amqp_transport.serve(service, echo, 20)
    assert not consumer.is_consuming
    assert "inequivalent arg 'durable'" in lines[0]["reason"]
    channel.queue_delete(f"rpc-{service}")
    eventually(lambda: consumer.is_consuming)
    consumer.stop()
