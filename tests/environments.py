"""The four environments of services: {in-process, RabbitMQ} × {SQLite, PostgreSQL}."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import shared_servers

from services.chassis.bus import Client, Transport
from services.chassis.bus.inprocess import InProcessBus
from services.chassis.bus.rabbitmq import AmqpTransport
from services.chassis.settings import Settings

CALL_TIMEOUT = 60.0
"""Seconds that a call may take in a test that is not about time: a busy machine makes tests slow, not red."""
ENVIRONMENTS = ["in-process, SQLite", "in-process, PostgreSQL", "RabbitMQ, SQLite", "RabbitMQ, PostgreSQL"]


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings and transports of services. `connect` opens a transport of a broker user; `close` closes all."""

    name: str
    settings: Settings
    open: Callable[[str], Transport]
    opened: list[Transport] = field(default_factory=list)

    def connect(self, user: str) -> Transport:
        self.opened.append(self.open(user))
        return self.opened[-1]

    def client(self, user: str = "gateway") -> Client:
        return Client(self.connect(user), timeout=CALL_TIMEOUT)

    def close(self) -> None:
        for transport in self.opened:
            transport.close()


def environment(name: str, folder: Path, services: list[str], *, vhost: str = "", **settings: object) -> Environment:
    """A new environment with an empty database for each of `services`; skips where its servers are not available.

    On RabbitMQ it shares the queues of all environments with the same `vhost` of this run.
    """
    bus, database = name.split(", ")
    database_url = ""
    if database == "PostgreSQL":
        label = uuid.uuid4().hex[:8]
        urls = [shared_servers.postgres_url(f"{label}-{service}") for service in services]
        database_url = urls[0].removesuffix(services[0]) + "{service}"
    broker_settings = {"shared_broker_user": "guest"} if bus == "RabbitMQ" else {}
    defaults = {"call_timeout_seconds": CALL_TIMEOUT, "check_responses": True, **broker_settings}
    all_settings = Settings(var=folder, database_url=database_url, **(defaults | settings))  # type: ignore[arg-type]
    if bus == "in-process":
        return Environment(name, all_settings, InProcessBus().connect)
    url = shared_servers.amqp_url(vhost)
    return Environment(name, all_settings, lambda _user: AmqpTransport(url))
