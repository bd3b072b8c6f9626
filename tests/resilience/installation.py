"""An installation on a broker and a database server of its own, all of which can be broken."""

import contextlib
import json
import os
import secrets
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from breakable import Breakable
from eventually import eventually
from parts import Part, Parts
from private_servers import PrivatePostgreSQL, PrivateRabbitMQ, free_port, need
from seed import settle_town
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


class Installation(Breakable):
    """Full mode, a process for each part. `town` is who lives in it."""

    def __init__(
        self, folder: Path, broker: PrivateRabbitMQ, database: PrivatePostgreSQL, seed: str = "", port: int = 0
    ) -> None:
        """`port`: where the processes find the broker, if not at its own."""
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
            "MACHINEPARK_TEST_SEED": seed,
        }
        prepared = self.run("migrate", "--prepare")
        assert prepared.returncode == 0, prepared.stderr
        self.access = _kept(folder / "var")
        key = {"MACHINEPARK_SECRET_KEY": secrets.token_hex(32)}
        services = [Part(name, self._environment(name), folder) for name in SERVICE_NAMES]
        self.parts = Parts([*services, Part(GATEWAY, self._environment(GATEWAY) | key, folder)], folder)

    def start(self) -> None:
        """Returns when everything is well."""
        self.parts.start()
        self.ops = Client(self.transport(OPS), timeout=20)
        eventually(self.is_well, within=300)
        self.town = settle_town(self.ops)

    def end(self) -> None:
        for transport in self._transports:
            transport.close()
        self.parts.end()

    def is_well(self, *names: str) -> bool:
        if GATEWAY in (names or (GATEWAY,)):
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2):
                    pass
            except OSError:
                return False
        return all(self._answers(name) for name in (names or SERVICE_NAMES) if name != GATEWAY)

    def _answers(self, service: str) -> bool:
        try:
            return bool(self.ops.call(Health, Caller.visitor(), service=service, timeout=2.0)["well"])
        except ContractError:
            return False

    def join_by_next_version(self, service: str) -> Part:
        """A process of a later version beside the one that is there."""
        part = Part(service, self._environment(service) | NEXT, self.folder)
        self.parts.add(f"{service} of the next version", part)
        return part

    def transport(self, user: str) -> AmqpTransport:
        """As a part of the installation; closed with it."""
        self._transports.append(AmqpTransport(self._amqp_url(user)))
        return self._transports[-1]

    def recorded(self, service: str, type_: str) -> list[str]:
        """The events of a type as they stand in a service's outbox, the oldest first."""
        engine = create_engine(self.access.database_of(service).replace("postgresql:", "postgresql+psycopg2:"))
        with engine.connect() as connection:
            found = select(outbox.c.body).where(outbox.c.type == type_).order_by(outbox.c.id)
            bodies = [json.dumps(body) for body in connection.scalars(found)]
        engine.dispose()
        return bodies

    @property
    def environment(self) -> dict[str, str]:
        """Of a command beside it."""
        return _outer() | self.broker.environment | self._own

    def log_of(self, part: str) -> str:
        return (self.folder / f"{part}.log").read_text(errors="replace")

    def _amqp_url(self, user: str) -> str:
        return self.access.amqp_url(user).replace(f":{self.broker.port}/", f":{self._broker_port}/")

    def _environment(self, user: str) -> dict[str, str]:
        shared = {"MACHINEPARK_SHARED_BROKER_USER": self.access.shared_broker_user}
        own = {"MACHINEPARK_AMQP_URL": self._amqp_url(user)}
        if user in SERVICE_NAMES:
            own["MACHINEPARK_DATABASE_URL"] = self.access.database_url(user)
        return _outer() | self._own | shared | own


def _outer() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("MACHINEPARK_")}


def _kept(var: Path) -> credentials.Credentials:
    kept = credentials.saved(var)
    assert kept is not None
    return kept


@contextlib.contextmanager
def running(
    folder: Path, seed: str = "", *, broker: PrivateRabbitMQ | None = None, port: int = 0
) -> Iterator[Installation]:
    """All of it, well; skips loudly where it cannot be. A given `broker` runs already."""
    need(PrivateRabbitMQ, PrivatePostgreSQL)
    given, broker, database = broker, broker or PrivateRabbitMQ(), PrivatePostgreSQL()
    try:
        if given is None:
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
