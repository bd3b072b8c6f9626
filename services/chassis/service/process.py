"""A process of services: their runtimes and nameko containers, started and stopped together."""

import datetime as dt
import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nameko.constants import MAX_WORKERS_CONFIG_KEY
from nameko.containers import ServiceContainer

from services.chassis.bus import Transport
from services.chassis.service.claims import Claims
from services.chassis.service.copies import Fed
from services.chassis.service.loops import JOBS, RELAY, RETENTION, RETRIES
from services.chassis.service.migrations import migrate
from services.chassis.service.runtime import CONFIG_KEY, Runtime
from services.chassis.service.subscribers import subscriptions_of
from services.chassis.service.upkeep import LOOPS_KEY
from services.chassis.settings import Settings

CALLS, EVENTS = "calls", "events"
DOORS = frozenset({CALLS, EVENTS})
"""What a process of a service does: answer calls, take events, or both."""
ALL_LOOPS = frozenset({RELAY, RETRIES, JOBS, RETENTION})
"""What a service does by itself. Where nobody takes events, it only sends those of its own commits."""
LISTENED_FOR = 5.0
"""Seconds for which it is believed that somebody takes the events of a service."""
WORKERS = 20
EVENT_WORKERS, EVENT_WORKERS_APART = 2, 1
"""Events in hand at a moment: one can compute while the other waits for the database. With more, calls wait longer and
events are not done sooner. In a process apart they are not to take more than a core between them and the database."""


@dataclass(frozen=True, slots=True)
class ServiceParts:
    """What makes up a service: its two doors and its copies.

    `past(now)` tells which rows of its own tables need not be kept any longer: tables, each with a condition.
    `gives_way`: nobody waits for what it does most of the time; a process of its own lets others go first.
    """

    calls: type
    events: type
    copies: Mapping[str, Fed] = field(default_factory=dict)
    past: Callable[[dt.datetime], list[tuple[Any, Any]]] = lambda now: []
    gives_way: bool = False

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
        doors: frozenset[str] = DOORS,
    ) -> None:
        """`doors`: without one of them, another process of the same services has it."""
        house = house or services
        self._doors = doors
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
            if CALLS in self._doors:
                loops = frozenset() if EVENTS in self._doors else frozenset({RELAY})
                self._containers.append(ServiceContainer(parts.calls, config | {LOOPS_KEY: loops}))
            if EVENTS in self._doors:
                workers = EVENT_WORKERS if CALLS in self._doors else EVENT_WORKERS_APART
                events = config | {MAX_WORKERS_CONFIG_KEY: workers, LOOPS_KEY: ALL_LOOPS}
                self._containers.append(ServiceContainer(parts.events, events))
            else:
                self._look_after_events(parts)
        for container in self._containers:
            container.start()

    def _look_after_events(self, parts: ServiceParts) -> None:
        """The service is well only while another process takes its events."""
        runtime, own = self.runtimes[parts.name], subscriptions_of(parts.events)
        runtime.parts[EVENTS] = remembered(lambda: runtime.transport.is_listened_to(own), LISTENED_FOR)

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
            yield service, EVENTS if rest else CALLS, container._worker_pool.running(), container.max_workers

    def wait(self) -> None:
        """Until a container ends; raises what it ended with."""
        for container in self._containers:
            container.wait()


def remembered(look: Callable[[], bool], seconds: float) -> Callable[[], bool]:
    """`look`, whose answer is good for a while."""
    known, until = False, -math.inf

    def ask() -> bool:
        nonlocal known, until
        if time.monotonic() >= until:
            known, until = look(), time.monotonic() + seconds
        return known

    return ask
