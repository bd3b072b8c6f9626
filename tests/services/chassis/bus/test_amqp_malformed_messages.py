"""RabbitMQ: malformed messages neither stop a service nor give their sender rights."""

import json
from typing import Any

import amqp
import pytest

from services.chassis.bus.rabbitmq import AmqpTransport
from tests.services.chassis.bus.endpoint import Collector, Endpoint, echo
from tests.services.chassis.bus.plain_amqp import reply_queue, request


def test_a_forged_user_is_refused_by_the_broker(amqp_endpoint: Endpoint, channel: amqp.Channel) -> None:
    received = Collector()
    amqp_endpoint.serve(lambda message: (received.put(message), echo(message)))
    channel.basic_publish(request(user_id="gateway"), "nameko-rpc", f"{amqp_endpoint.service}.echo")
    with pytest.raises(amqp.PreconditionFailed, match="user_id"):
        channel.queue_declare("anything", passive=True)
    amqp_endpoint.call(n=2)
    assert json.loads(received.next().body)["kwargs"] == {"n": 2}


def test_a_call_without_reply_address_is_executed(amqp_endpoint: Endpoint, channel: amqp.Channel) -> None:
    received = Collector()
    consumer = amqp_endpoint.serve(lambda message: (received.put(message), echo(message)))
    channel.basic_publish(request(), "nameko-rpc", f"{amqp_endpoint.service}.echo")
    assert json.loads(received.next().body)["kwargs"] == {"n": 1}
    assert amqp_endpoint.call(n=2) == {"n": 2}
    consumer.stop()


def test_a_reply_is_never_sent_to_the_calls_of_another_service(
    amqp_endpoint: Endpoint, channel: amqp.Channel, amqp_transport: AmqpTransport
) -> None:
    received = Collector()
    amqp_endpoint.serve()
    with Endpoint(amqp_transport, f"{amqp_endpoint.service}_victim") as victim:
        victim.serve(lambda message: (received.put(message), echo(message)))
        channel.basic_publish(
            request(reply_to=f"{victim.service}.erase"), "nameko-rpc", f"{amqp_endpoint.service}.echo"
        )
        amqp_endpoint.call()
        victim.call(n=2)
        assert received.next().operation == "echo"


def test_a_reply_to_a_deleted_queue_is_dropped(amqp_endpoint: Endpoint, channel: amqp.Channel) -> None:
    received = Collector()
    amqp_endpoint.serve(received.put)
    replies = reply_queue(channel)
    channel.basic_publish(request(reply_to=replies), "nameko-rpc", f"{amqp_endpoint.service}.echo")
    message = received.next()
    channel.queue_delete(replies)
    echo(message)
    call = amqp_endpoint.start(n=2)
    echo(received.next())
    assert json.loads(call.wait())["result"] == {"n": 2}


@pytest.mark.parametrize(
    "properties",
    [
        {"correlation_id": b"\xff\xfe"},
        {"reply_to": b"\xff"},
        {"application_headers": {"when": b"\xff"}},
        {"type": b"\xc3"},
        {"content_type": "application/x-python-serialize"},
        {"content_encoding": "no-such-encoding"},
        {"application_headers": {"nameko.deadline": "tomorrow", "nameko.call_id_stack": 5, "nameko.caller": [1]}},
    ],
    ids=str,
)
def test_malformed_properties_do_not_stop_a_service(
    amqp_endpoint: Endpoint, channel: amqp.Channel, properties: dict[str, Any]
) -> None:
    consumer = amqp_endpoint.serve()
    amqp_endpoint.call()
    channel.basic_publish(request(**properties), "nameko-rpc", f"{amqp_endpoint.service}.echo")
    channel.basic_publish(amqp.Message(b"", **properties), "nameko-rpc", f"{amqp_endpoint.service}.echo")
    assert amqp_endpoint.call(n=2) == {"n": 2}
    assert consumer.is_consuming


def test_an_undecodable_routing_key_does_not_stop_a_service(amqp_endpoint: Endpoint, channel: amqp.Channel) -> None:
    received = Collector()
    amqp_endpoint.serve(lambda message: (received.put(message.operation), echo(message)))
    channel.basic_publish(request(), "", f"rpc-{amqp_endpoint.service}")
    channel.basic_publish(request(), "nameko-rpc", amqp_endpoint.service.encode() + b".\xff")
    assert amqp_endpoint.call(n=2) == {"n": 2}
    assert (received.next(), received.empty()) == ("echo", True)


def test_content_that_is_not_json_reaches_the_subscription(amqp_endpoint: Endpoint) -> None:
    received = Collector()
    amqp_endpoint.consume_events(
        amqp_endpoint.subscription(), on_event=lambda message: (message.settle(True), received.put(message.body))
    )
    good = amqp_endpoint.event(2)
    garbage = type(good)("garbage", good.exchange, good.type, b"\xff\x00 nonsense", True)
    amqp_endpoint.publish_all(garbage, good)
    assert [received.next(), received.next()] == [garbage.body, good.body]


def test_an_event_with_unreadable_properties_is_delivered_with_its_body(
    amqp_endpoint: Endpoint, channel: amqp.Channel
) -> None:
    received = Collector()
    amqp_endpoint.consume_events(
        amqp_endpoint.subscription(), on_event=lambda message: (message.settle(True), received.put(message.body))
    )
    event = amqp_endpoint.event(1)
    channel.basic_publish(amqp.Message(event.body, correlation_id=b"\xff"), event.exchange, event.type)
    assert received.next() == event.body
