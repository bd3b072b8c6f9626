"""A process of services: their runtimes and nameko containers, started and stopped together."""

import math
import time
from collections.abc import Callable, Iterator, Sequence

from nameko.constants import MAX_WORKERS_CONFIG_KEY
from nameko.containers import ServiceContainer

from services.chassis.bus import Transport
from services.chassis.persistence.loops import JOBS, RELAY, RETENTION, RETRIES
from services.chassis.runtime.background_tasks import LOOPS_KEY
from services.chassis.runtime.claims import Claims
from services.chassis.runtime.definition import ServiceDefinition
from services.chassis.runtime.operations import hourly_limits_of
from services.chassis.runtime.runtime import CONFIG_KEY, WORKERS, Runtime
from services.chassis.runtime.subscribers import subscriptions_of
from services.chassis.runtime.upgrade import upgrade
from services.chassis.settings import Settings, WrongSetting

CALLS, EVENTS = "calls", "events"
ENTRYPOINTS = frozenset({CALLS, EVENTS})
"""Entrypoints a process can run: answer calls, consume events, or both."""
ALL_LOOPS = frozenset({RELAY, RETRIES, JOBS, RETENTION})
"""The loops of a process that consumes events. A process for calls alone only relays the events of its commits."""
CONSUMER_CHECK_SECONDS = 5.0
"""How long a check that another process consumes a service's events stays valid."""
EVENT_WORKERS, EVENT_WORKERS_SEPARATE = 2, 1
"""Events handled at the same time: one computes while the other waits for the database. More would slow calls down and
finish no event sooner. A process for events alone uses one, so that it and the database take one core between them."""


class Process:
    """Some or all services of the installation. `connect(user)` gives a transport for a broker user.

    `all_services` names every service of the installation, also those of other processes: an event that one of them
    subscribes to is published as mandatory.
    """

    def __init__(
        self,
        settings: Settings,
        services: list[ServiceDefinition],
        connect: Callable[[str], Transport],
        all_services: list[ServiceDefinition] | None = None,
        entrypoints: frozenset[str] = ENTRYPOINTS,
    ) -> None:
        """`entrypoints`: an entrypoint that is left out belongs to another process of the same services."""
        all_services = all_services or services
        _check_hourly_limits(settings, all_services)
        _check_retention_periods(settings, all_services)
        self._entrypoints = entrypoints
        claims = Claims(frozenset(service.name for service in all_services), settings.shared_broker_user)
        self._services, self._all_services = services, all_services
        self.runtimes = {
            service.name: Runtime(service.name, settings, connect(service.name), claims, computes=service.computes)
            for service in services
        }
        for service in services:
            self.runtimes[service.name].definition = service
            self.runtimes[service.name].projections = {spec.event.type: spec for spec in service.projections}
        self._containers: list[ServiceContainer] = []

    def migrate(self, on_migrated: Callable[[str], None] = lambda service: None) -> None:
        """Migrate every database; `on_migrated` is called with each service whose database changed."""
        for service in self._services:
            database = self.runtimes[service.name].database
            if upgrade(database, service.name, service.projections, service.startup_commands):
                on_migrated(service.name)

    def start(self) -> None:
        """Answer calls and consume events. Queues are declared before anything is published."""
        subscriptions = [
            subscription for service in self._all_services for subscription in subscriptions_of(service.events)
        ]
        for runtime in self.runtimes.values():
            own = [queue for queue in subscriptions if queue.service.split(".")[0] == runtime.service]
            runtime.transport.declare(own)
        subscribed = {(subscription.source, subscription.event_type) for subscription in subscriptions}
        for service in self._services:
            config = {
                CONFIG_KEY: self.runtimes,
                MAX_WORKERS_CONFIG_KEY: WORKERS + self.runtimes[service.name].cpu_slots.queue.limit,
                "HAS_LISTENER": lambda type_, name=service.name: (name, type_) in subscribed,
            }
            if CALLS in self._entrypoints:
                loops = frozenset() if EVENTS in self._entrypoints else frozenset({RELAY})
                self._containers.append(ServiceContainer(service.calls, config | {LOOPS_KEY: loops}))
            if EVENTS in self._entrypoints:
                workers = EVENT_WORKERS if CALLS in self._entrypoints else EVENT_WORKERS_SEPARATE
                events = config | {MAX_WORKERS_CONFIG_KEY: workers, LOOPS_KEY: ALL_LOOPS}
                self._containers.append(ServiceContainer(service.events, events))
            else:
                self._check_event_consumers(service)
        for container in self._containers:
            container.start()

    def _check_event_consumers(self, service: ServiceDefinition) -> None:
        """The service is healthy only while another process consumes its events."""
        runtime, own = self.runtimes[service.name], subscriptions_of(service.events)
        runtime.health_checks[EVENTS] = cached(lambda: runtime.transport.has_consumers(own), CONSUMER_CHECK_SECONDS)

    def stop(self) -> None:
        """Finish running work, then stop. Event containers stop first, so that their jobs can still call."""
        for container in reversed(self._containers):
            container.stop()
        self._containers = []
        for runtime in self.runtimes.values():
            runtime.close()

    def workers(self) -> Iterator[tuple[str, str, int, int]]:
        """Per container: service, entrypoint (`calls` or `events`), busy workers, maximum of workers."""
        for container in self._containers:
            service, _, rest = container.service_name.partition(".")
            if rest:
                yield service, EVENTS, container._worker_pool.running(), container.max_workers
            else:
                yield service, CALLS, WORKERS - self.runtimes[service].workers.balance, WORKERS

    def wait(self) -> None:
        """Return when a container ends; raises its exception."""
        for container in self._containers:
            container.wait()


def _check_hourly_limits(settings: Settings, services: Sequence[ServiceDefinition]) -> None:
    """Raises WrongSetting for a limit of an operation that has none."""
    known = sorted(name for service in services for name in hourly_limits_of(service.calls))
    if unknown := settings.hourly_limits.keys() - known:
        sentence = f"{', '.join(sorted(unknown))} has no limit per hour; choose from {', '.join(known)}"
        raise WrongSetting("MACHINEPARK_HOURLY_LIMITS", sentence)


def _check_retention_periods(settings: Settings, services: Sequence[ServiceDefinition]) -> None:
    """Raises WrongSetting for the period of something that has no rule."""
    known = sorted({rule.name for service in services for rule in service.retention_rules})
    if unknown := settings.retention_days.keys() - known:
        sentence = f"{', '.join(sorted(unknown))} has no retention period; choose from {', '.join(known)}"
        raise WrongSetting("MACHINEPARK_RETENTION_DAYS", sentence)


def cached(check: Callable[[], bool], seconds: float) -> Callable[[], bool]:
    """`check`, whose result is reused for some seconds."""
    result, until = False, -math.inf

    def cached_check() -> bool:
        nonlocal result, until
        if time.monotonic() >= until:
            result, until = check(), time.monotonic() + seconds
        return result

    return cached_check
