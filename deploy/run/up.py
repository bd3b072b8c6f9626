"""`machinepark up` without `--full`: the embedded installation with its HTTP server."""

import signal
import socket
import sys
from typing import Any

import eventlet

from deploy.run import cli_socket, metrics
from deploy.run.compression import Compression
from deploy.run.embedded import EmbeddedInstallation
from deploy.run.errors import port_error
from deploy.run.web_server import WebServer
from gateway import security
from gateway.app import create_app
from gateway.settings import Settings as GatewaySettings
from services.chassis.runtime.metrics import MetricsCollector


def listen(host: str, port: int) -> socket.socket:
    """Bind the HTTP port. Raises StartupError."""
    try:
        return eventlet.listen((host, port), reuse_port=False)  # type: ignore[no-any-return]
    except OSError as error:
        raise port_error(host, port, error, "make run") from None


def serve(installation: EmbeddedInstallation, listener: socket.socket, gateway_settings: GatewaySettings) -> None:
    """Serve HTTP, metrics and the command line's calls over a Unix socket until SIGTERM or SIGINT."""
    stopping = eventlet.event.Event()

    def stop(*_: Any) -> None:
        if not stopping.ready():
            stopping.send()

    for number in (signal.SIGTERM, signal.SIGINT):
        # in a green thread: a second signal cannot interrupt `stop` between its check and its send
        signal.signal(number, lambda *_: eventlet.spawn(stop))
    stop_metrics = metrics.serve(installation.settings, MetricsCollector(installation.process))
    app = create_app(gateway_settings, installation.gateway())
    web = WebServer(listener, Compression(app), security.headers(https=gateway_settings.secure_cookies))
    command_line = cli_socket.serve(installation.bus, installation.settings.var)
    stopping.wait()
    sys.stderr.write("\n")  # ends the line with "^C"
    web.stop()
    command_line.close()
    stop_metrics()
