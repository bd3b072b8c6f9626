"""RabbitMQ: a service reconnects after a broken connection."""

import json
import time

import pytest
from proxy import Proxy

from services.chassis.bus import EventMessage, NoAnswer, NotDelivered
from services.chassis.bus.amqp import connection
from services.chassis.bus.rabbitmq import AmqpTransport
from tests.eventually import eventually
from tests.services.chassis.bus.endpoint import IMMEDIATE, TIMEOUT, Collector, Endpoint, echo


def test_a_service_serves_again_after_a_lost_connection(
    proxied_endpoint: Endpoint, amqp_transport: AmqpTransport, proxy: Proxy
) -> None:
    consumer = proxied_endpoint.serve()
    client = Endpoint(amqp_transport, proxied_endpoint.service)
    assert client.call(n=1) == {"n": 1}
    proxy.cut()

    def call_again() -> object:
        try:
            return client.call(n=2, timeout=1)
        except (NoAnswer, NotDelivered):
            return None

    assert eventually(call_again) == {"n": 2}
    assert consumer.is_consuming


def test_a_service_that_starts_before_the_broker_serves_once_it_is_up(
    proxied_transport: AmqpTransport,
    amqp_transport: AmqpTransport,
    service: str,
    proxy: Proxy,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("services.chassis.bus.amqp.consumer.START_SECONDS", 0.1)
    monkeypatch.setattr(connection, "PATIENCE", 1.5)
    proxy.hold()
    with Endpoint(proxied_transport, service) as proxied_endpoint:
        consumer = proxied_endpoint.serve()
        assert not consumer.is_consuming
        proxy.release()
        eventually(lambda: consumer.is_consuming)
        assert Endpoint(amqp_transport, service).call(n=1) == {"n": 1}


def test_a_reply_given_after_a_reconnection_reaches_its_caller(
    proxied_endpoint: Endpoint, amqp_transport: AmqpTransport, proxy: Proxy
) -> None:
    received = Collector()
    consumer = proxied_endpoint.serve(received.put)
    call = Endpoint(amqp_transport, proxied_endpoint.service).start(n=1)
    message = received.next()
    proxy.cut()
    eventually(lambda: not consumer.is_consuming)
    eventually(lambda: consumer.is_consuming)
    echo(message)
    assert json.loads(call.wait())["result"] == {"n": 1}


def test_an_unsettled_event_is_redelivered_after_a_lost_connection(
    proxied_endpoint: Endpoint, amqp_transport: AmqpTransport, proxy: Proxy
) -> None:
    received = Collector()
    proxied_endpoint.consume_events(proxied_endpoint.subscription(), on_event=received.put)
    Endpoint(amqp_transport, proxied_endpoint.service).publish_all(proxied_endpoint.event(1))
    first = received.next()
    proxy.cut()
    again = received.next()
    assert again.body == first.body
    first.settle(True)
    again.settle(True)


def test_a_stop_without_a_connection_does_not_hang(proxied_endpoint: Endpoint, proxy: Proxy) -> None:
    consumer = proxied_endpoint.serve()
    proxy.close()
    eventually(lambda: not consumer.is_consuming)
    started = time.monotonic()
    consumer.stop()
    assert time.monotonic() - started < IMMEDIATE


def test_no_event_is_lost_when_connections_are_cut_repeatedly(
    proxied_endpoint: Endpoint, proxied_transport: AmqpTransport, proxy: Proxy
) -> None:
    received: set[int] = set()

    def take(message: EventMessage) -> None:
        received.add(json.loads(message.body)["number"])
        message.settle(True)

    proxied_endpoint.consume_events(proxied_endpoint.subscription(), on_event=take)
    for cut in range(4):
        numbers = range(cut * 100, cut * 100 + 100)
        sender = proxied_endpoint.publish_in_thread(*(proxied_endpoint.event(n, mandatory=True) for n in numbers))
        eventually(lambda first=numbers[0]: first in received)
        proxy.cut()
        sender.join(TIMEOUT)
    eventually(lambda: received == set(range(400)))
