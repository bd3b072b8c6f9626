"""Full mode on private servers, because broker users are shared by all virtual hosts of a broker."""

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
"""Five services and the gateway; each serves metrics on its own port."""


class FullInstallation(Portal):
    """A portal in many processes. `broker` can be stopped and started."""

    def __init__(
        self, var: Path, broker: PrivateRabbitMQ, database: PrivatePostgreSQL, *, demo: bool = True, **settings: str
    ) -> None:
        self.broker, self.database = broker, database
        postgres = f"postgresql://postgres@127.0.0.1:{database.port}/machinepark_{{service}}"
        own_settings = {"MACHINEPARK_AMQP_URL": broker.url.rstrip("/"), "MACHINEPARK_DATABASE_URL": postgres}
        super().__init__(var, full=True, demo=demo, settings=broker.environment | own_settings | settings)

    def database_of(self, service: str) -> str:
        return f"{self.database.url}machinepark_{service}"

    def connect(self, user: str) -> Any:
        """Connect to the broker as one of the installation's users."""
        password = json.loads((self.var / "full.json").read_text())["passwords"][user]
        return connect(f"amqp://{user}:{password}@127.0.0.1:{self.broker.port}/machinepark")

    def pid_of(self, service: str) -> int:
        """The process id of a service, among the children of the supervising process."""
        children = self.children()
        processes = [pid for pid, command in children.items() if f"serve {service}" in command]
        assert processes, f"{service} does not run, but these do: {children}\n{self.output}"
        return processes[0]

    def children(self) -> dict[int, str]:
        """Ids and commands of all processes that this installation started."""
        assert self._process is not None
        command = ["ps", "-A", "-ww", "-o", "pid=,ppid=,args="]  # without -ww, COLUMNS would truncate the commands
        completed = subprocess.run(command, capture_output=True, text=True, check=True)
        rows = [line.split(maxsplit=2) for line in completed.stdout.splitlines()]
        ancestors, processes = {self._process.pid}, dict[int, str]()
        for _generation in range(3):
            processes |= {int(pid): command for pid, parent, command in rows if int(parent) in ancestors}
            ancestors |= processes.keys()
        return processes


def start(var: Path, *, demo: bool = True, **settings: str) -> FullInstallation:
    """A running installation; skips if a server is not installed."""
    skip_unless_installed(PrivateRabbitMQ, PrivatePostgreSQL)
    broker, database = PrivateRabbitMQ(), PrivatePostgreSQL()
    broker.start()
    database.start()
    settings = {"MACHINEPARK_METRICS_PORT": str(free_port(PROCESSES))} | settings
    installation = FullInstallation(var, broker, database, demo=demo, **settings)
    installation.start()
    return installation


def tear_down(installation: FullInstallation) -> None:
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
