"""Numbers for Prometheus, on a listener of their own: never on the port where customers come."""

import os
import socket
from collections.abc import Callable
from typing import Any

from prometheus_client import REGISTRY, CollectorRegistry, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from deploy.run.errors import StartupError
from services.chassis.settings import Settings

PORT, HOST = "MACHINEPARK_METRICS_PORT", "MACHINEPARK_METRICS_HOST"
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Where several processes share their numbers; `deploy.run.prometheus_multiprocess` sets it, which therefore is not
imported here."""


def serve(settings: Settings, *collectors: Any) -> Callable[[], None]:
    """Answer `GET /metrics` from now on; gives what ends it. Does nothing where no port is set. Raises Trouble.

    On green threads where `eventlet.monkey_patch()` ran, else on real ones. Numbers of forked processes are in it where
    `deploy.run.prometheus_multiprocess` was imported first.
    """
    if not settings.metrics_port:
        return lambda: None
    registry = REGISTRY
    if FOLDER in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    for collector in collectors:
        registry.register(collector)
    try:
        server, _ = start_http_server(settings.metrics_port, settings.metrics_host, registry)
    except OSError as error:
        raise _taken(settings.metrics_host, settings.metrics_port, error) from None

    def stop() -> None:
        server.shutdown()
        server.server_close()

    return stop


def expect_free(settings: Settings, count: int) -> None:
    """Raises Trouble where another program listens at one of the ports of so many processes."""
    for port in range(settings.metrics_port, settings.metrics_port + count) if settings.metrics_port else ():
        family = socket.AF_INET6 if ":" in settings.metrics_host else socket.AF_INET
        try:
            socket.create_server((settings.metrics_host, port), family=family).close()
        except OSError as error:
            raise _taken(settings.metrics_host, port, error) from None


def forget(pid: int) -> None:
    """A forked process has ended: what it had in hand is counted no more."""
    if FOLDER in os.environ:
        mark_process_dead(pid)  # type: ignore[no-untyped-call]


def _taken(host: str, port: int, error: OSError) -> StartupError:
    reason = error.strerror or str(error)
    return StartupError(f"Numbers cannot be served at {host}:{port} ({reason}). Give another {PORT}, or another {HOST}")
