"""The four environments in which a service must do the same: {in-process, RabbitMQ} × {SQLite, PostgreSQL}."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import shared_servers

from services.chassis.bus import Client, Transport
from services.chassis.bus.inprocess import InProcessBus
from services.chassis.bus.rabbitmq import AmqpTransport
from services.chassis.settings import Settings

ENVIRONMENTS = ["in-process, SQLite", "in-process, PostgreSQL", "RabbitMQ, SQLite", "RabbitMQ, PostgreSQL"]


@dataclass(frozen=True, slots=True)
class Environment:
    """Where services run. `connect(user)` gives a transport for a broker user; `close` ends them all."""

    name: str
    settings: Settings
    open: Callable[[str], Transport]
    opened: list[Transport] = field(default_factory=list)

    def connect(self, user: str) -> Transport:
        self.opened.append(self.open(user))
        return self.opened[-1]

    def client(self, user: str = "gateway") -> Client:
        return Client(self.connect(user), timeout=10)

    def close(self) -> None:
        for transport in self.opened:
            transport.close()


def environment(name: str, folder: Path, services: list[str], *, apart: str = "", **settings: object) -> Environment:
    """A new environment with an empty database for each of `services`; skips where its peers are not there.

    On RabbitMQ it shares queues with all others that are `apart` by the same word, or by none.
    """
    bus, database = name.split(", ")
    database_url = ""
    if database == "PostgreSQL":
        label = uuid.uuid4().hex[:8]
        urls = [shared_servers.postgres_url(f"{label}-{service}") for service in services]
        database_url = urls[0].removesuffix(services[0]) + "{service}"
    shared = {"shared_broker_user": "guest"} if bus == "RabbitMQ" else {}
    made = Settings(var=folder, database_url=database_url, check_responses=True, **shared, **settings)  # type: ignore[arg-type]
    if bus == "in-process":
        return Environment(name, made, InProcessBus().connect)
    url = shared_servers.amqp_url(apart)
    return Environment(name, made, lambda _user: AmqpTransport(url))
