"""Makes databases and roles on PostgreSQL: one each per service, where the given role may."""

from collections.abc import Callable
from dataclasses import replace

import psycopg2
from psycopg2 import sql
from sqlalchemy.engine import make_url

from deploy.rabbitmq.rights import SERVICE_NAMES
from deploy.run.credentials import Credentials, role_of
from deploy.run.errors import StartupError
from deploy.run.preflight import check_database, postgres


def prepare(access: Credentials, tell: Callable[[str], None]) -> Credentials:
    """Every service's database, owned by a role that gets into no other; else the given role. Raises Trouble."""
    place = make_url(access.given_database_url)
    if place.get_backend_name() == "sqlite":
        return access
    server = place.set(database="postgres").render_as_string(hide_password=False)
    check_database(server)
    names = {service: str(place.database).replace("{service}", service) for service in SERVICE_NAMES}
    connection = postgres(server)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            may_make_roles = _may(cursor, "rolcreaterole")
            if may_make_roles:
                for service, name in names.items():
                    _make_role(cursor, role_of(name), access.passwords[service])
            for name in names.values():
                _make_database(cursor, name, role_of(name) if may_make_roles else "")
    finally:
        connection.close()
    access = replace(access, own_roles=may_make_roles)
    if not may_make_roles:
        tell(
            f"All services share the database role {place.username!r}, which may make no others. "
            "Good for trying out, not for customers."
        )
    for service in names:
        check_database(access.database_of(service))
    return access


def empty(access: Credentials, service: str) -> None:
    """Remove all that a service keeps; the database stays."""
    connection = postgres(access.database_of(service))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    finally:
        connection.close()


def _may(cursor: "psycopg2.extensions.cursor", attribute: str) -> bool:
    chosen = sql.SQL("SELECT rolsuper OR {} FROM pg_roles WHERE rolname = current_user")
    cursor.execute(chosen.format(sql.Identifier(attribute)))
    row = cursor.fetchone()
    return bool(row and row[0])


def _make_role(cursor: "psycopg2.extensions.cursor", role: str, password: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    verb = "ALTER" if cursor.fetchone() else "CREATE"
    statement = sql.SQL(verb + " ROLE {} LOGIN PASSWORD %s")
    cursor.execute(statement.format(sql.Identifier(role)), [password])


def _make_database(cursor: "psycopg2.extensions.cursor", name: str, owner: str) -> None:
    """Who made it owns it; nobody else gets in."""
    cursor.execute("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", [name])
    found = cursor.fetchone()
    database = sql.Identifier(name)
    try:
        if found is None:
            if owner:
                cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(owner)))
                cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, sql.Identifier(owner)))
            else:
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(database))
        if owner and found and found[0] != owner:
            raise StartupError(
                f"The database {name!r} belongs to {found[0]!r}. Give it to a role of its own "
                f"(ALTER DATABASE {name} OWNER TO {owner}), or name another in MACHINEPARK_DATABASE_URL"
            )
        if owner:
            cursor.execute(sql.SQL("REVOKE CONNECT, TEMPORARY ON DATABASE {} FROM PUBLIC").format(database))
    except psycopg2.errors.InsufficientPrivilege:
        raise StartupError(
            f"The database {name!r} is not there, and the given role may not make it. "
            "Make it (CREATE DATABASE), or let the role (ALTER ROLE … CREATEDB)"
        ) from None
