"""Creates a PostgreSQL database and role per service, if the given role may."""

from collections.abc import Callable
from dataclasses import replace

import psycopg2
from psycopg2 import sql
from sqlalchemy.engine import make_url

from deploy.rabbitmq.rights import SERVICE_NAMES
from deploy.run.credentials import Credentials, role_of
from deploy.run.errors import StartupError
from deploy.run.preflight import check_database, connect_to_postgresql

OF_POSTGRES = ("postgres", "template1")


def prepare(credentials: Credentials, report: Callable[[str], None]) -> Credentials:
    """Create every service's database, owned by its own role, which can connect to no other of these databases.

    On a server without other databases it cannot connect to `postgres` and `template1` either, to which PostgreSQL
    admits every role. If the given role may not create roles, all services share it. Raises StartupError.
    """
    url = make_url(credentials.given_database_url)
    if url.get_backend_name() == "sqlite":
        return credentials
    server = url.set(database="postgres").render_as_string(hide_password=False)
    check_database(server)
    names = {service: str(url.database).replace("{service}", service) for service in SERVICE_NAMES}
    connection = connect_to_postgresql(server)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            may_make_roles = _has_attribute(cursor, "rolcreaterole")
            if may_make_roles:
                for service, name in names.items():
                    _upsert_role(cursor, role_of(name), credentials.passwords[service])
            for name in names.values():
                _create_database(cursor, name, role_of(name) if may_make_roles else "")
            if may_make_roles:
                _close_other_databases(cursor, set(names.values()))
    finally:
        connection.close()
    credentials = replace(credentials, own_roles=may_make_roles)
    if not may_make_roles:
        report(
            f"All services share the database role {url.username!r}, which may not create roles. "
            "Use this for trials only."
        )
    for service in names:
        check_database(credentials.database_of(service))
    return credentials


def empty(credentials: Credentials, service: str) -> None:
    """Drop all tables of a service; the database stays."""
    connection = connect_to_postgresql(credentials.database_of(service))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    finally:
        connection.close()


def _has_attribute(cursor: "psycopg2.extensions.cursor", attribute: str) -> bool:
    query = sql.SQL("SELECT rolsuper OR {} FROM pg_roles WHERE rolname = current_user")
    cursor.execute(query.format(sql.Identifier(attribute)))
    row = cursor.fetchone()
    return bool(row and row[0])


def _upsert_role(cursor: "psycopg2.extensions.cursor", role: str, password: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    verb = "ALTER" if cursor.fetchone() else "CREATE"
    statement = sql.SQL(verb + " ROLE {} LOGIN PASSWORD %s")
    cursor.execute(statement.format(sql.Identifier(role)), [password])


def _close_other_databases(cursor: "psycopg2.extensions.cursor", ours: set[str]) -> None:
    """Deny other roles PostgreSQL's own databases, where nobody else uses the server and the given role may."""
    cursor.execute("SELECT datname, datallowconn AND pg_has_role(datdba, 'MEMBER') FROM pg_database")
    may_close = dict(cursor.fetchall())
    if may_close.keys() - ours <= {*OF_POSTGRES, "template0"}:
        for name in OF_POSTGRES:
            if may_close.get(name):
                cursor.execute(
                    sql.SQL("REVOKE CONNECT, TEMPORARY ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name))
                )


def _create_database(cursor: "psycopg2.extensions.cursor", name: str, owner: str) -> None:
    """Create the database unless it exists, and deny other roles the connection. Raises StartupError."""
    cursor.execute("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", [name])
    existing = cursor.fetchone()
    database = sql.Identifier(name)
    try:
        if existing is None:
            if owner:
                cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(owner)))
                cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, sql.Identifier(owner)))
            else:
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(database))
        if owner and existing and existing[0] != owner:
            raise StartupError(
                f"The database {name!r} is owned by {existing[0]!r}. Change its owner "
                f"(ALTER DATABASE {name} OWNER TO {owner}), or set another database in MACHINEPARK_DATABASE_URL"
            )
        if owner:
            cursor.execute(sql.SQL("REVOKE CONNECT, TEMPORARY ON DATABASE {} FROM PUBLIC").format(database))
    except psycopg2.errors.InsufficientPrivilege:
        raise StartupError(
            f"The database {name!r} does not exist, and the given role may not create it. "
            "Create it (CREATE DATABASE), or grant the role the right (ALTER ROLE … CREATEDB)"
        ) from None
