"""The embedded way to run: one process with SQLite files, kept running whatever happens to it."""

import os
import secrets
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any, Self

from eventually import eventually
from journal import Journal
from parts import ROOT, Part, Parts
from portal import free_port
from seed import settle_town

from deploy.run.socket import SocketTransport
from services.chassis.bus import Client
from services.chassis.contract import Caller, Operation

LATER = 7000.0
NAME = "embedded"


class Once:
    """A call over the process' socket, each over a connection of its own: the process may be another one by then."""

    def __init__(self, var: Path) -> None:
        self._var = var

    def call(self, operation: type[Operation], caller: Caller, **request: Any) -> dict[str, Any]:
        transport = SocketTransport(self._var)
        try:
            return Client(transport).call(operation, caller, timeout=20, **request)
        finally:
            transport.close()


class Alone:
    """`machinepark up` that can be killed. Offers what a `House` does, as far as it has it."""

    def __init__(self, var: Path, folder: Path, *, demo: bool = False) -> None:
        self.var, self.folder, self.port, self._demo = var, folder, free_port(), demo
        self._later = 0.0
        self.url = f"http://127.0.0.1:{self.port}"
        self.journal = Journal()
        for name in ("armed", "hit"):
            (folder / name).mkdir(parents=True)
        own = {
            "MACHINEPARK_VAR": str(var),
            "MACHINEPARK_PORT": str(self.port),
            "MACHINEPARK_CLOCK_FILE": str(folder / "clock"),
            "MACHINEPARK_SECRET_KEY": secrets.token_hex(32),
            "MACHINEPARK_DEMO": "true",
        }
        outer = {name: value for name, value in os.environ.items() if not name.startswith("MACHINEPARK_")}
        self.environment = outer | own
        arguments = ["up", *(["--demo"] if demo else [])]
        self.parts = Parts([Part(NAME, self.environment, folder, arguments=arguments)], folder)
        self.ops = Once(var)

    def __enter__(self) -> Self:
        self.parts.start()
        if not self._demo:
            eventually(self.is_well, within=90)
            self.town = settle_town(self.ops)  # type: ignore[arg-type]
        return self

    def __exit__(self, *_: object) -> None:
        self.parts.end()

    def is_well(self, *_: str) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=3) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        self.parts.by_name[NAME].send(signal.SIGKILL)

    def arm(self, point: str) -> None:
        (self.folder / "armed" / f"{NAME}.{point}").touch()

    def disarm(self) -> None:
        for armed in (self.folder / "armed").iterdir():
            armed.unlink(missing_ok=True)

    def failing(self, percent: float) -> None:
        (self.folder / "failing").write_text(str(percent))

    def let_time_pass(self, seconds: float = LATER) -> None:
        self._later += seconds
        (self.folder / "clock").write_text(str(self._later))

    def run(self, *arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "deploy.cli.main", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=500, input=given
        )

    def begin(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """A command that is not waited for."""
        command = [sys.executable, "-m", "deploy.cli.main", *arguments]
        nothing = subprocess.DEVNULL
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=nothing, stderr=nothing)
