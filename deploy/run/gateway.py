"""The gateway as a separate process on RabbitMQ: gunicorn with threads, without monkey-patching.

`machinepark serve gateway` executes `python -m deploy.run.gateway`.
"""

# fmt: off
import deploy.run.prometheus_multiprocess  # noqa: F401, I001  # before numbers are made
# fmt: on
import dataclasses
import os
import signal
import sys
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # has no types

from deploy.run import metrics
from deploy.run.broker_identity import check_broker_identity
from deploy.run.supervisor import ending_with, stop_with_supervisor
from deploy.run.errors import reported
from deploy.run.web_worker import Worker
from gateway import security
from gateway.app import create_app
from gateway.settings import read_settings
from services.chassis import observability
from services.chassis import settings as chassis_settings
from services.chassis.bus import Client
from services.chassis.bus.rabbitmq import AmqpTransport
from services.chassis.contract.caller import GATEWAY

WORKERS, THREADS = 2, 8
FINISH_SECONDS = 30


def threads() -> int:
    """Requests that a worker handles at the same time."""
    return int(os.environ.get("MACHINEPARK_WEB_THREADS", THREADS))


def application() -> Any:
    """The WSGI application for any threaded server. It connects to the broker, so create it after forking."""
    settings = chassis_settings.load()
    check_broker_identity(GATEWAY, settings)
    gateway_settings = dataclasses.replace(read_settings(), password_slots=max(1, threads() * 3 // 4))
    return create_app(gateway_settings, Client(AmqpTransport(settings.amqp_url), timeout=settings.call_timeout_seconds))


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn with the settings of the environment; each worker creates its application after the fork.

    A worker inherits the listening socket. If its parent is killed while it starts, it exits (`ending_with`), since it
    would block the port.
    """

    def load_config(self) -> None:
        self._parent = os.getpid()
        for name, value in self.options().items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        with ending_with(self._parent):
            return application()

    @staticmethod
    def options() -> dict[str, Any]:
        host, port = os.environ.get("MACHINEPARK_HOST", "127.0.0.1"), os.environ.get("MACHINEPARK_PORT", "8000")
        return {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "worker_class": Worker,
            "workers": int(os.environ.get("MACHINEPARK_WEB_WORKERS", WORKERS)),
            "threads": threads(),
            "graceful_timeout": FINISH_SECONDS,
            "keepalive": 15,
            "limit_request_line": 8190,
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
            "proc_name": "machinepark-gateway",
            "control_socket_disable": True,
            "child_exit": lambda _server, worker: metrics.forget(worker.pid),
        }


def main() -> None:
    observability.log_to_stderr(
        as_json=not sys.stderr.isatty(), level=os.environ.get("MACHINEPARK_LOG_LEVEL", "WARNING")
    )
    settings = chassis_settings.load()
    check_broker_identity(GATEWAY, settings)
    Worker.headers = security.headers(https=read_settings().secure_cookies)
    metrics.serve(settings)
    stop_with_supervisor(lambda: os.kill(os.getpid(), signal.SIGTERM))
    Server().run()


if __name__ == "__main__":
    with reported():
        main()
