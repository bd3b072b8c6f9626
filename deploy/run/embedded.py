"""The embedded mode: all services and the gateway in one process, with an in-process bus and SQLite in `var/`."""

import contextlib
import os
import time
from collections.abc import Callable, Iterator

from deploy.run import lock
from deploy.run.services import SERVICES
from services.chassis.bus import Client
from services.chassis.bus.inprocess import InProcessBus
from services.chassis.messaging.relay import has_unsent_events
from services.chassis.runtime.claims import GATEWAY, OPS
from services.chassis.runtime.process import Process
from services.chassis.settings import Settings

DRAIN_SECONDS = 30.0


class EmbeddedInstallation:
    """An installation in one process. `client(user)` returns a bus client."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.bus = settings, InProcessBus()
        self.process = Process(settings, SERVICES, self.bus.connect)

    def client(self, user: str = OPS) -> Client:
        return Client(self.bus.connect(user), timeout=self.settings.call_timeout_seconds)

    def gateway(self) -> Client:
        return self.client(GATEWAY)

    def drain(self) -> None:
        """Wait until all outboxes are empty, at most DRAIN_SECONDS."""
        deadline = time.monotonic() + DRAIN_SECONDS
        while time.monotonic() < deadline and any(
            has_unsent_events(runtime.database) for runtime in self.process.runtimes.values()
        ):
            time.sleep(0.05)


@contextlib.contextmanager
def embedded(
    settings: Settings, on_migrated: Callable[[str], None] = lambda service: None
) -> Iterator[EmbeddedInstallation]:
    """Migrate and start all services, without the gateway, and stop them at the end. Raises `lock.Held`.

    `on_migrated` is called with the name of each service whose database changed.
    """
    os.umask(0o077)  # files in `var` are private to their owner
    with lock.hold(settings.var):
        installation = EmbeddedInstallation(settings)
        installation.process.migrate(on_migrated)
        installation.process.start()
        try:
            yield installation
        finally:
            installation.process.stop()
