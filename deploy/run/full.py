"""The full way to run: a process per service and the gateway under gunicorn, on RabbitMQ and PostgreSQL.

`python -m deploy.run.full` is what `machinepark up --full` becomes.
"""

# fmt: off
import deploy.run.eventlet_import  # noqa: F401, I001  # before nameko is imported
# fmt: on
import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from deploy.demo.load import LOGINS, PASSWORD, load
from deploy.rabbitmq.rights import SERVICE_NAMES, USERS
from deploy.run import credentials as accesses
from deploy.run import broker, databases, lock, metrics, mode
from deploy.run.credentials import Credentials
from deploy.run.log_lines import Log
from deploy.run.secret_key import secret_key
from deploy.run.supervisor import Child, Supervisor, python
from deploy.run.errors import StartupError, reported
from services.chassis import observability
from services.chassis import settings as chassis_settings
from services.chassis.bus import Client
from services.chassis.bus.amqp import AmqpTransport
from services.chassis.contract import Caller, ContractError
from services.chassis.contract.caller import GATEWAY, OPS
from services.chassis.contract.builtin_operations import Health
from services.chassis.persistence.database import Database
from services.chassis.persistence.migrations import migrate
from services.chassis.settings import Settings

START_SECONDS = 60.0
PROCESSES = [*SERVICE_NAMES, GATEWAY]
"""In the order of the ports at which they tell their numbers."""
Tell = Callable[[str], None]


class Full:
    """The installation in many processes. `client(user)` calls into it."""

    def __init__(self, settings: Settings, access: Credentials, log: Log) -> None:
        self.settings, self.access, self.supervisor = settings, access, Supervisor(log)

    def client(self, user: str = OPS) -> Client:
        return Client(AmqpTransport(self.access.amqp_url(user)))

    def start(self, *, gateway: bool = True) -> None:
        """Services first, then the gateway. Returns when all are well; raises Trouble when one never is."""
        for service in SERVICE_NAMES:
            database = {"MACHINEPARK_DATABASE_URL": self.access.database_url(service)}
            command = python("deploy.cli.main", "serve", service)
            self.supervisor.start(Child(service, command, self._environment(service) | database))
        if gateway:
            key = os.environ.get("MACHINEPARK_SECRET_KEY") or secret_key(self.settings.var)
            environment = self._environment(GATEWAY) | {"MACHINEPARK_SECRET_KEY": key}
            self.supervisor.start(Child(GATEWAY, python("deploy.run.gateway"), environment, caller=True))
        self._await_services()

    def load_demo(self) -> None:
        """Made-up customers, unless they are there."""
        place = self.settings.var / mode.Mode.FULL
        place.mkdir(exist_ok=True)
        load(self.client(), place)

    def stop(self) -> None:
        """Not to be interrupted by a second Ctrl-C."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        self.supervisor.stop()

    def _environment(self, user: str) -> dict[str, str]:
        """What a process gets to know: nobody else's password."""
        kept_back = ("MACHINEPARK_DATABASE_URL", "MACHINEPARK_SECRET_KEY", metrics.PORT)
        base = self.settings.metrics_port
        own_port = {metrics.PORT: str(base + PROCESSES.index(user))} if base else {}
        return {name: value for name, value in os.environ.items() if name not in kept_back} | {
            "MACHINEPARK_AMQP_URL": self.access.amqp_url(user),
            "MACHINEPARK_SHARED_BROKER_USER": self.access.shared_broker_user,
            **own_port,
        }

    def _await_services(self) -> None:
        client, end, left = self.client(), time.monotonic() + START_SECONDS, list(SERVICE_NAMES)
        while left:
            left = [service for service in left if not _is_well(client, service)]
            if left and time.monotonic() > end:
                raise StartupError(f"These services did not become well in {START_SECONDS:.0f} s: {', '.join(left)}")


def prepare(settings: Settings, tell: Tell) -> Credentials:
    """Broker and databases made ready and up to date, and who gets in where written down. Raises Trouble."""
    access = accesses.load_or_create(settings.var, USERS, settings.amqp_url, settings.database_url)
    access = databases.prepare(broker.prepare(access, tell), tell)
    accesses.save(settings.var, access)
    mode.save(settings.var, mode.Mode.FULL)
    migrate_all(access, SERVICE_NAMES, tell)
    return access


def migrate_all(access: Credentials, services: list[str], tell: Tell) -> None:
    for service in services:
        database = Database(access.database_of(service))
        if migrate(database, service):
            tell(f"Database of {service} is up to date.")
        database.close()


def run(settings: Settings, host: str, port: int, *, demo: bool, tell: Tell) -> None:
    """Start everything and keep it running until SIGTERM or SIGINT. Raises Trouble, `lock.Held`."""
    os.umask(0o077)
    expect_free(host, port)
    metrics.expect_free(settings, len(PROCESSES))
    with contextlib.suppress(KeyboardInterrupt), _stopped_by_signal(), lock.hold(settings.var):
        full = Full(settings, prepare(settings, tell), Log(["run", *SERVICE_NAMES, GATEWAY]))
        try:
            full.start()
            if demo:
                full.load_demo()
            _welcome(tell, host, port, demo=demo)
            while True:
                signal.pause()
        finally:
            tell("\nStopping ...")
            full.stop()
    tell("Machinepark stopped.")


def load_demo(settings: Settings, tell: Tell) -> None:
    """Start the services for a moment, and have them make the demo's customers. Raises Trouble, `lock.Held`."""
    with _stopped_by_signal(), lock.hold(settings.var):
        full = Full(settings, prepare(settings, tell), Log(["run", *SERVICE_NAMES]))
        try:
            full.start(gateway=False)
            full.load_demo()
        finally:
            full.stop()


def expect_free(host: str, port: int) -> None:
    """Raises Trouble where another program listens."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host, port), family=family):
            pass
    except OSError:
        raise StartupError(
            f"Port {port} is in use. Choose another one: MACHINEPARK_PORT={port + 1} make run-full"
        ) from None


def _is_well(client: Client, service: str) -> bool:
    try:
        return bool(client.call(Health, Caller.visitor(), service=service, timeout=2.0)["well"])
    except ContractError:
        return False


def _welcome(tell: Tell, host: str, port: int, *, demo: bool) -> None:
    tell(f"\nMachinepark runs at http://{host}:{port}, with a process for each service")
    if demo:
        for email, who in LOGINS:
            tell(f"  {email:28} {PASSWORD:20} {who}")
        tell(f"  Mails are shown at http://{host}:{port}/mailbox")
    tell("Stop it with Ctrl-C.")


@contextlib.contextmanager
def _stopped_by_signal() -> Iterator[None]:
    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    yield


def _tell(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def main() -> None:
    """As `machinepark up --full` left it in the environment."""
    observability.log_to_stderr(
        as_json=not sys.stderr.isatty(), level=os.environ.get("MACHINEPARK_LOG_LEVEL", "WARNING")
    )
    settings = chassis_settings.load()
    if sys.argv[1:] == ["load-demo"]:
        load_demo(settings, _tell)
        return
    host, port = os.environ["MACHINEPARK_HOST"], int(os.environ["MACHINEPARK_PORT"])
    run(settings, host, port, demo=settings.demo, tell=_tell)


if __name__ == "__main__":
    with reported():
        main()
