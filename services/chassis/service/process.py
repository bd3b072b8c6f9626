"""A process of services: their runtimes and nameko containers, started and stopped together."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nameko.constants import MAX_WORKERS_CONFIG_KEY
from nameko.containers import ServiceContainer

from services.chassis.bus import Transport
from services.chassis.service.claims import Claims
from services.chassis.service.copies import Fed
from services.chassis.service.migrations import migrate
from services.chassis.service.runtime import CONFIG_KEY, Runtime
from services.chassis.service.subscribers import subscriptions_of
from services.chassis.settings import Settings

WORKERS = 20
EVENT_WORKERS = 4
"""Events in hand at a moment: enough to wait for the database side by side, and few for a call to wait behind."""


@dataclass(frozen=True, slots=True)
class ServiceParts:
    """What makes up a service: its two doors and its copies.

    `past(now)` tells which rows of its own tables need not be kept any longer: tables, each with a condition.
    """

    calls: type
    events: type
    copies: Mapping[str, Fed] = field(default_factory=dict)
    past: Callable[[dt.datetime], list[tuple[Any, Any]]] = lambda now: []

    @property
    def name(self) -> str:
        return str(self.calls.name)  # type: ignore[attr-defined]


class Process:
    """Some or all services of the house. `connect(user)` gives a transport for a broker user.

    `house` names every service of the installation, also those of other processes: events that one of them listens to
    are published as mandatory.
    """

    def __init__(
        self,
        settings: Settings,
        services: list[ServiceParts],
        connect: Callable[[str], Transport],
        house: list[ServiceParts] | None = None,
    ) -> None:
        house = house or services
        claims = Claims(frozenset(parts.name for parts in house), settings.shared_broker_user)
        self._services, self._house = services, house
        self.runtimes = {parts.name: Runtime(parts.name, settings, connect(parts.name), claims) for parts in services}
        for parts in services:
            self.runtimes[parts.name].copies.update(parts.copies)
            self.runtimes[parts.name].past = parts.past
        self._containers: list[ServiceContainer] = []

    def migrate(self, tell: Callable[[str], None] = lambda service: None) -> None:
        """Bring every database up to date; `tell` hears which one is being worked on."""
        for name, runtime in self.runtimes.items():
            if migrate(runtime.database, name):
                tell(name)

    def start(self) -> None:
        """Answer calls and listen. Queues are declared before anything is published."""
        subscriptions = [one for parts in self._house for one in subscriptions_of(parts.events)]
        for runtime in self.runtimes.values():
            own = [one for one in subscriptions if one.service.split(".")[0] == runtime.service]
            runtime.transport.declare(own)
        listened = {(one.source, one.event_type) for one in subscriptions}
        for parts in self._services:
            config = {
                CONFIG_KEY: self.runtimes,
                MAX_WORKERS_CONFIG_KEY: WORKERS,
                "HAS_LISTENER": lambda type_, name=parts.name: (name, type_) in listened,
            }
            events = config | {MAX_WORKERS_CONFIG_KEY: EVENT_WORKERS}
            self._containers += [ServiceContainer(parts.calls, config), ServiceContainer(parts.events, events)]
        for container in self._containers:
            container.start()

    def stop(self) -> None:
        """Finish what is in hand, then leave. Callers first, so that jobs can still be answered."""
        for container in reversed(self._containers):
            container.stop()
        self._containers = []
        for runtime in self.runtimes.values():
            runtime.close()

    def workers(self) -> Iterator[tuple[str, str, int, int]]:
        """Service, `calls` or `events`, how many of its workers are busy, and how many there are."""
        for container in self._containers:
            service, _, rest = container.service_name.partition(".")
            yield service, "events" if rest else "calls", container._worker_pool.running(), container.max_workers

    def wait(self) -> None:
        """Until a container ends; raises what it ended with."""
        for container in self._containers:
            container.wait()
