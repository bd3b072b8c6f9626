"""Connects the command line to the installation: in full mode as the broker user `ops`, else over the embedded
process's socket.

If no embedded process runs, the services are started within the command.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from deploy.run import credentials, lock, mode
from deploy.run.cli_socket import SocketTransport
from deploy.run.embedded import EmbeddedInstallation, embedded
from deploy.run.errors import StartupError
from deploy.run.mode import Mode
from deploy.run.preflight import check_broker
from deploy.run.queues import queue_stats, watch_events
from services.chassis.bus import Client
from services.chassis.bus.rabbitmq import AmqpTransport
from services.chassis.contract import Caller
from services.chassis.contract.caller import OPERATE, OPS
from services.chassis.settings import Settings
from services.identity.contracts import StaffRight

OPERATOR = Caller.operator(*StaffRight, OPERATE)


class QueueStats(NamedTuple):
    """Statistics of a queue. `ready`: messages waiting for a consumer."""

    queue: str
    ready: int
    consumers: int


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection to an installation. `watch` yields every event from now on, as serialised on the bus."""

    client: Client
    queues: Callable[[], list[QueueStats]]
    watch: Callable[[], Iterator[bytes]]


@contextlib.contextmanager
def connected_client(settings: Settings) -> Iterator[Client]:
    """A bus client as the user `ops`."""
    with connect(settings) as connection:
        yield connection.client


@contextlib.contextmanager
def connect(settings: Settings) -> Iterator[Connection]:
    """Connect in the mode of the last start. Raises StartupError if the broker is not available."""
    if mode.current(settings) is Mode.FULL:
        with _full(settings) as connection:
            yield connection
    elif lock.is_held(settings.var):
        with _over_socket(settings) as connection:
            yield connection
    else:
        with embedded(settings) as installation:
            yield _embedded(installation)
            installation.drain()


def broker_url(settings: Settings, user: str) -> str:
    """The broker URL of a user: as stored by the last start in full mode, else of the settings."""
    stored = credentials.saved(settings.var)
    return stored.amqp_url(user) if stored else settings.amqp_url


@contextlib.contextmanager
def _full(settings: Settings) -> Iterator[Connection]:
    url = broker_url(settings, OPS)
    if not url:
        raise StartupError("MACHINEPARK_AMQP_URL is not set. Give amqp://ops:password@host:5672/vhost")
    check_broker(url)
    with contextlib.closing(AmqpTransport(url)) as transport:
        yield Connection(
            Client(transport, timeout=settings.call_timeout_seconds),
            lambda: [QueueStats(*figures) for figures in queue_stats(url)],
            lambda: watch_events(url),
        )


@contextlib.contextmanager
def _over_socket(settings: Settings) -> Iterator[Connection]:
    try:
        transport = SocketTransport(settings.var)
    except OSError:
        raise StartupError(f"A process uses {settings.var} but does not answer yet. Try again in a moment") from None
    with contextlib.closing(transport):
        yield Connection(
            Client(transport, timeout=settings.call_timeout_seconds),
            lambda: [QueueStats(*stats) for stats in transport.figures()],
            transport.watch,
        )


def _embedded(installation: EmbeddedInstallation) -> Connection:
    def watch() -> Iterator[bytes]:
        raise StartupError("There are no events while Machinepark is not running. Start it first: machinepark up")

    return Connection(
        installation.client(), lambda: [QueueStats(*stats) for stats in installation.bus.figures()], watch
    )
