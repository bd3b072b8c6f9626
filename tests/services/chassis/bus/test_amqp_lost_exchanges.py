"""RabbitMQ: exchanges that somebody deletes are declared again, with all bindings, and work within seconds.

On a private broker: the tests' shared one has one exchange for all calls.
"""

from collections.abc import Iterator

import amqp
import pytest
from amqp_client import connect
from private_servers import PrivateRabbitMQ, skip_unless_installed
from structlog.testing import capture_logs

from services.chassis.bus import NoAnswer, NotDelivered
from services.chassis.bus.amqp import connection
from services.chassis.bus.rabbitmq import AmqpTransport
from tests.eventually import eventually
from tests.services.chassis.bus.endpoint import Collector, Endpoint

SECONDS = 20
"""Within which a lost exchange is replaced, on a busy machine too."""


@pytest.fixture(autouse=True)
def frequent_heartbeats(monkeypatch: pytest.MonkeyPatch) -> None:
    """With each of which a lost exchange is noticed."""
    monkeypatch.setattr(connection, "HEARTBEAT", 2)
    monkeypatch.setattr(connection, "PATIENCE", 1.0)


@pytest.fixture(scope="module")
def own_broker() -> Iterator[PrivateRabbitMQ]:
    skip_unless_installed(PrivateRabbitMQ)
    broker = PrivateRabbitMQ()
    broker.start()
    yield broker
    broker.remove()


@pytest.fixture
def own_endpoint(own_broker: PrivateRabbitMQ, service: str) -> Iterator[Endpoint]:
    transport = AmqpTransport(own_broker.url)
    with Endpoint(transport, service) as created:
        yield created
    transport.close()


@pytest.fixture
def own_channel(own_broker: PrivateRabbitMQ) -> Iterator[amqp.Channel]:
    with connect(own_broker.url) as opened:
        yield opened.channel()


def _answers(endpoint: Endpoint) -> bool:
    try:
        return bool(endpoint.call(n=1, timeout=1.0) == {"n": 1})
    except (NotDelivered, NoAnswer):
        return False


@pytest.mark.parametrize("declared_again", [False, True], ids=["", "by somebody else"])
def test_calls_work_after_their_exchange_was_deleted(
    own_endpoint: Endpoint, own_channel: amqp.Channel, declared_again: bool
) -> None:
    own_endpoint.serve()
    assert _answers(own_endpoint)
    with capture_logs() as entries:
        own_channel.exchange_delete("nameko-rpc")
        if declared_again:
            own_channel.exchange_declare("nameko-rpc", "topic", durable=True, auto_delete=False)
        assert eventually(lambda: _answers(own_endpoint), within=SECONDS)
    noticed = [entry["exchange"] for entry in entries if entry["event"] == "exchange was missing: declared"]
    assert set(noticed) == (set() if declared_again else {"nameko-rpc"})


def test_events_arrive_after_their_exchange_was_deleted(own_endpoint: Endpoint, own_channel: amqp.Channel) -> None:
    received = Collector()
    own_endpoint.consume_events(
        own_endpoint.subscription(), on_event=lambda message: (message.settle(True), received.put(message.body))
    )
    own_endpoint.publish_all(own_endpoint.event(1, mandatory=True))
    received.next()
    own_channel.exchange_delete(own_endpoint.subscription().exchange)
    event = own_endpoint.event(2, mandatory=True)
    assert eventually(lambda: own_endpoint.transport.publish([event]), within=SECONDS) == {event.id}
    assert received.next() == event.body


def test_serving_process_declares_the_exchange_of_its_own_events(
    own_endpoint: Endpoint, own_channel: amqp.Channel
) -> None:
    own_endpoint.serve()
    own_channel.exchange_delete(f"{own_endpoint.service}.events")
    eventually(lambda: _exists(own_channel, f"{own_endpoint.service}.events"), within=SECONDS)


def _exists(channel: amqp.Channel, exchange: str) -> bool:
    other = channel.connection.channel()
    try:
        other.exchange_declare(exchange, "topic", passive=True)
    except amqp.NotFound:
        return False
    return True
