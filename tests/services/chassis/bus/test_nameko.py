"""A stock nameko service or client on the other side: calls and events go both ways."""

from collections.abc import Iterator
from typing import Any

import pytest

from services.chassis.bus import EventMessage, Subscription
from services.chassis.bus.rabbitmq import AmqpTransport
from tests.services.chassis.bus.stage import GREEN, Box, Stage

if not GREEN:
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
def stock(config: dict[str, Any], rabbit_stage: Stage) -> Iterator[Box]:
    """A service as one writes it with nameko alone; the box has the events that it heard."""
    heard = Box()

    class StockService:
        name = f"stock_{rabbit_stage.service}"
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

        @event_handler(rabbit_stage.source, "thing_happened")
        def on_thing_happened(self, event: Any) -> None:
            heard.put(event)

    container = ServiceContainer(StockService, config)
    container.start()
    yield heard
    container.stop()


def test_a_stock_client_is_answered(rabbit_stage: Stage, config: dict[str, Any]) -> None:
    rabbit_stage.serve()
    with ClusterRpcProxy(config, timeout=5) as cluster:
        assert cluster[rabbit_stage.service].echo(machine="é1") == {"machine": "é1"}


def test_a_stock_client_gets_an_error(rabbit_stage: Stage, config: dict[str, Any]) -> None:
    error = b'{"result": null, "error": {"exc_type": "X", "exc_path": "x.X", "exc_args": [], "value": "no"}}'
    rabbit_stage.serve(lambda message: message.answer(error))
    with ClusterRpcProxy(config, timeout=5) as cluster, pytest.raises(RemoteError, match="no"):
        cluster[rabbit_stage.service].echo()


def test_a_stock_client_learns_at_once_that_nobody_serves(rabbit_stage: Stage, config: dict[str, Any]) -> None:
    rabbit_stage.serve().stop()
    with ClusterRpcProxy(config, timeout=5) as cluster, pytest.raises(UnknownService):
        cluster[rabbit_stage.service].echo()


def test_a_stock_service_answers_our_call(rabbit_stage: Stage, rabbit: AmqpTransport, stock: Box) -> None:
    there = Stage(rabbit, f"stock_{rabbit_stage.service}")
    assert there.ask("add", one=2, other=3) == 5
    assert b"nothing here" in there.start("fail").wait()


def test_a_stock_handler_hears_our_event(rabbit_stage: Stage, stock: Box) -> None:
    rabbit_stage.bring(rabbit_stage.event(7, mandatory=True))
    assert stock.next() == {"number": 7}


def test_our_subscription_hears_an_event_of_a_stock_service(
    rabbit_stage: Stage, rabbit: AmqpTransport, stock: Box
) -> None:
    taken = Box()

    def take(message: EventMessage) -> None:
        message.settle(True)
        taken.put(message.body)

    there = Stage(rabbit, f"stock_{rabbit_stage.service}")
    counted = Subscription(rabbit_stage.service, "on_thing_counted", there.service, "thing_counted")
    rabbit_stage.consume_events(counted, on_event=take)
    there.ask("tell", number=9)
    assert taken.next() == b'{"number": 9}'
