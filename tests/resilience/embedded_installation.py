"""Embedded mode: one process with SQLite files, restarted whenever it exits."""

import os
import secrets
import signal
import urllib.request
from pathlib import Path
from typing import Any, Self

import forked_process
from base_installation import BaseInstallation
from eventually import eventually
from forked_process import ForkedProcess
from parts import Part, Parts
from private_servers import free_port
from seed import seed_installation

from deploy.run.cli_socket import SocketTransport
from services.chassis.bus import Client
from services.chassis.contract import Caller, Operation

NAME = "embedded"


class OneShotClient:
    """Opens a connection to the process' socket for each call, because the process may have been restarted."""

    def __init__(self, var: Path) -> None:
        self._var = var

    def call(self, operation: type[Operation], caller: Caller, **request: Any) -> dict[str, Any]:
        transport = SocketTransport(self._var)
        try:
            return Client(transport).call(operation, caller, timeout=20, **request)
        finally:
            transport.close()


class EmbeddedInstallation(BaseInstallation):
    """`machinepark up` that can be killed, with the interface of `Installation` where that applies."""

    def __init__(self, var: Path, folder: Path, *, demo: bool = False) -> None:
        super().__init__(folder)
        self.var, self.port, self._demo = var, free_port(), demo
        self.url = f"http://127.0.0.1:{self.port}"
        settings = {
            "MACHINEPARK_VAR": str(var),
            "MACHINEPARK_PORT": str(self.port),
            "MACHINEPARK_CLOCK_FILE": str(folder / "clock"),
            "MACHINEPARK_SECRET_KEY": secrets.token_hex(32),
            "MACHINEPARK_DEMO": str(demo).lower(),
            "MACHINEPARK_SECURE_COOKIES": "false",
        }
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MACHINEPARK_")}
        self._environment = environment | settings
        arguments = ["up", *(["--demo"] if demo else [])]
        self.parts = Parts([Part(NAME, self._environment, folder, arguments=arguments)], folder)
        self.ops = OneShotClient(var)

    def __enter__(self) -> Self:
        self.parts.start()
        if not self._demo:
            eventually(self.is_healthy, within=90)
            self.seed_data = seed_installation(self.ops)  # type: ignore[arg-type]
        return self

    def __exit__(self, *_: object) -> None:
        self.parts.end()

    def is_healthy(self, *_: str) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=3) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        self.parts.by_name[NAME].send(signal.SIGKILL)

    @property
    def environment(self) -> dict[str, str]:
        return self._environment

    def start_command(self, *arguments: str) -> ForkedProcess:
        """Start a command of `machinepark` without waiting for it."""
        with (self.folder / "command.log").open("ab") as log:
            return forked_process.start("deploy.cli.main", *arguments, environment=self.environment, stdout=log)
