"""Who gets in where in the full way to run: a password per user, made once and kept in `var` (0600)."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from urllib.parse import quote, urlsplit

from sqlalchemy.engine import make_url

AMQP_URL = "amqp://guest:guest@127.0.0.1:5672"
DATABASE_URL = "postgresql://postgres@127.0.0.1:5432/machinepark_{service}"
VHOST = "machinepark"
FILE = "full.json"


@dataclass(frozen=True, slots=True)
class Credentials:
    """The addresses as the operator gave them, and the passwords of the users made there.

    `shared_broker_user` is set where the one given broker user serves all, `own_roles` where each service has a
    database role of its own.
    """

    given_amqp_url: str
    given_database_url: str
    passwords: dict[str, str] = field(repr=False)
    shared_broker_user: str = ""
    own_roles: bool = False

    @property
    def vhost(self) -> str:
        """That of the given address; `machinepark` where it names none."""
        return urlsplit(self.given_amqp_url).path[1:] or VHOST

    def amqp_url(self, user: str) -> str:
        """Where a user of the installation goes: with a name of its own, or as the one that is shared."""
        if self.shared_broker_user:
            return self.given_amqp_url
        parts = urlsplit(self.given_amqp_url)
        place = parts.netloc.rpartition("@")[2]
        own = f"{quote(user)}:{quote(self.passwords[user], safe='')}@{place}"
        return parts._replace(netloc=own, path=f"/{quote(self.vhost, safe='')}").geturl()

    def database_url(self, service: str) -> str:
        """The address of the databases as this service goes there, with `{service}` in it."""
        place = make_url(self.given_database_url)
        if self.own_roles and place.get_backend_name() != "sqlite":
            own = role_of(str(place.database).replace("{service}", service))
            place = place.set(username=own, password=self.passwords[service])
        return place.render_as_string(hide_password=False).replace("%7Bservice%7D", "{service}")

    def database_of(self, service: str) -> str:
        return self.database_url(service).replace("{service}", service)

    def sharing(self, user: str) -> "Credentials":
        return replace(self, shared_broker_user=user)


def role_of(database: str) -> str:
    """The role that owns a database: of the same name, so that two installations on one server don't meet."""
    return database


def load_or_create(var: Path, users: list[str], amqp_url: str, database_url: str) -> Credentials:
    """The access kept in `var`, with passwords made for users that have none yet. Writes nothing.

    `MACHINEPARK_PASSWORD_FLEET` (and so on) in the environment gives one, where others have to know it as well.
    """
    kept = _read(var)
    passwords = {
        user: os.environ.get(f"MACHINEPARK_PASSWORD_{user.upper()}") or kept.get(user) or secrets.token_urlsafe(24)
        for user in users
    }
    return Credentials(amqp_url or AMQP_URL, database_url or DATABASE_URL, passwords)


def save(var: Path, access: Credentials) -> None:
    """Write it down, for the next start and for the command line."""
    unfinished = var / f".{FILE}"
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(access), file, indent=1)
    unfinished.replace(var / FILE)


def saved(var: Path) -> Credentials | None:
    """What the last full start wrote down; None where there was none."""
    try:
        return Credentials(**json.loads((var / FILE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def _read(var: Path) -> dict[str, str]:
    earlier = saved(var)
    return earlier.passwords if earlier else {}
