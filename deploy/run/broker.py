"""Prepares the broker: vhost, users, permissions and policies, through `rabbitmqctl` or the management API.

If neither is available, all processes share the given broker user (docs/decisions/0007-full-mode.md).
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
from services.chassis.bus.address import Address

MANAGEMENT = "MACHINEPARK_RABBITMQ_MANAGEMENT_URL"
LOCAL = ("127.0.0.1", "localhost", "::1")
SECONDS = 30.0


class Unable(Exception):
    """The broker's definitions cannot be read or written this way; the message is the reason."""


class Way(Protocol):
    """A way to export and import the broker's definitions. Both methods raise Unable."""

    def read(self) -> dict[str, Any]: ...

    def write(self, document: dict[str, Any]) -> None: ...


def prepare(credentials: Credentials, report: Callable[[str], None]) -> Credentials:
    """Create a broker user with its permissions for every process, or report why not and share the given user.

    Raises StartupError.
    """
    _expect_broker(credentials)
    reasons = []
    for way in (_Ctl(credentials), _Management(credentials)):
        try:
            _apply(way, credentials)
            check_broker(credentials.amqp_url("ops"))
            return credentials
        except (Unable, StartupError) as error:
            reasons.append(str(error))
    user = Address.of(credentials.given_amqp_url).user
    check_broker(credentials.given_amqp_url)
    report(
        f"All services share the broker user {user!r}, so that each could impersonate another: "
        f"separate users could not be created ({'; '.join(reasons)}). Use this for trials only."
    )
    return credentials.sharing(user)


def policy_is_there(credentials: Credentials) -> bool | None:
    """Whether the broker has the policies of this installation; None if its definitions cannot be read."""
    for way in (_Ctl(credentials), _Management(credentials)):
        try:
            exported = way.read()
        except Unable:
            continue
        document = definitions(credentials.vhost, credentials.passwords)
        return _is_there({"policies": document["policies"]}, exported)
    return None


def _expect_broker(credentials: Credentials) -> None:
    """Raises StartupError unless the broker is reachable, accepts the login and is recent enough. The vhost may be
    missing."""
    with contextlib.suppress(NoVhost):
        check_broker(credentials.given_amqp_url)


def _apply(way: Way, credentials: Credentials) -> None:
    exported = way.read()
    users_of_other_vhosts = {
        permission["user"]
        for permission in exported.get("permissions", [])
        if permission["user"] in USERS and permission["vhost"] != credentials.vhost
    }
    hashes = {user["name"]: user["password_hash"] for user in exported.get("users", [])}
    for user in sorted(users_of_other_vhosts):
        if not is_password(credentials.passwords[user], hashes.get(user, "")):
            raise Unable(f"the broker user {user!r} belongs to another vhost")
    document = definitions(credentials.vhost, credentials.passwords, exported)
    if not _is_there(document, exported):
        way.write(document)


def _is_there(wanted: dict[str, Any], exported: dict[str, Any]) -> bool:
    """Whether the broker has every wanted item with at least the wanted fields."""
    return all(
        any(
            all(_same(existing.get(name), value) for name, value in item.items()) for existing in exported.get(kind, [])
        )
        for kind, items in wanted.items()
        for item in items
    )


def _same(found: Any, wanted: Any) -> bool:
    return found == wanted or (not found and not wanted)


class _Ctl:
    """`rabbitmqctl` with a broker on this machine; `RABBITMQ_NODENAME` selects a node, as usual."""

    def __init__(self, credentials: Credentials) -> None:
        self._address = Address.of(credentials.given_amqp_url)
        self._program = shutil.which("rabbitmqctl")

    def read(self) -> dict[str, Any]:
        if not self._program:
            raise Unable("rabbitmqctl is not installed")
        if self._address.server_name not in LOCAL:
            raise Unable("rabbitmqctl manages brokers on this machine only")
        ports = {listener["port"] for listener in json.loads(self._run("status", "--formatter", "json"))["listeners"]}
        if int(self._address.host.rsplit(":", 1)[1]) not in ports:
            raise Unable("rabbitmqctl manages another broker")
        return dict(json.loads(self._run("export_definitions", "-")))

    def write(self, document: dict[str, Any]) -> None:
        self._run("import_definitions", standard_input=json.dumps(document))

    def _run(self, *arguments: str, standard_input: str = "") -> str:
        command = [self._program or "", "-q", *arguments]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MACHINEPARK_")}
        try:
            result = subprocess.run(  # noqa: S603  # no user input
                command,
                input=standard_input,
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
                env=environment,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Unable(f"rabbitmqctl: {type(error).__name__}") from error
        if result.returncode:
            message = (result.stderr.strip() or result.stdout.strip() or "failed").splitlines()[0]
            raise Unable(f"rabbitmqctl: {message[:120]}")
        return result.stdout


class _Management:
    """The HTTP API of the management plugin, as the given broker user; default: port 15672 of the broker's host."""

    def __init__(self, credentials: Credentials, base: str = "") -> None:
        address = Address.of(credentials.given_amqp_url)
        self._base = (base or os.environ.get(MANAGEMENT, "")).rstrip("/") or f"http://{address.server_name}:15672"
        login = base64.b64encode(f"{address.user}:{address.password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {login}", "Content-Type": "application/json"}

    def read(self) -> dict[str, Any]:
        return dict(json.loads(self._request("GET", None)))

    def write(self, document: dict[str, Any]) -> None:
        self._request("POST", json.dumps(document).encode())

    def _request(self, method: str, body: bytes | None) -> bytes:
        if urlsplit(self._base).scheme not in ("http", "https"):
            raise Unable(f"{MANAGEMENT} must begin with http:// or https://")
        request = urllib.request.Request(  # noqa: S310  # http or https: checked above
            f"{self._base}/api/definitions", data=body, method=method, headers=self._headers
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            raise Unable(f"the management API answered with status {error.code}") from error
        except (OSError, ValueError) as error:
            raise Unable(f"no management API at {self._base}") from error
