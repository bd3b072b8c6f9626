"""How the command line reaches the installation, whichever way it runs: as the broker user `ops`, or over the
process' socket.

Where no embedded process runs, the services are started for a moment.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from deploy.run import credentials, lock, mode
from deploy.run.embedded import Embedded, embedded
from deploy.run.errors import StartupError
from deploy.run.mode import Mode
from deploy.run.preflight import check_broker
from deploy.run.queues import queue_stats, watch_events
from deploy.run.socket import SocketTransport
from services.chassis.bus import Client
from services.chassis.bus.amqp import AmqpTransport
from services.chassis.contract import Caller
from services.chassis.contract.caller import OPERATE, OPS
from services.chassis.settings import Settings
from services.identity.contracts import StaffRight

OPERATOR = Caller.operator(*StaffRight, OPERATE)


class QueueStats(NamedTuple):
    """How a queue is doing. `ready`: events that nobody has yet finished."""

    queue: str
    ready: int
    consumers: int


@dataclass(frozen=True, slots=True)
class Connection:
    """A running installation. `watch` yields every event from now on, as it travels."""

    client: Client
    queues: Callable[[], list[QueueStats]]
    watch: Callable[[], Iterator[bytes]]


@contextlib.contextmanager
def connected_client(settings: Settings) -> Iterator[Client]:
    """A client as `ops`."""
    with connect(settings) as reached:
        yield reached.client


@contextlib.contextmanager
def connect(settings: Settings) -> Iterator[Connection]:
    """The installation, as it was started last. Raises Trouble where its broker is away."""
    if mode.current(settings) is Mode.FULL:
        with _full(settings) as reached:
            yield reached
    elif lock.is_held(settings.var):
        with _running(settings) as reached:
            yield reached
    else:
        with embedded(settings) as started:
            yield _started(started)
            started.drain()


def broker_url(settings: Settings, user: str) -> str:
    """The broker URL of a user: as saved by the last full start, else as the settings say."""
    kept = credentials.saved(settings.var)
    return kept.amqp_url(user) if kept else settings.amqp_url


@contextlib.contextmanager
def _full(settings: Settings) -> Iterator[Connection]:
    url = broker_url(settings, OPS)
    if not url:
        raise StartupError("MACHINEPARK_AMQP_URL is not set. Give amqp://ops:password@host:5672/vhost")
    check_broker(url)
    with contextlib.closing(AmqpTransport(url)) as transport:
        yield Connection(
            Client(transport),
            lambda: [QueueStats(*figures) for figures in queue_stats(url)],
            lambda: watch_events(url),
        )


@contextlib.contextmanager
def _running(settings: Settings) -> Iterator[Connection]:
    try:
        transport = SocketTransport(settings.var)
    except OSError:
        raise StartupError(
            f"A process works with {settings.var}, but does not answer yet. Try again in a moment"
        ) from None
    with contextlib.closing(transport):
        yield Connection(Client(transport), lambda: [QueueStats(*one) for one in transport.figures()], transport.watch)


def _started(started: Embedded) -> Connection:
    def watch() -> Iterator[bytes]:
        raise StartupError("Nothing happens while Machinepark does not run. Start it first: machinepark up")

    return Connection(started.client(), lambda: [QueueStats(*one) for one in started.bus.figures()], watch)
