"""Databases and roles on a real server: each role can connect to its own database only."""

import contextlib
import uuid
from collections.abc import Iterator

import psycopg2
import pytest
from private_servers import PrivatePostgreSQL, skip_unless_installed

from deploy.rabbitmq.rights import SERVICE_NAMES
from deploy.run import databases
from deploy.run.credentials import Credentials
from deploy.run.errors import StartupError
from deploy.run.preflight import check_database, connect_to_postgresql

PASSWORDS = {service: f"password-of-{service}" for service in SERVICE_NAMES}


@pytest.fixture(scope="module")
def server() -> Iterator[PrivatePostgreSQL]:
    skip_unless_installed(PrivatePostgreSQL)
    server_ = PrivatePostgreSQL()
    server_.start()
    yield server_
    server_.remove()


@pytest.fixture
def credentials(server: PrivatePostgreSQL) -> Credentials:
    """For databases that do not exist yet."""
    name = f"installation{uuid.uuid4().hex[:8]}"
    return Credentials("", f"postgresql://postgres@127.0.0.1:{server.port}/{name}_{{service}}", PASSWORDS)


def test_each_service_has_its_own_role(credentials: Credentials) -> None:
    ready = databases.prepare(credentials, _no_warning_expected)
    roles = {_query_value(ready.database_of(service), "SELECT current_user") for service in SERVICE_NAMES}
    assert len(roles) == len(SERVICE_NAMES)


def test_role_cannot_open_the_database_of_another_service(credentials: Credentials) -> None:
    ready = databases.prepare(credentials, _no_warning_expected)
    own, other = ready.database_of("fleet"), ready.database_of("identity")
    with pytest.raises(psycopg2.OperationalError, match="permission denied"):
        connect_to_postgresql(own.rsplit("/", 1)[0] + "/" + other.rsplit("/", 1)[1])


@pytest.mark.parametrize(("databases_of_others", "expected"), [(False, set()), (True, {"postgres", "template1"})])
def test_role_cannot_open_databases_of_a_server_without_others(
    credentials: Credentials, server: PrivatePostgreSQL, databases_of_others: bool, expected: set[str]
) -> None:
    for name in _databases(server) - {"postgres", "template1"}:
        _execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')
    for name in ("postgres", "template1"):
        _execute(server, f"GRANT CONNECT ON DATABASE {name} TO PUBLIC")
    if databases_of_others:
        _execute(server, f"CREATE DATABASE other{uuid.uuid4().hex[:8]}")
    ready = databases.prepare(credentials, _no_warning_expected)
    server_url, _, own = ready.database_of("fleet").rpartition("/")
    assert _open_to(f"{server_url}/", {"postgres", "template1"}) == expected
    assert _open_to(f"{server_url}/", _databases(server) - {"postgres", "template1"}) >= {own}


def _databases(server: PrivatePostgreSQL) -> set[str]:
    connection = connect_to_postgresql(server.url + "postgres")
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datallowconn")
        names = {name for (name,) in cursor.fetchall()}
    connection.close()
    return names


def _open_to(server_url: str, names: set[str]) -> set[str]:
    """The databases that this user can connect to."""
    found = set()
    for name in names:
        with contextlib.suppress(psycopg2.OperationalError):
            connect_to_postgresql(server_url + name).close()
            found.add(name)
    return found


def test_second_preparation_keeps_the_data(credentials: Credentials) -> None:
    ready = databases.prepare(credentials, _no_warning_expected)
    _query_value(ready.database_of("fleet"), "CREATE TABLE kept AS SELECT 1 AS one; SELECT one FROM kept")
    ready = databases.prepare(credentials, _no_warning_expected)
    assert _query_value(ready.database_of("fleet"), "SELECT one FROM kept") == 1


def test_emptied_database_has_no_tables(credentials: Credentials) -> None:
    ready = databases.prepare(credentials, _no_warning_expected)
    _query_value(ready.database_of("fleet"), "CREATE TABLE gone AS SELECT 1 AS one; SELECT one FROM gone")
    databases.empty(ready, "fleet")
    assert _query_value(ready.database_of("fleet"), "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0


def test_role_without_createrole_is_shared_with_a_warning(credentials: Credentials, server: PrivatePostgreSQL) -> None:
    role = f"maker{uuid.uuid4().hex[:8]}"
    _execute(server, f"CREATE ROLE {role} LOGIN CREATEDB")
    given = Credentials("", credentials.given_database_url.replace("postgres@", f"{role}@"), PASSWORDS)
    warnings: list[str] = []
    ready = databases.prepare(given, warnings.append)
    assert _query_value(ready.database_of("fleet"), "SELECT current_user") == role
    assert role in warnings[0]


def test_role_with_createrole_suffices(credentials: Credentials, server: PrivatePostgreSQL) -> None:
    role = f"chief{uuid.uuid4().hex[:8]}"
    _execute(server, f"CREATE ROLE {role} LOGIN CREATEDB CREATEROLE")
    given = Credentials("", credentials.given_database_url.replace("postgres@", f"{role}@"), PASSWORDS)
    for _start in range(2):
        ready = databases.prepare(given, _no_warning_expected)
    assert _query_value(ready.database_of("fleet"), "SELECT current_user") != role


def test_role_without_createdb_causes_an_error_with_advice(credentials: Credentials, server: PrivatePostgreSQL) -> None:
    role = f"guest{uuid.uuid4().hex[:8]}"
    _execute(server, f"CREATE ROLE {role} LOGIN")
    given = Credentials("", credentials.given_database_url.replace("postgres@", f"{role}@"), PASSWORDS)
    with pytest.raises(StartupError, match="may not create it"):
        databases.prepare(given, lambda sentence: None)


def test_check_returns_the_server_version(server: PrivatePostgreSQL) -> None:
    assert int(check_database(server.url + "postgres").split(".")[0]) >= 13


def _query_value(url: str, statement: str) -> object:
    connection = connect_to_postgresql(url)
    with connection, connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    connection.close()
    return row[0] if row else None


def _execute(server: PrivatePostgreSQL, statement: str) -> None:
    connection = connect_to_postgresql(server.url + "postgres")
    connection.autocommit = True
    connection.cursor().execute(statement)
    connection.close()


def _no_warning_expected(sentence: str) -> None:
    raise AssertionError(sentence)
