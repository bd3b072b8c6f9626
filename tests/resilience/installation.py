"""Full mode with a private broker and a private database server, all of which can be stopped."""

import contextlib
import json
import os
import secrets
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from base_installation import BaseInstallation
from eventually import eventually
from parts import Part, Parts
from private_servers import PrivatePostgreSQL, PrivateRabbitMQ, free_port, skip_unless_installed
from seed import seed_installation
from sqlalchemy import create_engine, select

from deploy.rabbitmq.rights import SERVICE_NAMES
from deploy.run import credentials
from services.chassis.bus import Client
from services.chassis.bus.rabbitmq import AmqpTransport
from services.chassis.contract import Caller, ContractError
from services.chassis.contract.builtin_operations import Health
from services.chassis.contract.caller import GATEWAY, OPS
from services.chassis.persistence.tables import outbox

NEXT = {"MACHINEPARK_TEST_NEXT": "1"}


class Installation(BaseInstallation):
    """A process for each service and the gateway."""

    def __init__(
        self, folder: Path, broker: PrivateRabbitMQ, database: PrivatePostgreSQL, seed: str = "", port: int = 0
    ) -> None:
        """`port`: of a proxy to the broker, if the processes use one."""
        super().__init__(folder)
        self.broker, self.database, self.port = broker, database, free_port()
        self._broker_port, self._transports = port or broker.port, list[AmqpTransport]()
        self.url = f"http://127.0.0.1:{self.port}"
        (folder / "var").mkdir()
        self._own = {
            "MACHINEPARK_VAR": str(folder / "var"),
            "MACHINEPARK_AMQP_URL": broker.url.rstrip("/"),
            "MACHINEPARK_DATABASE_URL": f"postgresql://postgres@127.0.0.1:{database.port}/machinepark_{{service}}",
            "MACHINEPARK_PORT": str(self.port),
            "MACHINEPARK_CLOCK_FILE": str(folder / "clock"),
            "MACHINEPARK_DEMO": "true",
            "MACHINEPARK_LOG_LEVEL": "INFO",
            "MACHINEPARK_LOW_PRIORITY": "false",  # mails are sent on a busy machine as well
            "MACHINEPARK_TEST_SEED": seed,
        }
        prepared = self.run("migrate", "--prepare")
        assert prepared.returncode == 0, prepared.stderr
        self.access = _saved_credentials(folder / "var")
        key = {"MACHINEPARK_SECRET_KEY": secrets.token_hex(32)}
        services = [Part(name, self._environment(name), folder) for name in SERVICE_NAMES]
        self.parts = Parts([*services, Part(GATEWAY, self._environment(GATEWAY) | key, folder)], folder)

    def start(self) -> None:
        """Returns when every part is healthy."""
        self.parts.start()
        self.ops = Client(self.transport(OPS), timeout=20)
        eventually(self.is_healthy, within=300)
        self.seed_data = seed_installation(self.ops)

    def end(self) -> None:
        for transport in self._transports:
            transport.close()
        self.parts.end()

    def is_healthy(self, *names: str) -> bool:
        if GATEWAY in (names or (GATEWAY,)):
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2):
                    pass
            except OSError:
                return False
        return all(self._answers(name) for name in (names or SERVICE_NAMES) if name != GATEWAY)

    def _answers(self, service: str) -> bool:
        try:
            return bool(self.ops.call(Health, Caller.visitor(), service=service, timeout=2.0)["healthy"])
        except ContractError:
            return False

    def start_next_version(self, service: str) -> Part:
        """Start a further process of a service, with a later version of its contracts."""
        part = Part(service, self._environment(service) | NEXT, self.folder)
        self.parts.add(f"{service} of the next version", part)
        return part

    def transport(self, user: str) -> AmqpTransport:
        """A transport of a broker user, closed with the installation."""
        self._transports.append(AmqpTransport(self._amqp_url(user)))
        return self._transports[-1]

    def recorded(self, service: str, type_: str) -> list[str]:
        """The events of a type in a service's outbox, oldest first."""
        engine = create_engine(self.access.database_of(service).replace("postgresql:", "postgresql+psycopg2:"))
        with engine.connect() as connection:
            found = select(outbox.c.body).where(outbox.c.type == type_).order_by(outbox.c.id)
            bodies = [json.dumps(body) for body in connection.scalars(found)]
        engine.dispose()
        return bodies

    @property
    def environment(self) -> dict[str, str]:
        """The environment of commands."""
        return _outer() | self.broker.environment | self._own

    def log_of(self, part: str) -> str:
        return (self.folder / f"{part}.log").read_text(errors="replace")

    def _amqp_url(self, user: str) -> str:
        return self.access.amqp_url(user).replace(f":{self.broker.port}/", f":{self._broker_port}/")

    def _environment(self, user: str) -> dict[str, str]:
        shared_settings = {"MACHINEPARK_SHARED_BROKER_USER": self.access.shared_broker_user}
        part_settings = {"MACHINEPARK_AMQP_URL": self._amqp_url(user)}
        if user in SERVICE_NAMES:
            part_settings["MACHINEPARK_DATABASE_URL"] = self.access.database_url(user)
        return _outer() | self._own | shared_settings | part_settings


def _outer() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("MACHINEPARK_")}


def _saved_credentials(var: Path) -> credentials.Credentials:
    saved = credentials.saved(var)
    assert saved is not None
    return saved


@contextlib.contextmanager
def running(
    folder: Path, seed: str = "", *, broker: PrivateRabbitMQ | None = None, port: int = 0
) -> Iterator[Installation]:
    """A healthy installation; skips where its servers are not installed. A given `broker` is already running."""
    skip_unless_installed(PrivateRabbitMQ, PrivatePostgreSQL)
    given_broker, broker, database = broker, broker or PrivateRabbitMQ(), PrivatePostgreSQL()
    try:
        if given_broker is None:
            broker.start()
        database.start()
        installation = Installation(folder, broker, database, seed, port)
        try:
            installation.start()
            yield installation
        finally:
            installation.end()
    finally:
        broker.remove()
        database.remove()
