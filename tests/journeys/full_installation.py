"""The full way to run, on a broker and a database server of the tests' own: broker users belong to all of a broker."""

import json
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

from amqp_client import connect
from portal import Portal
from private_servers import PrivatePostgreSQL, PrivateRabbitMQ, free_port, skip_unless_installed

PROCESSES = 6
"""Five services and the gateway: each tells its numbers at a port of its own."""


class FullInstallation(Portal):
    """A portal in many processes. `broker` can be stopped and started."""

    def __init__(
        self, var: Path, broker: PrivateRabbitMQ, database: PrivatePostgreSQL, *, demo: bool = True, **settings: str
    ) -> None:
        self.broker, self.database = broker, database
        postgres = f"postgresql://postgres@127.0.0.1:{database.port}/machinepark_{{service}}"
        own = {"MACHINEPARK_AMQP_URL": broker.url.rstrip("/"), "MACHINEPARK_DATABASE_URL": postgres}
        super().__init__(var, full=True, demo=demo, settings=broker.environment | own | settings)

    def database_of(self, service: str) -> str:
        return f"{self.database.url}machinepark_{service}"

    def connect(self, user: str) -> Any:
        """To the broker as one of the installation's users."""
        password = json.loads((self.var / "full.json").read_text())["passwords"][user]
        return connect(f"amqp://{user}:{password}@127.0.0.1:{self.broker.port}/machinepark")

    def pid_of(self, service: str) -> int:
        """The process of a service, found among the children of the one that keeps them running."""
        children = self.children()
        found = [pid for pid, command in children.items() if f"serve {service}" in command]
        assert found, f"{service} does not run, but these do: {children}\n{self.said}"
        return found[0]

    def children(self) -> dict[int, str]:
        """Process ids and commands of all that this installation started."""
        assert self._process is not None
        whole = ["ps", "-A", "-ww", "-o", "pid=,ppid=,args="]  # a terminal's COLUMNS would cut the commands off
        listed = subprocess.run(whole, capture_output=True, text=True, check=True)
        rows = [line.split(maxsplit=2) for line in listed.stdout.splitlines()]
        family, found = {self._process.pid}, dict[int, str]()
        for _generation in range(3):
            found |= {int(pid): command for pid, parent, command in rows if int(parent) in family}
            family |= found.keys()
        return found


def start(var: Path, *, demo: bool = True) -> FullInstallation:
    """All of it, running; skips loudly where it cannot be."""
    skip_unless_installed(PrivateRabbitMQ, PrivatePostgreSQL)
    broker, database = PrivateRabbitMQ(), PrivatePostgreSQL()
    broker.start()
    database.start()
    installation = FullInstallation(
        var, broker, database, demo=demo, MACHINEPARK_METRICS_PORT=str(free_port(PROCESSES))
    )
    installation.start()
    return installation


def end(installation: FullInstallation) -> None:
    if installation.is_running:
        installation.kill()
    installation.broker.remove()
    installation.database.remove()


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
