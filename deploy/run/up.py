"""`machinepark up`: the embedded installation with its web address, until it is told to stop."""

import signal
import socket
import sys
from typing import Any

import eventlet
import eventlet.wsgi

from deploy.run import metrics
from deploy.run import socket as door
from deploy.run.embedded import Embedded
from gateway.app import create_app
from gateway.settings import Settings as GatewaySettings
from services.chassis import observability
from services.chassis.runtime.metrics import MetricsCollector

log = observability.log()


class PortTaken(Exception):
    """Another program listens there."""


def listen(host: str, port: int) -> socket.socket:
    """The web address, before anything is promised. Raises PortTaken."""
    try:
        return eventlet.listen((host, port), reuse_port=False)  # type: ignore[no-any-return]
    except OSError as error:
        raise PortTaken(f"{host}:{port}") from error


def serve(installation: Embedded, listener: socket.socket, settings: GatewaySettings) -> None:
    """Answer people and the command line until SIGTERM or SIGINT."""
    stopping = eventlet.event.Event()

    def stop(*_: Any) -> None:
        if not stopping.ready():
            stopping.send()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: eventlet.spawn(stop))
    stop_telling = metrics.serve(installation.settings, MetricsCollector(installation.process))
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
    stop_telling()
