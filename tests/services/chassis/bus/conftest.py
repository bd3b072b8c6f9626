"""Both transports, and services on them."""

import itertools
import uuid
from collections.abc import Iterator

import amqp
import pytest
import shared_servers
from amqp_client import connect
from proxy import Proxy

from services.chassis.bus import Transport
from services.chassis.bus.inprocess import InProcessBus
from services.chassis.bus.rabbitmq import AmqpTransport
from tests.services.chassis.bus.endpoint import Endpoint

_numbers = itertools.count(1)


@pytest.fixture
def service() -> str:
    """The name of a service that no other test uses."""
    return f"svc{next(_numbers)}_{uuid.uuid4().hex[:8]}"


@pytest.fixture
def amqp_url() -> str:
    return shared_servers.amqp_url()


@pytest.fixture(params=["in-process", "RabbitMQ"])
def transport(request: pytest.FixtureRequest) -> Iterator[Transport]:
    """A connection of the user `guest` to either bus."""
    created: Transport = (
        InProcessBus().connect("guest") if request.param == "in-process" else AmqpTransport(shared_servers.amqp_url())
    )
    yield created
    created.close()


@pytest.fixture
def amqp_transport(amqp_url: str) -> Iterator[AmqpTransport]:
    created = AmqpTransport(amqp_url)
    yield created
    created.close()


@pytest.fixture
def proxy(amqp_url: str) -> Iterator[Proxy]:
    """A proxy in front of RabbitMQ whose connections can be cut."""
    with Proxy(amqp_url) as created:
        yield created


@pytest.fixture
def endpoint(transport: Transport, service: str) -> Iterator[Endpoint]:
    """`service` on `transport`."""
    with Endpoint(transport, service) as created:
        yield created


@pytest.fixture
def amqp_endpoint(amqp_transport: AmqpTransport, service: str) -> Iterator[Endpoint]:
    """`service` on RabbitMQ."""
    with Endpoint(amqp_transport, service) as created:
        yield created


@pytest.fixture
def channel(amqp_url: str) -> Iterator[amqp.Channel]:
    """A channel of an AMQP client that is not the product's."""
    with connect(amqp_url) as connection:
        yield connection.channel()


@pytest.fixture
def proxied_transport(proxy: Proxy) -> Iterator[AmqpTransport]:
    """A transport whose connection runs through `proxy`."""
    created = AmqpTransport(proxy.url)
    yield created
    created.close()


@pytest.fixture
def caller(amqp_endpoint: Endpoint, proxied_transport: AmqpTransport) -> Endpoint:
    """Calls `amqp_endpoint` through `proxy`; the service itself is connected directly."""
    return Endpoint(proxied_transport, amqp_endpoint.service)


@pytest.fixture
def proxied_endpoint(proxied_transport: AmqpTransport, service: str) -> Iterator[Endpoint]:
    """A service whose connection runs through `proxy`."""
    with Endpoint(proxied_transport, service) as created:
        yield created
