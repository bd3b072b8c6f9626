"""`machinepark up`: the embedded installation with its HTTP server."""

import signal
import socket
import sys
from typing import Any

import eventlet

from deploy.run import metrics
from deploy.run import socket as door
from deploy.run.compression import Compression
from deploy.run.embedded import EmbeddedInstallation
from deploy.run.web_server import WebServer
from gateway import security
from gateway.app import create_app
from gateway.settings import Settings as GatewaySettings
from services.chassis import observability
from services.chassis.runtime.metrics import MetricsCollector

log = observability.log()


class PortTaken(Exception):
    """The port is in use."""


def listen(host: str, port: int) -> socket.socket:
    """Bind the HTTP port. Raises PortTaken."""
    try:
        return eventlet.listen((host, port), reuse_port=False)  # type: ignore[no-any-return]
    except OSError as error:
        raise PortTaken(f"{host}:{port}") from error


def serve(installation: EmbeddedInstallation, listener: socket.socket, settings: GatewaySettings) -> None:
    """Serve HTTP and the command line until SIGTERM or SIGINT."""
    stopping = eventlet.event.Event()

    def stop(*_: Any) -> None:
        if not stopping.ready():
            stopping.send()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: eventlet.spawn(stop))
    stop_metrics = metrics.serve(installation.settings, MetricsCollector(installation.process))
    app = create_app(settings, installation.gateway())
    web = WebServer(listener, Compression(app), security.headers(https=settings.secure_cookies))
    command_line = door.serve(installation.bus, installation.settings.var)
    stopping.wait()
    sys.stderr.write("\n")
    web.stop()
    command_line.close()
    stop_metrics()
