"""Private RabbitMQ and PostgreSQL servers, started from installed programs.

Each has its own folder, listens on a free local port, and is removed when the run ends.
"""

import atexit
import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import urllib.request
from pathlib import Path

import amqp
import psycopg2
from amqp_client import connect
from eventually import eventually
from skipping import skip_or_fail

DEBIAN_RABBITMQ = Path("/usr/lib/rabbitmq/bin")
"""Debian's programs in PATH are wrappers that require the user rabbitmq; those in this folder run as any user."""
PORTS = range(10_000, 32_000)
"""Below the ephemeral ports, which begin at 32,768 on Linux and at 49,152 elsewhere (RFC 6335, section 6)."""


CONNECTIONS = 400
"""The limit of a private PostgreSQL: five services in each of several test processes keep some dozens open."""


NO_BUSY_WAITING = "+sbwt none +sbwtdcpu none +sbwtdio none"
"""Threads of an Erlang VM otherwise spin for a while before they sleep, which takes the cores from the tests
(https://www.rabbitmq.com/docs/runtime#busy-waiting)."""
CHEAP_RABBITMQCTL = {"RABBITMQ_CTL_ERL_ARGS": f"+S 1:1 {NO_BUSY_WAITING}"}
"""Environment of `rabbitmqctl`: half the CPU time, which it takes to start its Erlang VM."""


def rabbitmqctl_environment(folder: Path, port: int) -> dict[str, str]:
    """The environment in which `rabbitmqctl` connects to the private node with this folder and AMQP port."""
    return {
        "HOME": str(folder),
        "PATH": f"{_rabbitmq()}:{os.environ['PATH']}",
        "RABBITMQ_NODENAME": f"machinepark-{port}@localhost",
    } | CHEAP_RABBITMQCTL


class PrivateRabbitMQ:
    """A node with the user guest:guest. With `environment`, `rabbitmqctl` connects to it."""

    def __init__(self, *, management: bool = False, prometheus: bool = False, cookie: str = "") -> None:
        """Nodes with the same `cookie` may form a cluster."""
        self.folder = Path(tempfile.mkdtemp(prefix="machinepark-rabbitmq-"))
        self.port, self.management_port, self.metrics_port = free_port(), free_port(), free_port()
        self.url = f"amqp://guest:guest@127.0.0.1:{self.port}/"
        self.management_url = f"http://127.0.0.1:{self.management_port}"
        self._plugins = ["rabbitmq_management"] * management + ["rabbitmq_prometheus"] * prometheus
        cookie_file = self.folder / ".erlang.cookie"
        cookie_file.touch(0o600)
        cookie_file.write_text(cookie or secrets.token_hex(10))
        cookie_file.chmod(0o400)
        self._process: subprocess.Popen[bytes] | None = None

    @staticmethod
    def is_installed() -> bool:
        return _rabbitmq() is not None

    @property
    def node(self) -> str:
        return self.environment["RABBITMQ_NODENAME"]

    @property
    def environment(self) -> dict[str, str]:
        return rabbitmqctl_environment(self.folder, self.port)

    def start(self) -> None:
        """Returns when it accepts connections."""
        (self.folder / "plugins").write_text(f"[{','.join(self._plugins)}].")
        (self.folder / "rabbitmq.conf").write_text("\n".join([*self._settings(), ""]))
        rabbitmq_settings = {
            "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "rabbitmq.conf"),
            "RABBITMQ_MNESIA_BASE": str(self.folder / "data"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "plugins"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(self.folder / "generated"),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": NO_BUSY_WAITING,
        }
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(_rabbitmq_program())],
                env=os.environ | self.environment | rabbitmq_settings,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        atexit.register(self.remove)
        eventually(self._answers, within=300)

    def metrics(self) -> str:
        """The metrics of its Prometheus plugin, as soon as they include a queue."""
        with connect(self.url) as connection:
            connection.channel().queue_declare("counted", auto_delete=False)
        base = f"http://127.0.0.1:{self.metrics_port}/metrics"
        families = "family=queue_coarse_metrics&family=queue_consumer_count"

        def metrics_text() -> str:
            parts = [urllib.request.urlopen(url, timeout=10).read() for url in (base, f"{base}/detailed?{families}")]
            text = b"\n".join(parts).decode()
            return text if 'queue="counted"' in text else ""

        return eventually(metrics_text, within=30)

    def stop(self) -> None:
        """Stop it with SIGTERM; durable data stays for the next start."""
        process, self._process = self._process, None
        if process and process.poll() is None:
            process.terminate()
            process.wait(60)

    def kill(self) -> None:
        """Kill it with SIGKILL."""
        process, self._process = self._process, None
        if process:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _settings(self) -> list[str]:
        lines = [f"listeners.tcp.local = 127.0.0.1:{self.port}", "loopback_users = none", "log.console.level = warning"]
        for plugin, port in (("management", self.management_port), ("prometheus", self.metrics_port)):
            if f"rabbitmq_{plugin}" in self._plugins:
                lines += [f"{plugin}.tcp.port = {port}", f"{plugin}.tcp.ip = 127.0.0.1"]
        return lines

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, (self.folder / "log").read_text(errors="replace")[-2000:]
        try:
            with connect(self.url, connect_timeout=3):
                return True
        except (OSError, amqp.AMQPError):
            return False


