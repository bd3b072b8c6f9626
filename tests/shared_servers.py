"""The broker and the database server of the tests: each run has its own vhost and databases, dropped when it ends.

`MACHINEPARK_TEST_AMQP_URL` and `MACHINEPARK_TEST_POSTGRES_URL` are their URLs; `tests.parallel` sets them to private
servers that it starts from installed programs. Without them, servers at the default addresses are used, or else private
ones are started for this run. A test for which no server
is available is skipped with a reason; with `MACHINEPARK_REQUIRE_SERVICES=1` it fails.
"""

import atexit
import functools
import json
import os
import shutil
import subprocess
import uuid
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import amqp
import psycopg2
from amqp_client import connect
from private_servers import CHEAP_RABBITMQCTL, PrivatePostgreSQL, PrivateRabbitMQ, rabbitmqctl_environment
from skipping import skip_or_fail

AMQP = "MACHINEPARK_TEST_AMQP_URL"
AMQP_IS_OURS = "MACHINEPARK_TEST_AMQP_URL_IS_OURS"
"""Set for a process that a test starts: the vhost of the URL already belongs to this run."""
AMQP_FOLDER = "MACHINEPARK_TEST_AMQP_FOLDER"
"""Set where the broker of the URL is a private one that another process of this run started: its folder, in which
`rabbitmqctl` finds the cookie."""
POSTGRES = "MACHINEPARK_TEST_POSTGRES_URL"
DEFAULT_AMQP_URL = "amqp://guest:guest@127.0.0.1:5672/"
DEFAULT_POSTGRES_URL = "postgresql+psycopg2://postgres@127.0.0.1:5432/"
RUN = f"machinepark-test-{uuid.uuid4().hex[:10]}"
_vhosts: list[str] = []


def amqp_url(name: str = "") -> str:
    """A RabbitMQ URL for this run, with its own vhost for each name where `rabbitmqctl` can create one.

    Elsewhere all runs share the vhost of the given URL and must use different service names.
    """
    return _amqp_url(name) or _skip("RabbitMQ", _amqp_server_url(), 5672, AMQP)


def postgres_url(name: str = "main") -> str:
    """A SQLAlchemy URL of an empty PostgreSQL database of this run, one for each name."""
    return _postgres_url(name) or _skip("PostgreSQL", _postgres_server_url(), 5432, POSTGRES)


def rabbitmqctl(*arguments: str, standard_input: str = "") -> bool:
    """Run the broker's command; whether it is installed and succeeded."""
    environment = _rabbitmqctl_environment()
    program = shutil.which("rabbitmqctl", path=environment.get("PATH"))
    if not program or urlsplit(_amqp_server_url()).hostname not in ("127.0.0.1", "localhost", "::1"):
        return False
    result = subprocess.run(
        [program, "-q", *arguments],
        input=standard_input.encode(),
        capture_output=True,
        timeout=180,
        env=os.environ | environment,
    )
    return result.returncode == 0


def add_vhost(vhost: str, user: str) -> bool:
    """Create a vhost for this run in which `user` may do everything; whether that was possible.

    Every command starts an Erlang VM: one creates the vhost with its permissions, and one deletes all vhosts at the end
    of the run. Those of a private broker are not deleted, because the broker is removed with all its data.
    """
    permission = {"user": user, "vhost": vhost, "configure": ".*", "write": ".*", "read": ".*"}
    if not rabbitmqctl(
        "import_definitions", standard_input=json.dumps({"vhosts": [{"name": vhost}], "permissions": [permission]})
    ):
        return False
    if not _vhosts and not _is_private(_amqp_server_url()):
        atexit.register(_delete_vhosts)
    _vhosts.append(vhost)
    return True


def _delete_vhosts() -> None:
    names = ", ".join(f'<<"{vhost}">>' for vhost in _vhosts)
    rabbitmqctl("eval", f'[rabbit_vhost:delete(Name, <<"tests">>) || Name <- [{names}]].')


def _skip(server: str, url: str, default_port: int, variable: str) -> NoReturn:
    parts = urlsplit(url)
    skip_or_fail(f"no {server} at {parts.hostname}:{parts.port or default_port}; start one, or set {variable}")


@functools.cache
def _amqp_server_url() -> str:
    """The URL from the environment, the default one, or that of a private broker."""
    url = os.environ.get(AMQP) or DEFAULT_AMQP_URL
    if os.environ.get(AMQP) or _amqp_answers(url) or not PrivateRabbitMQ.is_installed():
        return url
    return _private_broker().url


@functools.cache
def _private_broker() -> PrivateRabbitMQ:
    broker = PrivateRabbitMQ()
    broker.start()
    atexit.register(broker.remove)
    return broker


def _rabbitmqctl_environment() -> dict[str, str]:
    url = _amqp_server_url()
    if folder := os.environ.get(AMQP_FOLDER):
        return rabbitmqctl_environment(Path(folder), urlsplit(url).port or 5672)
    return _private_broker().environment if _is_private(url) else CHEAP_RABBITMQCTL


def _is_private(url: str) -> bool:
    return AMQP_FOLDER in os.environ or url != (os.environ.get(AMQP) or DEFAULT_AMQP_URL)


@functools.cache
def _postgres_server_url() -> str:
    """The URL from the environment, the default one, or that of a private PostgreSQL."""
    url = os.environ.get(POSTGRES) or DEFAULT_POSTGRES_URL
    if os.environ.get(POSTGRES) or _postgres_answers(url) or not PrivatePostgreSQL.is_installed():
        return url
    database = PrivatePostgreSQL()
    database.start()
    atexit.register(database.remove)
    return database.url


def _postgres_answers(url: str) -> bool:
    try:
        _execute(_admin_url(url), "SELECT 1")
    except psycopg2.OperationalError:
        return False
    return True


def _admin_url(url: str) -> str:
    """The URL for psycopg2, with an existing database."""
    parts = urlsplit(url)._replace(scheme="postgresql")
    return parts._replace(path=parts.path if len(parts.path) > 1 else "/postgres").geturl()


@functools.cache
def _amqp_url(name: str) -> str | None:
    """None if no broker is available."""
    server_url = _amqp_server_url()
    if not _amqp_answers(server_url):
        return None
    if os.environ.get(AMQP_IS_OURS):
        return server_url
    user = urlsplit(server_url).username or "guest"
    vhost = f"{RUN}-{name}" if name else RUN
    vhost_url = urlsplit(server_url)._replace(path=f"/{vhost}").geturl()
    return vhost_url if add_vhost(vhost, user) and _amqp_answers(vhost_url) else server_url


def _amqp_answers(url: str) -> bool:
    try:
        with connect(url, connect_timeout=3):
            return True
    except (OSError, amqp.AMQPError):
        return False


@functools.cache
def _postgres_url(name: str) -> str | None:
    """None if no server is available."""
    server_url = _postgres_server_url()
    parts, admin_url = urlsplit(server_url)._replace(scheme="postgresql"), _admin_url(server_url)
    database = f"{RUN}-{name}"
    try:
        _execute(admin_url, f'CREATE DATABASE "{database}"')
    except psycopg2.OperationalError:
        return None
    atexit.register(_execute, admin_url, f'DROP DATABASE "{database}" WITH (FORCE)')
    return parts._replace(scheme="postgresql+psycopg2", path=f"/{database}").geturl()


def _execute(admin_url: str, statement: str) -> None:
    connection = psycopg2.connect(admin_url, connect_timeout=3)
    try:
        connection.autocommit = True
        connection.cursor().execute(statement)
    finally:
        connection.close()
