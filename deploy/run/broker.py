"""Makes the broker ready: vhost, users, rights and policy, through `rabbitmqctl` or the management API.

Where neither lets us, all share the one given broker user.
"""

import base64
import contextlib
import json
import os
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import urlsplit

from deploy.rabbitmq.definitions import definitions, is_password
from deploy.rabbitmq.rights import USERS
from deploy.run.credentials import Credentials
from deploy.run.errors import StartupError
from deploy.run.preflight import NoVhost, check_broker
from services.chassis.bus.amqp.address import Address

MANAGEMENT = "MACHINEPARK_RABBITMQ_MANAGEMENT_URL"
LOCAL = ("127.0.0.1", "localhost", "::1")
SECONDS = 30.0


class Unable(Exception):
    """This way to the broker's settings is closed; says why."""


class Way(Protocol):
    """A way to read and change the broker's settings."""

    def read(self) -> dict[str, Any]: ...

    def write(self, document: dict[str, Any]) -> None: ...


def prepare(access: Credentials, tell: Callable[[str], None]) -> Credentials:
    """Give every user of the installation its own login and rights; else say so and share the given one. Raises
    Trouble."""
    _expect_broker(access)
    reasons = []
    for way in (_Ctl(access), _Management(access)):
        try:
            _bring_about(way, access)
            check_broker(access.amqp_url("ops"))
            return access
        except (Unable, StartupError) as error:
            reasons.append(str(error))
    user = Address.of(access.given_amqp_url).user
    check_broker(access.given_amqp_url)
    tell(
        f"All services share the broker user {user!r}, and none can be kept from speaking for another: "
        f"no broker users could be made ({'; '.join(reasons)}). Good for trying out, not for customers."
    )
    return access.sharing(user)


def policy_is_there(access: Credentials) -> bool | None:
    """Whether the broker knows our policy; None where nobody lets us look."""
    for way in (_Ctl(access), _Management(access)):
        try:
            known = way.read()
        except Unable:
            continue
        wanted = definitions(access.vhost, access.passwords)
        return _is_there({"policies": wanted["policies"]}, known)
    return None


def _expect_broker(access: Credentials) -> None:
    """There, letting us in, and new enough. The vhost may still be missing."""
    with contextlib.suppress(NoVhost):
        check_broker(access.given_amqp_url)


def _bring_about(way: Way, access: Credentials) -> None:
    known = way.read()
    strangers = {
        one["user"] for one in known.get("permissions", []) if one["user"] in USERS and one["vhost"] != access.vhost
    }
    hashes = {user["name"]: user["password_hash"] for user in known.get("users", [])}
    for user in sorted(strangers):
        if not is_password(access.passwords[user], hashes.get(user, "")):
            raise Unable(f"the broker user {user!r} belongs to another vhost")
    wanted = definitions(access.vhost, access.passwords, known)
    if not _is_there(wanted, known):
        way.write(wanted)


def _is_there(wanted: dict[str, Any], known: dict[str, Any]) -> bool:
    """Whether the broker has all of it, each thing with at least what is wanted of it."""
    return all(
        any(all(_same(thing.get(name), value) for name, value in item.items()) for thing in known.get(kind, []))
        for kind, items in wanted.items()
        for item in items
    )


def _same(found: Any, wanted: Any) -> bool:
    return found == wanted or (not found and not wanted)


class _Ctl:
    """`rabbitmqctl` beside a broker on this machine. `RABBITMQ_NODENAME` names another node, as for itself."""

    def __init__(self, access: Credentials) -> None:
        self._address = Address.of(access.given_amqp_url)
        self._program = shutil.which("rabbitmqctl")

    def read(self) -> dict[str, Any]:
        if not self._program:
            raise Unable("there is no rabbitmqctl here")
        if self._address.server_name not in LOCAL:
            raise Unable("rabbitmqctl reaches brokers on this machine only")
        ports = {one["port"] for one in json.loads(self._run("status", "--formatter", "json"))["listeners"]}
        if int(self._address.host.rsplit(":", 1)[1]) not in ports:
            raise Unable("rabbitmqctl speaks to another broker")
        return dict(json.loads(self._run("export_definitions", "-")))

    def write(self, document: dict[str, Any]) -> None:
        self._run("import_definitions", given=json.dumps(document))

    def _run(self, *arguments: str, given: str = "") -> str:
        command = [self._program or "", "-q", *arguments]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MACHINEPARK_")}
        try:
            done = subprocess.run(  # noqa: S603  # our own words
                command, input=given, capture_output=True, text=True, timeout=SECONDS, check=False, env=environment
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Unable(f"rabbitmqctl: {type(error).__name__}") from error
        if done.returncode:
            said = (done.stderr.strip() or done.stdout.strip() or "failed").splitlines()[0]
            raise Unable(f"rabbitmqctl: {said[:120]}")
        return done.stdout


class _Management:
    """The management plugin's API, as the given broker user; by default at port 15672 of the broker's machine."""

    def __init__(self, access: Credentials, base: str = "") -> None:
        address = Address.of(access.given_amqp_url)
        self._base = (base or os.environ.get(MANAGEMENT, "")).rstrip("/") or f"http://{address.server_name}:15672"
        login = base64.b64encode(f"{address.user}:{address.password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {login}", "Content-Type": "application/json"}

    def read(self) -> dict[str, Any]:
        return dict(json.loads(self._ask("GET", None)))

    def write(self, document: dict[str, Any]) -> None:
        self._ask("POST", json.dumps(document).encode())

    def _ask(self, method: str, body: bytes | None) -> bytes:
        if urlsplit(self._base).scheme not in ("http", "https"):
            raise Unable(f"{MANAGEMENT} begins with http:// or https://")
        request = urllib.request.Request(  # noqa: S310  # http or https: looked at above
            f"{self._base}/api/definitions", data=body, method=method, headers=self._headers
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            raise Unable(f"the management API answers {error.code}") from error
        except (OSError, ValueError) as error:
            raise Unable(f"no management API at {self._base}") from error
