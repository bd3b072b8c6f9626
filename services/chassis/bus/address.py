"""Parsing of AMQP URLs."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kombu.utils.url import url_to_parts

PORT, TLS_PORT = 5672, 5671


@dataclass(frozen=True, slots=True)
class Address:
    """A parsed AMQP URL. `user` is sent as `user_id` of every message, which the broker verifies."""

    host: str
    user: str
    password: str = field(repr=False)
    vhost: str
    tls: ssl.SSLContext | None = field(default=None, repr=False)

    @classmethod
    def of(cls, url: str) -> "Address":
        """Parse `amqp://user:password@host:5672/vhost` or `amqps://…`. Raises ValueError.

        `amqps` verifies the broker's certificate and host name. Query parameters are those of RabbitMQ URIs:
        `cacertfile` (default: the system's CA certificates), `certfile` and `keyfile` for a client certificate.
        """
        scheme, host, port, user, password, vhost, query = url_to_parts(url)
        if scheme not in ("amqp", "pyamqp", "amqps"):
            raise ValueError("an AMQP URL begins with amqp:// or amqps://")
        tls = scheme == "amqps"
        name = f"[{host}]" if host and ":" in host else host or "localhost"
        return cls(
            host=f"{name}:{port or (TLS_PORT if tls else PORT)}",
            user=user or "guest",
            password=password or "guest",
            vhost=vhost or "/",
            tls=_context(query) if tls else None,
        )

    @property
    def server_name(self) -> str:
        return self.host.rsplit(":", 1)[0].strip("[]")

    @property
    def ssl_options(self) -> dict[str, Any] | bool:
        """The argument `ssl` of `AmqpConnection`."""
        return {"context": self.tls, "server_name": self.server_name} if self.tls else False

    def client_properties(self, part: str) -> dict[str, str]:
        """What RabbitMQ shows of a connection."""
        return {"product": "Machinepark", "connection_name": f"{self.user}: {part}"}


def _context(query: Mapping[str, str]) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=query.get("cacertfile"))
    if "certfile" in query:
        context.load_cert_chain(query["certfile"], query.get("keyfile"))
    return context
