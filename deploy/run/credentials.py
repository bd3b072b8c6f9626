"""Credentials of the full mode: one password per user, generated once and stored in `var/full.json` (0600)."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from urllib.parse import quote, urlsplit

from sqlalchemy.engine import make_url

from services.chassis.settings import secret

AMQP_URL = "amqp://guest:guest@127.0.0.1:5672"
DATABASE_URL = "postgresql://postgres@127.0.0.1:5432/machinepark_{service}"
VHOST = "machinepark"
FILE = "full.json"


@dataclass(frozen=True, slots=True)
class Credentials:
    """The URLs given by the operator and the passwords of the users created there.

    `shared_broker_user` is set if all processes use the given broker user, `own_roles` if each service has its own
    database role.
    """

    given_amqp_url: str
    given_database_url: str
    passwords: dict[str, str] = field(repr=False)
    shared_broker_user: str = ""
    own_roles: bool = False

    @property
    def vhost(self) -> str:
        """The vhost of the given URL, else `machinepark`."""
        return urlsplit(self.given_amqp_url).path[1:] or VHOST

    def amqp_url(self, user: str) -> str:
        """The broker URL of a user of the installation, or the given one if the broker user is shared."""
        if self.shared_broker_user:
            return self.given_amqp_url
        parts = urlsplit(self.given_amqp_url)
        host = parts.netloc.rpartition("@")[2]
        netloc = f"{quote(user)}:{quote(self.passwords[user], safe='')}@{host}"
        return parts._replace(netloc=netloc, path=f"/{quote(self.vhost, safe='')}").geturl()

    def database_url(self, service: str) -> str:
        """The database URL with the role of this service; it still contains the placeholder `{service}`."""
        url = make_url(self.given_database_url)
        if self.own_roles and url.get_backend_name() != "sqlite":
            role = role_of(str(url.database).replace("{service}", service))
            url = url.set(username=role, password=self.passwords[service])
        return url.render_as_string(hide_password=False).replace("%7Bservice%7D", "{service}")

    def database_of(self, service: str) -> str:
        return self.database_url(service).replace("{service}", service)

    def sharing(self, user: str) -> "Credentials":
        return replace(self, shared_broker_user=user)


def role_of(database: str) -> str:
    """The role that owns a database; it has the same name, so that installations on one server do not collide."""
    return database


def load_or_create(var: Path, users: list[str], amqp_url: str, database_url: str) -> Credentials:
    """The stored credentials, with new passwords for users that have none. Nothing is written.

    An environment variable such as `MACHINEPARK_PASSWORD_FLEET`, or the file that `MACHINEPARK_PASSWORD_FLEET_FILE`
    names, sets a password that other machines need too.
    """
    stored = _read(var)
    passwords = {
        user: secret(f"PASSWORD_{user.upper()}") or stored.get(user) or secrets.token_urlsafe(24) for user in users
    }
    return Credentials(amqp_url or AMQP_URL, database_url or DATABASE_URL, passwords)


def save(var: Path, credentials: Credentials) -> None:
    """Store the credentials for the next start and for the command line."""
    temporary = var / f".{FILE}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(credentials), file, indent=1)
    temporary.replace(var / FILE)


def saved(var: Path) -> Credentials | None:
    """The credentials of the last start in full mode, or None."""
    try:
        return Credentials(**json.loads((var / FILE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def _read(var: Path) -> dict[str, str]:
    stored = saved(var)
    return stored.passwords if stored else {}