class PrivatePostgreSQL:
    """A server that trusts everybody on this machine. Its superuser is `postgres`."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="machinepark-postgres-"))
        self.port = free_port()
        self.url = f"postgresql+psycopg2://postgres@127.0.0.1:{self.port}/"
        self._process: subprocess.Popen[bytes] | None = None

    @staticmethod
    def is_installed() -> bool:
        return _postgres() is not None and (os.geteuid() != 0 or _postgres_user() is not None)

    def start(self) -> None:
        """Returns when it accepts connections. Root starts it as the user postgres: it refuses to run as root."""
        programs, data = _postgres(), self.folder / "data"
        user = _postgres_user() if os.geteuid() == 0 else None
        if user:
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        name = user.pw_name if user else None
        if not data.exists():
            initdb = [f"{programs}/initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
            subprocess.run(initdb, check=True, capture_output=True, user=name, cwd=self.folder, timeout=120)
        options = ["-p", str(self.port), "-k", str(self.folder), "-h", "127.0.0.1", "-F", "-N", str(CONNECTIONS)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [f"{programs}/postgres", "-D", str(data), *options], stdout=log, stderr=log, user=name, cwd=self.folder
            )
        atexit.register(self.remove)
        eventually(self._answers, within=300)

    def stop(self) -> None:
        process, self._process = self._process, None
        if process and process.poll() is None:
            process.send_signal(2)  # SIGINT: fast shutdown
            process.wait(60)

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, (self.folder / "log").read_text(errors="replace")[-2000:]
        with contextlib.suppress(psycopg2.OperationalError):
            psycopg2.connect(host="127.0.0.1", port=self.port, user="postgres", dbname="postgres").close()
            return True
        return False


def skip_unless_installed(*servers: type[PrivateRabbitMQ] | type[PrivatePostgreSQL]) -> None:
    """Skip the test where a program is not installed; fail where all servers are required."""
    missing = [server.__name__.removeprefix("Private") for server in servers if not server.is_installed()]
    if missing:
        skip_or_fail(f"not on this machine: the programs of {' and '.join(missing)}")


def free_port(consecutive: int = 1) -> int:
    """The first of `consecutive` unused ports. `PORTS` contains no ephemeral port, so that it stays free until a server
    listens on it, also when the server is killed and restarted."""
    while True:
        first = secrets.choice(PORTS)
        if all(map(_is_free, range(first, first + consecutive))):
            return first


def _is_free(port: int) -> bool:
    with socket.socket() as socket_:
        try:
            socket_.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _rabbitmq() -> Path | None:
    if (DEBIAN_RABBITMQ / "rabbitmq-server").exists():
        return DEBIAN_RABBITMQ
    program = shutil.which("rabbitmq-server")
    return Path(program).parent if program else None


def _rabbitmq_program() -> Path:
    folder = _rabbitmq()
    assert folder is not None
    return folder / "rabbitmq-server"


def _postgres() -> Path | None:
    folders = [Path(program).parent for program in [shutil.which("initdb")] if program]
    newest_first = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder_: folder_.parent.name, reverse=True
    )
    return next((folder_ for folder_ in [*folders, *newest_first] if (folder_ / "postgres").exists()), None)


def _postgres_user() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return None
