"""The real broker and database that tests run against: each run has a place of its own there, dropped when it ends.

`MACHINEPARK_TEST_AMQP_URL` and `MACHINEPARK_TEST_POSTGRES_URL` say where they are. Where none is given and none answers
at the usual place, one is started from the programs installed here, for this run. A test that asks for one which can be
had in no way is skipped, loudly; with `MACHINEPARK_REQUIRE_SERVICES=1` it fails.
"""

import atexit
import functools
import os
import shutil
import subprocess
import uuid
from urllib.parse import urlsplit

import amqp
import psycopg2
from amqp_client import connect
from private_servers import PrivatePostgreSQL, PrivateRabbitMQ

from requirements import skip_or_fail

AMQP = "MACHINEPARK_TEST_AMQP_URL"
AMQP_IS_OURS = "MACHINEPARK_TEST_AMQP_URL_IS_OURS"
"""Set for a process that a test starts: the vhost of the URL belongs to this run already."""
POSTGRES = "MACHINEPARK_TEST_POSTGRES_URL"
RUN = f"machinepark-test-{uuid.uuid4().hex[:10]}"


def amqp_url(name: str = "") -> str:
    """A RabbitMQ URL for this run, with a vhost of its own where `rabbitmqctl` can make one; another for each name.

    Elsewhere all share the vhost of the given URL: take service names that no other run takes.
    """
    return _present(_amqp_url(name))


def postgres_url(name: str = "main") -> str:
    """A SQLAlchemy URL of an empty PostgreSQL database of this run; another one for each name."""
    return _present(_postgres_url(name))


def rabbitmqctl(*arguments: str) -> bool:
    """Whether the broker's own command is here and has done it."""
    environment = _private_broker().environment if _is_private(_given_amqp()) else {}
    program = shutil.which("rabbitmqctl", path=environment.get("PATH"))
    if not program or urlsplit(_given_amqp()).hostname not in ("127.0.0.1", "localhost", "::1"):
        return False
    done = subprocess.run([program, "-q", *arguments], capture_output=True, timeout=60, env=os.environ | environment)
    return done.returncode == 0


class _Absent(str):
    """The sentence that says what is not there."""


def _present(url: str) -> str:
    if not isinstance(url, _Absent):
        return url
    skip_or_fail(url)


@functools.cache
def _given_amqp() -> str:
    """Where the broker is: as told, at the usual place, or one of our own."""
    usual = os.environ.get(AMQP) or "amqp://guest:guest@127.0.0.1:5672/"
    if os.environ.get(AMQP) or _amqp_answers(usual) or not PrivateRabbitMQ.is_installed():
        return usual
    return _private_broker().url


@functools.cache
def _private_broker() -> PrivateRabbitMQ:
    broker = PrivateRabbitMQ()
    broker.start()
    atexit.register(broker.remove)
    return broker


def _is_private(url: str) -> bool:
    return url != (os.environ.get(AMQP) or "amqp://guest:guest@127.0.0.1:5672/")


@functools.cache
def _given_postgres() -> str:
    """Likewise for the database server."""
    usual = os.environ.get(POSTGRES) or "postgresql+psycopg2://postgres@127.0.0.1:5432/"
    if os.environ.get(POSTGRES) or _postgres_answers(usual) or not PrivatePostgreSQL.is_installed():
        return usual
    database = PrivatePostgreSQL()
    database.start()
    atexit.register(database.remove)
    return database.url


def _postgres_answers(url: str) -> bool:
    try:
        _postgres(_server(url), "SELECT 1")
    except psycopg2.OperationalError:
        return False
    return True


def _server(url: str) -> str:
    """As psycopg2 reads it, with a database that is there."""
    parts = urlsplit(url)._replace(scheme="postgresql")
    return parts._replace(path=parts.path if len(parts.path) > 1 else "/postgres").geturl()


@functools.cache
def _amqp_url(name: str) -> str:
    given = _given_amqp()
    if not _amqp_answers(given):
        parts = urlsplit(given)
        return _Absent(f"no RabbitMQ at {parts.hostname}:{parts.port or 5672}; start one, or set {AMQP}")
    if os.environ.get(AMQP_IS_OURS):
        return given
    user = urlsplit(given).username or "guest"
    vhost = f"{RUN}-{name}" if name else RUN
    own = urlsplit(given)._replace(path=f"/{vhost}").geturl()
    if rabbitmqctl("add_vhost", vhost):
        atexit.register(rabbitmqctl, "delete_vhost", vhost)
        if rabbitmqctl("set_permissions", "-p", vhost, user, ".*", ".*", ".*") and _amqp_answers(own):
            return own
    return given


def _amqp_answers(url: str) -> bool:
    try:
        with connect(url, connect_timeout=3):
            return True
    except (OSError, amqp.AMQPError):
        return False


@functools.cache
def _postgres_url(name: str) -> str:
    given = _given_postgres()
    parts, server = urlsplit(given)._replace(scheme="postgresql"), _server(given)
    database = f"{RUN}-{name}"
    try:
        _postgres(server, f'CREATE DATABASE "{database}"')
    except psycopg2.OperationalError:
        return _Absent(f"no PostgreSQL at {parts.hostname}:{parts.port or 5432}; start one, or set {POSTGRES}")
    atexit.register(_postgres, server, f'DROP DATABASE "{database}" WITH (FORCE)')
    return parts._replace(scheme="postgresql+psycopg2", path=f"/{database}").geturl()


def _postgres(server: str, statement: str) -> None:
    connection = psycopg2.connect(server, connect_timeout=3)
    try:
        connection.autocommit = True
        connection.cursor().execute(statement)
    finally:
        connection.close()
