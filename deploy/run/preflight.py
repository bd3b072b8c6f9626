"""Startup checks: broker and databases accept the login and are recent enough; the mail server's port is open."""

import socket
from typing import Any
from urllib.parse import urlsplit

import amqp
import psycopg2
import psycopg2.extensions
from sqlalchemy.engine import make_url

from deploy.run.errors import StartupError
from services.chassis.bus import broker
from services.chassis.bus.address import Address
from services.chassis.settings import Settings

MINIMUM_RABBITMQ, MINIMUM_POSTGRESQL = (3, 10), 13
CONNECT_TIMEOUT_SECONDS = 5.0


def check_broker(url: str) -> str:
    """Log in and return RabbitMQ's version. Raises StartupError."""
    address = Address.of(url)
    _expect_listener("RabbitMQ", address.server_name, int(address.host.rsplit(":", 1)[1]), "MACHINEPARK_AMQP_URL")
    try:
        with broker.connect(address, "version check") as connection:
            version = str(connection.connection.server_properties.get("version", ""))
    except amqp.NotAllowed:
        raise NoVhost(
            f"RabbitMQ at {address.host} has no vhost {address.vhost!r} for the user {address.user!r}. "
            "Create it (`rabbitmqctl add_vhost`, `rabbitmqctl set_permissions`), or name another vhost in "
            "MACHINEPARK_AMQP_URL"
        ) from None
    except amqp.AccessRefused:
        raise StartupError(
            f"RabbitMQ at {address.host} rejected the login of user {address.user!r}. "
            "Check user and password in MACHINEPARK_AMQP_URL"
        ) from None
    except (OSError, amqp.AMQPError, ValueError) as error:
        raise StartupError(
            f"The server at {address.host} did not complete an AMQP handshake ({_first_line(error)}). "
            "Check MACHINEPARK_AMQP_URL"
        ) from None
    expect_rabbitmq(version)
    return version


class NoVhost(StartupError):
    """The login is accepted, but the vhost does not exist or is not permitted."""


def expect_rabbitmq(version: str) -> None:
    """Raises StartupError for a version before MINIMUM_RABBITMQ."""
    if _numbers(version)[:2] < MINIMUM_RABBITMQ:
        minimum = ".".join(map(str, MINIMUM_RABBITMQ))
        raise StartupError(
            f"RabbitMQ {version or '(unknown)'} is too old. Machinepark needs {minimum} or newer: upgrade it"
        )


def check_database(url: str) -> str:
    """Log in and return PostgreSQL's version; empty for SQLite. Raises StartupError."""
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        return ""
    address = f"{parts.host or 'localhost'}:{parts.port or 5432}"
    if parts.host and not parts.host.startswith("/"):
        _expect_listener("PostgreSQL", parts.host, parts.port or 5432, "MACHINEPARK_DATABASE_URL")
    try:
        connection = connect_to_postgresql(url)
    except psycopg2.OperationalError as error:
        raise StartupError(
            f"PostgreSQL at {address} refused the connection of user {parts.username!r} to database {parts.database!r} "
            f"({_first_line(error)}). Check user, password and database in MACHINEPARK_DATABASE_URL"
        ) from None
    try:
        version = connection.server_version
    finally:
        connection.close()
    expect_postgresql(version)
    return f"{version // 10000}.{version % 10000}"


def connect_to_postgresql(url: str) -> psycopg2.extensions.connection:
    """Open a connection. Raises psycopg2.OperationalError."""
    parts = make_url(url)
    arguments: dict[str, Any] = {
        "host": parts.host,
        "port": parts.port,
        "user": parts.username,
        "password": parts.password,
        "dbname": parts.database or "postgres",
        "connect_timeout": int(CONNECT_TIMEOUT_SECONDS),
    }
    query: dict[str, Any] = dict(parts.query)
    connection: psycopg2.extensions.connection = psycopg2.connect(**arguments, **query)
    return connection


def expect_postgresql(number: int) -> None:
    """`number` is `server_version` (150004 for 15.4). Raises StartupError for a version before MINIMUM_POSTGRESQL."""
    if number < MINIMUM_POSTGRESQL * 10000:
        raise StartupError(
            f"PostgreSQL {number // 10000} is too old. Machinepark needs {MINIMUM_POSTGRESQL} or newer: upgrade it"
        )


def check_mail_server(settings: Settings) -> str:
    """Host and port of the mail server; empty if mails are written to a folder. Raises StartupError."""
    if not settings.smtp_url:
        return ""
    parts = urlsplit(settings.smtp_url)
    port = parts.port or (465 if parts.scheme == "smtps" else 25)
    _expect_listener("mail server", parts.hostname or "", port, "MACHINEPARK_SMTP_URL")
    return f"{parts.hostname}:{port}"


def _expect_listener(what: str, host: str, port: int, setting: str) -> None:
    try:
        socket.create_connection((host, port), timeout=CONNECT_TIMEOUT_SECONDS).close()
    except OSError as error:
        reason = error.strerror or str(error) or "no answer"
        raise StartupError(
            f"No {what} at {host}:{port} ({reason}). Start it, or set its address in {setting}"
        ) from None


def _numbers(version: str) -> tuple[int, ...]:
    parts = version.split("-")[0].split("+")[0].split(".")
    return tuple(int(part) for part in parts if part.isdigit())


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]
