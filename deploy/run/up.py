"""`machinepark up`: the embedded installation with its HTTP server."""

import signal
import socket
import sys
from typing import Any

import eventlet
import eventlet.wsgi

from deploy.run import metrics
from deploy.run import socket as door
from deploy.run.embedded import EmbeddedInstallation
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
    web = eventlet.spawn(
        eventlet.wsgi.server, listener, app, log_output=False, socket_timeout=60, debug=False, keepalive=15
    )
    command_line = door.serve(installation.bus, installation.settings.var)
    stopping.wait()
    sys.stderr.write("\n")
    web.kill()
    listener.close()
    command_line.close()
    stop_metrics()
