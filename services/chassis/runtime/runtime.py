"""The resources of a service in a process: database, transport, clock, client."""

from collections.abc import Callable
from typing import Any, cast
from zoneinfo import ZoneInfo

from eventlet.semaphore import Semaphore
from nameko.extensions import DependencyProvider, SharedExtension

from services.chassis.bus import Client, Transport
from services.chassis.bus.local_sender import LocalSender
from services.chassis.contract import Caller
from services.chassis.messaging.projections import ProjectionSpec
from services.chassis.persistence.clock import Clock
from services.chassis.persistence.database import Database
from services.chassis.runtime.claims import Claims
from services.chassis.runtime.cpu_slots import CpuSlots
from services.chassis.runtime.definition import ServiceDefinition
from services.chassis.settings import Settings

CONFIG_KEY = "RUNTIMES"
WORKERS = 20
"""Calls of a service that are executed at the same time. Those in `cpu_slots` do not count."""


class Runtime:
    """A service's resources in this process, shared by its containers for calls and for events.

    `in_threads` counts blocking functions in OS threads; functions that compute wait for `cpu_slots`, if the service
    has workers for that (`computes`).
    """

    def __init__(
        self, service: str, settings: Settings, transport: Transport, claims: Claims, *, computes: bool = False
    ) -> None:
        self.service, self.settings, self.transport, self.claims = service, settings, transport, claims
        self.database = Database(settings.database_of(service))
        self.clock = Clock(settings.clock_file, ZoneInfo(settings.time_zone))
        self.local_sender = LocalSender(service, transport)
        self.client = Client(self.local_sender, timeout=settings.call_timeout_seconds)
        self.caller = Caller.service(service)
        self.in_threads = 0
        self.cpu_slots = CpuSlots(can_wait=computes)
        self.workers = Semaphore(WORKERS)
        self.definition: ServiceDefinition
        self.projections: dict[str, ProjectionSpec] = {}
        self.health_checks: dict[str, Callable[[], bool]] = {"database": self.database.ping}

    def close(self) -> None:
        self.transport.close()
        self.database.close()


class RuntimeExtension(SharedExtension):  # type: ignore[misc]  # nameko has no types
    """The runtime of an entrypoint's service; that of the container `fleet.subscriptions` is `fleet`'s."""

    runtime: Runtime

    def setup(self) -> None:
        name = self.container.service_name.split(".")[0]
        self.runtime = cast(Runtime, self.container.config[CONFIG_KEY][name])


class SettingsProvider(DependencyProvider):  # type: ignore[misc]  # nameko has no types
    """`settings = SettingsProvider()` in a nameko class injects the settings of this process."""

    runtime_extension = RuntimeExtension()

    def get_dependency(self, worker_ctx: Any) -> Settings:
        return self.runtime_extension.runtime.settings
