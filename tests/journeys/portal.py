"""A portal of its own, as a user starts it: the command, in a process, with a folder for its data."""

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from eventually import eventually
from private_servers import free_port

ROOT = Path(__file__).parents[2]
PASSWORD = "demo-machinepark"
CUSTOMER = "1048823"


class Portal:
    """`machinepark up --demo` on a free port, with further `settings`; `full` is a process for each service.

    Without `demo` it is empty, and over plain HTTP all the same.
    """

    def __init__(
        self, var: Path, *, full: bool = False, demo: bool = True, settings: Mapping[str, str] | None = None
    ) -> None:
        self.var, self.port = var, free_port()
        self._options = [*(["--demo"] if demo else []), *(["--full"] if full else [])]
        plain = {} if demo else {"MACHINEPARK_SECURE_COOKIES": "false"}
        self._full, self._settings = full, plain | dict(settings or {})
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, within: float = 600) -> None:
        """Returns when it answers; at once when `within` is 0.

        The deadline is one for a machine that is busy with other things: a process that ends is a failure at once.
        """
        command = [sys.executable, "-m", "deploy.cli.main", "up", *self._options]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )
        if within:
            eventually(self._answers, within=within)

    def stop(self) -> str:
        """End it as a person would, and give back what it said."""
        said = self._end(signal.SIGTERM)
        assert self._process is not None
        assert self._process.returncode == 0, said
        return said

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def run(self, *arguments: str | Path, given: str = "") -> subprocess.CompletedProcess[str]:
        """A command of `machinepark` beside it; `given` is its standard input."""
        command = [sys.executable, "-m", "deploy.cli.main", *map(str, arguments)]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=600, input=given
        )

    def watch(self, *arguments: str) -> "subprocess.Popen[str]":
        """A command of `machinepark` that goes on; what it says to standard output can be read."""
        command = [sys.executable, "-u", "-m", "deploy.cli.main", *arguments]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, text=True, **pipes)

    def numbers(self, process: int = 0) -> str:
        """What Prometheus reads of the installation, or of its so many-th process."""
        port = int(self._settings["MACHINEPARK_METRICS_PORT"]) + process
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
            return str(answer.read().decode())

    def database_of(self, service: str) -> str:
        return f"sqlite:///{self.var}/{service}.db"

    @property
    def environment(self) -> dict[str, str]:
        own = {"MACHINEPARK_VAR": str(self.var), "MACHINEPARK_PORT": str(self.port)}
        own["MACHINEPARK_CALL_TIMEOUT_SECONDS"] = "120"  # however busy the machine is, pages come
        own["MACHINEPARK_LOW_PRIORITY"] = "false"  # and mails are sent
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MACHINEPARK_")}
        return kept | self._settings | own

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self.said
        if self._full and "runs at" not in self.said:
            return False
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def _end(self, how: signal.Signals) -> str:
        assert self._process is not None
        self._process.send_signal(how)
        self._process.wait(90)
        return self.said

    @property
    def said(self) -> str:
        """All that it has said since its start."""
        return self._log.read_text(errors="replace")

    @property
    def _log(self) -> Path:
        return self.var.parent / f"{self.var.name}.log"
