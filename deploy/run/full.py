"""The full mode: a process per service and the gateway under gunicorn, on RabbitMQ and PostgreSQL.

`machinepark up --full` executes `python -m deploy.run.full`.
"""

# fmt: off
import deploy.run.eventlet_import  # noqa: F401, I001  # before nameko is imported
# fmt: on
import contextlib
import os
import re
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from deploy.demo.load import LOGINS, PASSWORD, load
from deploy.rabbitmq.rights import SERVICE_NAMES, USERS
from deploy.run.credentials import Credentials, load_or_create, save
from deploy.run import broker, databases, lock, metrics, mode
from deploy.run.log_lines import Log
from deploy.run.secret_key import secret_key
from deploy.run.services import SERVICES
from deploy.run.supervisor import Child, Supervisor, python
from deploy.run.errors import StartupError, port_error, reported
from services.chassis import observability
from services.chassis import settings as chassis_settings
from services.chassis.bus import Client
from services.chassis.bus.rabbitmq import AmqpTransport
from services.chassis.contract import Caller, ContractError
from services.chassis.contract.caller import GATEWAY, OPS
from services.chassis.contract.builtin_operations import Health
from services.chassis.persistence.database import Database
from services.chassis.runtime.upgrade import upgrade
from services.chassis.settings import Settings

START_SECONDS = 60.0
PROCESSES = [*SERVICE_NAMES, GATEWAY]
_SECRET = re.compile("MACHINEPARK_((AMQP|DATABASE)_PASSWORD|PASSWORD_[A-Z]+|SECRET_KEY)(_FILE)?$")
"""The process at index i has the metrics port MACHINEPARK_METRICS_PORT + i."""
Report = Callable[[str], None]
"""Displays a line to the operator."""


