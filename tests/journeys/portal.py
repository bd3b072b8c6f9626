"""A portal of its own, as a user starts it: the command, in a process, with a folder for its data."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

from eventually import eventually

ROOT = Path(__file__).parents[2]
PASSWORD = "demo-machinepark"
CUSTOMER = "1048823"


class Portal:
    """`machinepark up --demo` on a free port."""

    def __init__(self, var: Path) -> None:
        self.var, self.port = var, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "deploy.cli.main", "up", "--demo"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        eventually(self._answers, within=90)

    def stop(self) -> str:
        """End it as a person would, and give back what it said."""
        said = self._end(signal.SIGTERM)
        assert self._process is not None
        assert self._process.returncode == 0, said
        return said

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """A command of `machinepark` beside it."""
        command = [sys.executable, "-m", "deploy.cli.main", *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=120)

    @property
    def environment(self) -> dict[str, str]:
        own = {"MACHINEPARK_VAR": str(self.var), "MACHINEPARK_PORT": str(self.port)}
        return {name: value for name, value in os.environ.items() if not name.startswith("MACHINEPARK_")} | own

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self._process.communicate()[0].decode()
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def _end(self, how: signal.Signals) -> str:
        assert self._process is not None
        self._process.send_signal(how)
        return self._process.communicate(timeout=60)[0].decode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
