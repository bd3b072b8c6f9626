"""Prometheus metrics, on a separate listener and never on the public port."""

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
"""The folder of prometheus_client's multiprocess mode. `deploy.run.prometheus_multiprocess` sets it and must be
imported first, therefore not here."""


def serve(settings: Settings, *collectors: Any) -> Callable[[], None]:
    """Serve `GET /metrics` if a port is set, and return a function that stops it. Raises StartupError.

    Runs in a green thread after `eventlet.monkey_patch()`, else in a real one. Metrics of forked processes are included
    if `deploy.run.prometheus_multiprocess` was imported first.
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
        raise _port_error(settings.metrics_host, settings.metrics_port, error) from None

    def stop() -> None:
        server.shutdown()
        server.server_close()

    return stop


def expect_free(settings: Settings, count: int) -> None:
    """Raises StartupError if one of `count` consecutive metrics ports is in use."""
    for port in range(settings.metrics_port, settings.metrics_port + count) if settings.metrics_port else ():
        family = socket.AF_INET6 if ":" in settings.metrics_host else socket.AF_INET
        try:
            socket.create_server((settings.metrics_host, port), family=family).close()
        except OSError as error:
            raise _port_error(settings.metrics_host, port, error) from None


def forget(pid: int) -> None:
    """Remove the live gauges of a forked process that has ended."""
    if FOLDER in os.environ:
        mark_process_dead(pid)  # type: ignore[no-untyped-call]


def _port_error(host: str, port: int, error: OSError) -> StartupError:
    reason = error.strerror or str(error)
    return StartupError(f"Metrics cannot be served at {host}:{port} ({reason}). Set another {PORT} or {HOST}")