class FullInstallation:
    """An installation of several processes."""

    def __init__(self, settings: Settings, credentials: Credentials, log: Log) -> None:
        self.settings, self.credentials, self.supervisor = settings, credentials, Supervisor(log)

    def client(self, user: str = OPS) -> Client:
        """A bus client that logs in to the broker as this user."""
        return Client(AmqpTransport(self.credentials.amqp_url(user)), timeout=self.settings.call_timeout_seconds)

    def start(self, *, gateway: bool = True) -> None:
        """Start the services, then the gateway, and wait until all services are healthy.

        Raises StartupError after START_SECONDS.
        """
        for service in SERVICE_NAMES:
            database = {"MACHINEPARK_DATABASE_URL": self.credentials.database_url(service)}
            command = python("deploy.cli.main", "serve", service)
            self.supervisor.start(Child(service, command, self._environment(service) | database))
        if gateway:
            key = chassis_settings.secret("SECRET_KEY") or secret_key(self.settings.var)
            environment = self._environment(GATEWAY) | {"MACHINEPARK_SECRET_KEY": key}
            self.supervisor.start(Child(GATEWAY, python("deploy.run.gateway"), environment, caller=True))
        self._await_services()

    def load_demo(self) -> None:
        """Load the demo data unless it has been loaded."""
        folder = self.settings.var / mode.Mode.FULL
        folder.mkdir(exist_ok=True)
        load(self.client(), folder)

    def stop(self) -> None:
        """Stop all processes. Further signals, as by a second Ctrl-C, are ignored."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        self.supervisor.stop()

    def _environment(self, user: str) -> dict[str, str]:
        """The environment of a process, without the passwords of the others."""
        excluded = ("MACHINEPARK_DATABASE_URL", metrics.PORT)
        base = self.settings.metrics_port
        own_port = {metrics.PORT: str(base + PROCESSES.index(user))} if base else {}
        kept = {name: value for name, value in os.environ.items() if name not in excluded and not _SECRET.match(name)}
        return kept | {
            "MACHINEPARK_AMQP_URL": self.credentials.amqp_url(user),
            "MACHINEPARK_SHARED_BROKER_USER": self.credentials.shared_broker_user,
            **own_port,
        }

    def _await_services(self) -> None:
        client, deadline, pending = self.client(), time.monotonic() + START_SECONDS, list(SERVICE_NAMES)
        while pending:
            pending = [service for service in pending if not _is_healthy(client, service)]
            if pending and time.monotonic() > deadline:
                raise StartupError(f"These services were not healthy after {START_SECONDS:.0f} s: {', '.join(pending)}")


def prepare(settings: Settings, report: Report) -> Credentials:
    """Prepare broker and databases, run the migrations and store the credentials. Raises StartupError."""
    credentials = load_or_create(settings.var, USERS, settings.amqp_url, settings.database_url)
    credentials = databases.prepare(broker.prepare(credentials, report), report)
    save(settings.var, credentials)
    mode.save(settings.var, mode.Mode.FULL)
    migrate_all(credentials, SERVICE_NAMES, report)
    return credentials


def migrate_all(credentials: Credentials, services: list[str], report: Report) -> None:
    for definition in (definition for definition in SERVICES if definition.name in services):
        database = Database(credentials.database_of(definition.name))
        if upgrade(database, definition.name, definition.projections, definition.startup_commands):
            report(f"Database of {definition.name} is up to date.")
        database.close()


def run(settings: Settings, host: str, port: int, *, demo: bool, report: Report) -> None:
    """Run the installation until SIGTERM or SIGINT. Raises StartupError, or `lock.Held` if one runs."""
    os.umask(0o077)
    expect_free(host, port)
    metrics.expect_free(settings, len(PROCESSES))
    with contextlib.suppress(KeyboardInterrupt), _stopped_by_signal(), lock.hold(settings.var):
        full = FullInstallation(settings, prepare(settings, report), Log(["run", *SERVICE_NAMES, GATEWAY]))
        try:
            full.start()
            if demo:
                full.load_demo()
            _report_address(report, host, port, demo=demo)
            while True:
                signal.pause()
        finally:
            report("\nStopping ...")
            full.stop()
    report("Machinepark stopped.")


def load_demo(settings: Settings, report: Report) -> None:
    """Start the services, load the demo data, stop the services. Raises StartupError, or `lock.Held` if one runs."""
    with _stopped_by_signal(), lock.hold(settings.var):
        full = FullInstallation(settings, prepare(settings, report), Log(["run", *SERVICE_NAMES]))
        try:
            full.start(gateway=False)
            full.load_demo()
        finally:
            full.stop()


def expect_free(host: str, port: int) -> None:
    """Raises StartupError if the port cannot be bound."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host, port), family=family):
            pass
    except OSError as error:
        raise port_error(host, port, error, "make run-full") from None


def _is_healthy(client: Client, service: str) -> bool:
    try:
        return bool(client.call(Health, Caller.visitor(), service=service, timeout=2.0)["healthy"])
    except ContractError:
        return False


def _report_address(report: Report, host: str, port: int, *, demo: bool) -> None:
    report(f"\nMachinepark runs at http://{host}:{port}, with one process per service")
    if demo:
        for email, description in LOGINS:
            report(f"  {email:28} {PASSWORD:20} {description}")
        report(f"  Mails are shown at http://{host}:{port}/mailbox")
    report("Stop it with Ctrl-C.")


@contextlib.contextmanager
def _stopped_by_signal() -> Iterator[None]:
    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    yield


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Run the installation, or with the argument `load-demo` only load the demo data.

    Host and port are read from the environment, as set by `machinepark up --full`.
    """
    observability.log_to_stderr(
        as_json=not sys.stderr.isatty(), level=os.environ.get("MACHINEPARK_LOG_LEVEL", "WARNING")
    )
    settings = chassis_settings.load()
    if sys.argv[1:] == ["load-demo"]:
        load_demo(settings, _print)
        return
    host, port = os.environ["MACHINEPARK_HOST"], int(os.environ["MACHINEPARK_PORT"])
    run(settings, host, port, demo=settings.demo, report=_print)


if __name__ == "__main__":
    with reported():
        main()
