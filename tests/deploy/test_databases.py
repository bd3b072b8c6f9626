"""Databases and roles, made on a real server: each role gets into its own database only."""

import uuid
from collections.abc import Iterator

import psycopg2
import pytest
from private_servers import PrivatePostgreSQL, need

from deploy.rabbitmq.rights import SERVICE_NAMES
from deploy.run import databases
from deploy.run.credentials import Credentials
from deploy.run.errors import StartupError
from deploy.run.preflight import check_database, postgres

PASSWORDS = {service: f"password-of-{service}" for service in SERVICE_NAMES}


@pytest.fixture(scope="module")
def server() -> Iterator[PrivatePostgreSQL]:
    need(PrivatePostgreSQL)
    made = PrivatePostgreSQL()
    made.start()
    yield made
    made.remove()


@pytest.fixture
def access(server: PrivatePostgreSQL) -> Credentials:
    """Nothing is there yet."""
    name = f"installation{uuid.uuid4().hex[:8]}"
    return Credentials("", f"postgresql://postgres@127.0.0.1:{server.port}/{name}_{{service}}", PASSWORDS)


def test_each_service_has_a_role_of_its_own(access: Credentials) -> None:
    ready = databases.prepare(access, _nothing_to_say)
    roles = {_asked(ready.database_of(service), "SELECT current_user") for service in SERVICE_NAMES}
    assert len(roles) == len(SERVICE_NAMES)


def test_a_role_does_not_get_into_the_database_of_another(access: Credentials) -> None:
    ready = databases.prepare(access, _nothing_to_say)
    own, other = ready.database_of("fleet"), ready.database_of("identity")
    with pytest.raises(psycopg2.OperationalError, match="permission denied"):
        postgres(own.rsplit("/", 1)[0] + "/" + other.rsplit("/", 1)[1])


def test_a_second_start_keeps_what_is_there(access: Credentials) -> None:
    ready = databases.prepare(access, _nothing_to_say)
    _asked(ready.database_of("fleet"), "CREATE TABLE kept AS SELECT 1 AS one; SELECT one FROM kept")
    ready = databases.prepare(access, _nothing_to_say)
    assert _asked(ready.database_of("fleet"), "SELECT one FROM kept") == 1


def test_emptying_leaves_nothing(access: Credentials) -> None:
    ready = databases.prepare(access, _nothing_to_say)
    _asked(ready.database_of("fleet"), "CREATE TABLE gone AS SELECT 1 AS one; SELECT one FROM gone")
    databases.empty(ready, "fleet")
    assert _asked(ready.database_of("fleet"), "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0


def test_a_role_that_may_make_no_others_serves_all_and_it_is_said(
    access: Credentials, server: PrivatePostgreSQL
) -> None:
    role = f"maker{uuid.uuid4().hex[:8]}"
    _do(server, f"CREATE ROLE {role} LOGIN CREATEDB")
    given = Credentials("", access.given_database_url.replace("postgres@", f"{role}@"), PASSWORDS)
    said: list[str] = []
    ready = databases.prepare(given, said.append)
    assert _asked(ready.database_of("fleet"), "SELECT current_user") == role
    assert role in said[0]


def test_a_role_that_may_make_roles_need_not_be_a_superuser(access: Credentials, server: PrivatePostgreSQL) -> None:
    role = f"chief{uuid.uuid4().hex[:8]}"
    _do(server, f"CREATE ROLE {role} LOGIN CREATEDB CREATEROLE")
    given = Credentials("", access.given_database_url.replace("postgres@", f"{role}@"), PASSWORDS)
    for _start in range(2):
        ready = databases.prepare(given, _nothing_to_say)
    assert _asked(ready.database_of("fleet"), "SELECT current_user") != role


def test_a_role_that_may_make_nothing_is_told_what_to_do(access: Credentials, server: PrivatePostgreSQL) -> None:
    role = f"guest{uuid.uuid4().hex[:8]}"
    _do(server, f"CREATE ROLE {role} LOGIN")
    given = Credentials("", access.given_database_url.replace("postgres@", f"{role}@"), PASSWORDS)
    with pytest.raises(StartupError, match="may not create it"):
        databases.prepare(given, lambda sentence: None)


def test_the_version_is_told(server: PrivatePostgreSQL) -> None:
    assert int(check_database(server.url + "postgres").split(".")[0]) >= 13


def _asked(url: str, statement: str) -> object:
    connection = postgres(url)
    with connection, connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    connection.close()
    return row[0] if row else None


def _do(server: PrivatePostgreSQL, statement: str) -> None:
    connection = postgres(server.url + "postgres")
    with connection, connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


def _nothing_to_say(sentence: str) -> None:
    raise AssertionError(sentence)
