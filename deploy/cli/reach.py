"""How the command line reaches the house, whichever way it runs: as the broker user `ops`, or over the process' socket.

Where no embedded process runs, the services are started for a moment.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from deploy.run import access, lock, way
from deploy.run.embedded import Embedded, embedded
from deploy.run.peers import check_broker
from deploy.run.queues import figures_of, watch_events
from deploy.run.socket import SocketTransport
from deploy.run.trouble import Trouble
from deploy.run.way import Way
from services.chassis.bus import Client
from services.chassis.bus.amqp import AmqpTransport
from services.chassis.contract import Caller
from services.chassis.contract.caller import OPERATE, OPS
from services.chassis.settings import Settings
from services.identity.contracts import StaffRight

OPERATOR = Caller.operator(*StaffRight, OPERATE)


class Figures(NamedTuple):
    """How a queue is doing. `ready`: events that nobody has yet finished."""

    queue: str
    ready: int
    consumers: int


@dataclass(frozen=True, slots=True)
class Reached:
    """A running house. `watch` yields every event from now on, as it travels."""

    client: Client
    queues: Callable[[], list[Figures]]
    watch: Callable[[], Iterator[bytes]]


@contextlib.contextmanager
def house(settings: Settings) -> Iterator[Client]:
    """A client as `ops`."""
    with reach(settings) as reached:
        yield reached.client


@contextlib.contextmanager
def reach(settings: Settings) -> Iterator[Reached]:
    """The house, as it was started last. Raises Trouble where its broker is away."""
    if way.chosen(settings) is Way.FULL:
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
    """Where a user of the house finds the broker: as the last full start wrote down, else as the settings say."""
    kept = access.kept(settings.var)
    return kept.amqp_url(user) if kept else settings.amqp_url


@contextlib.contextmanager
def _full(settings: Settings) -> Iterator[Reached]:
    url = broker_url(settings, OPS)
    if not url:
        raise Trouble("MACHINEPARK_AMQP_URL is not set. Give amqp://ops:password@host:5672/vhost")
    check_broker(url)
    with contextlib.closing(AmqpTransport(url)) as transport:
        yield Reached(
            Client(transport),
            lambda: [Figures(*figures) for figures in figures_of(url)],
            lambda: watch_events(url),
        )


@contextlib.contextmanager
def _running(settings: Settings) -> Iterator[Reached]:
    try:
        transport = SocketTransport(settings.var)
    except OSError:
        raise Trouble(f"A process works with {settings.var}, but does not answer yet. Try again in a moment") from None
    with contextlib.closing(transport):
        yield Reached(Client(transport), lambda: [Figures(*one) for one in transport.figures()], transport.watch)


def _started(started: Embedded) -> Reached:
    def watch() -> Iterator[bytes]:
        raise Trouble("Nothing happens while Machinepark does not run. Start it first: machinepark up")

    return Reached(started.client(), lambda: [Figures(*one) for one in started.bus.figures()], watch)
