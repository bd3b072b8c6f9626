"""Both implementations of the bus, and what the tests of it have in common."""

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
from tests.services.chassis.bus.stage import Stage

_numbers = itertools.count(1)


@pytest.fixture
def service() -> str:
    """The name of a service that no other test and no other run takes."""
    return f"svc{next(_numbers)}_{uuid.uuid4().hex[:8]}"


@pytest.fixture
def amqp_url() -> str:
    return shared_servers.amqp_url()


@pytest.fixture(params=["in-process", "RabbitMQ"])
def transport(request: pytest.FixtureRequest) -> Iterator[Transport]:
    """One user's place on either bus; the user is `guest`."""
    made: Transport = (
        InProcessBus().connect("guest") if request.param == "in-process" else AmqpTransport(shared_servers.amqp_url())
    )
    yield made
    made.close()


@pytest.fixture
def rabbit(amqp_url: str) -> Iterator[AmqpTransport]:
    made = AmqpTransport(amqp_url)
    yield made
    made.close()


@pytest.fixture
def proxy(amqp_url: str) -> Iterator[Proxy]:
    """A wire to RabbitMQ that can be cut."""
    with Proxy(amqp_url) as made:
        yield made


@pytest.fixture
def stage(transport: Transport, service: str) -> Iterator[Stage]:
    """`service` on `transport`."""
    with Stage(transport, service) as made:
        yield made


@pytest.fixture
def rabbit_stage(rabbit: AmqpTransport, service: str) -> Iterator[Stage]:
    """`service` on RabbitMQ."""
    with Stage(rabbit, service) as made:
        yield made


@pytest.fixture
def plain(amqp_url: str) -> Iterator[amqp.Channel]:
    """A channel of any AMQP client, such as others write."""
    with connect(amqp_url) as connection:
        yield connection.channel()


@pytest.fixture
def far(proxy: Proxy) -> Iterator[AmqpTransport]:
    """A place on the bus whose wire can be cut."""
    made = AmqpTransport(proxy.url)
    yield made
    made.close()


@pytest.fixture
def caller(rabbit_stage: Stage, far: AmqpTransport) -> Stage:
    """Calls and publishes over the wire that can be cut, to a service whose wire is whole."""
    return Stage(far, rabbit_stage.service)


@pytest.fixture
def far_stage(far: AmqpTransport, service: str) -> Iterator[Stage]:
    """A service whose wire can be cut."""
    with Stage(far, service) as made:
        yield made
