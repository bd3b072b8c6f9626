"""Calls and events to and from stock nameko services and clients."""

from collections.abc import Iterator
from typing import Any

import pytest

from services.chassis.bus import EventMessage, Subscription
from services.chassis.bus.rabbitmq import AmqpTransport
from tests.services.chassis.bus.endpoint import HAS_GREEN_THREADS, Collector, Endpoint

if not HAS_GREEN_THREADS:
    pytest.skip("nameko needs green threads: -p tests.eventlet_plugin", allow_module_level=True)

from kombu.pools import reset
from nameko.containers import ServiceContainer
from nameko.events import EventDispatcher, event_handler
from nameko.exceptions import RemoteError, UnknownService
from nameko.rpc import rpc
from nameko.standalone.rpc import ClusterRpcProxy


@pytest.fixture
def config(amqp_url: str) -> Iterator[dict[str, Any]]:
    """nameko's settings; its connections are closed afterwards."""
    yield {"AMQP_URI": amqp_url}
    reset()


@pytest.fixture
def stock(config: dict[str, Any], amqp_endpoint: Endpoint) -> Iterator[Collector]:
    """A service written with nameko alone; yields the events that it received."""
    events = Collector()

    class StockService:
        name = f"stock_{amqp_endpoint.service}"
        dispatch = EventDispatcher()

        @rpc
        def add(self, one: int, other: int) -> int:
            return one + other

        @rpc
        def fail(self) -> None:
            raise LookupError("nothing here")

        @rpc
        def tell(self, number: int) -> None:
            self.dispatch("thing_counted", {"number": number})

        @event_handler(amqp_endpoint.source, "thing_happened")
        def on_thing_happened(self, event: Any) -> None:
            events.put(event)

    container = ServiceContainer(StockService, config)
    container.start()
    yield events
    container.stop()


def test_a_stock_client_gets_the_result(amqp_endpoint: Endpoint, config: dict[str, Any]) -> None:
    amqp_endpoint.serve()
    with ClusterRpcProxy(config, timeout=5) as cluster:
        assert cluster[amqp_endpoint.service].echo(machine="é1") == {"machine": "é1"}


def test_a_stock_client_gets_an_error(amqp_endpoint: Endpoint, config: dict[str, Any]) -> None:
    error = b'{"result": null, "error": {"exc_type": "X", "exc_path": "x.X", "exc_args": [], "value": "no"}}'
    amqp_endpoint.serve(lambda message: message.answer(error))
    with ClusterRpcProxy(config, timeout=5) as cluster, pytest.raises(RemoteError, match="no"):
        cluster[amqp_endpoint.service].echo()


def test_a_stock_client_fails_at_once_when_nobody_serves(amqp_endpoint: Endpoint, config: dict[str, Any]) -> None:
    amqp_endpoint.serve().stop()
    with ClusterRpcProxy(config, timeout=5) as cluster, pytest.raises(UnknownService):
        cluster[amqp_endpoint.service].echo()


def test_a_stock_service_answers_a_call(
    amqp_endpoint: Endpoint, amqp_transport: AmqpTransport, stock: Collector
) -> None:
    stock_service = Endpoint(amqp_transport, f"stock_{amqp_endpoint.service}")
    assert stock_service.call("add", one=2, other=3) == 5
    assert b"nothing here" in stock_service.start("fail").wait()


def test_a_stock_handler_receives_an_event(amqp_endpoint: Endpoint, stock: Collector) -> None:
    amqp_endpoint.publish_all(amqp_endpoint.event(7, mandatory=True))
    assert stock.next() == {"number": 7}


def test_a_subscription_receives_an_event_of_a_stock_service(
    amqp_endpoint: Endpoint, amqp_transport: AmqpTransport, stock: Collector
) -> None:
    received = Collector()

    def take(message: EventMessage) -> None:
        message.settle(True)
        received.put(message.body)

    stock_service = Endpoint(amqp_transport, f"stock_{amqp_endpoint.service}")
    counted = Subscription(amqp_endpoint.service, "on_thing_counted", stock_service.service, "thing_counted")
    amqp_endpoint.consume_events(counted, on_event=take)
    stock_service.call("tell", number=9)
    assert received.next() == b'{"number": 9}'
