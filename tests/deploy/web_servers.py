"""Runs the gateway behind one of the two HTTP servers, without services: `python -m tests.deploy.web_servers KIND`.

Prints its port, and serves until SIGTERM. `/slow` answers after the client knows that the request arrived.
"""

# fmt: off
import sys  # noqa: I001  # monkey-patching is first
if sys.argv[1:2] == ["embedded"]:
    import deploy.run.monkeypatch  # noqa: F401
# fmt: on
import os
import time
from typing import Any

from flask import Flask, request

from gateway import security
from gateway.app import create_app
from gateway.guards import open_to_all
from gateway.settings import Settings
from services.chassis import observability
from services.chassis.bus import Client
from services.chassis.bus.inprocess import InProcessBus


def application() -> Flask:
    app = create_app(
        Settings(secret_key="x" * 40, secure_cookies=False, demo=True), Client(InProcessBus().connect("gateway"))
    )

    @app.get("/slow")
    @open_to_all
    def slow() -> str:
        sys.stdout.write("arrived\n")
        sys.stdout.flush()
        time.sleep(1)
        return "answered"

    @app.post("/echo")
    @app.extensions["csrf"].exempt
    @open_to_all
    def echo() -> str:
        return request.get_data(as_text=True)

    return app


def run_gunicorn(port: int) -> None:
    from deploy.run import gateway, web_worker

    class Server(gateway.Server):
        def load(self) -> Any:
            return application()

    os.environ["MACHINEPARK_PORT"] = str(port)
    web_worker.Worker.headers = security.headers(https=False)
    Server().run()


def run_embedded(port: int) -> None:
    import signal

    import eventlet

    from deploy.run.compression import Compression
    from deploy.run.web_server import WebServer

    stopping = eventlet.event.Event()
    signal.signal(signal.SIGTERM, lambda *_: eventlet.spawn(stopping.send))
    web = WebServer(
        eventlet.listen(("127.0.0.1", port), reuse_port=False),
        Compression(application()),
        security.headers(https=False),
    )
    stopping.wait()
    web.stop()


if __name__ == "__main__":
    observability.log_to_stderr(as_json=True, level="ERROR")
    {"embedded": run_embedded, "gunicorn": run_gunicorn}[sys.argv[1]](int(sys.argv[2]))
