"""A portal in its own process, started with the command line and with its own data folder."""

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from pathlib import Path

import forked_process
from eventually import eventually
from forked_process import ROOT, ForkedProcess
from private_servers import free_port

COMMAND_LINE = "deploy.cli.main"
PASSWORD = "demo-machinepark"


class Portal:
    """`machinepark up --demo` on a free port, with further `settings`; with `full`, in a process per service.

    Without `demo` it has no data; it uses plain HTTP in both cases.
    """

    def __init__(
        self, var: Path, *, full: bool = False, demo: bool = True, settings: Mapping[str, str] | None = None
    ) -> None:
        self.var, self.port = var, free_port()
        self._options = [*(["--demo"] if demo else []), *(["--full"] if full else [])]
        plain_http = {} if demo else {"MACHINEPARK_SECURE_COOKIES": "false"}
        self._full, self._settings = full, plain_http | dict(settings or {})
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: ForkedProcess | None = None

    def start(self, *, within: float = 600) -> None:
        """Returns when the portal is healthy; immediately if `within` is 0.

        Fails immediately if the process exits. The deadline is generous for a busy machine.
        """
        with self._log.open("wb") as log:
            self._process = forked_process.start(
                COMMAND_LINE, "up", *self._options, environment=self.environment, stdout=log
            )
        if within:
            eventually(self._is_healthy, within=within)

    def stop(self) -> str:
        """Stop it with SIGTERM, and return its output."""
        output = self._end(signal.SIGTERM)
        assert self._process is not None
        assert self._process.returncode == 0, output
        return output

    def kill(self) -> None:
        """Kill it with SIGKILL."""
        self._end(signal.SIGKILL)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def run(self, *arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run another command of `machinepark`; `stdin` is its standard input."""
        return forked_process.run(COMMAND_LINE, *map(str, arguments), environment=self.environment, stdin=stdin)

    def watch(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start a command of `machinepark` that keeps running; its output can be read."""
        command = [sys.executable, "-u", "-m", COMMAND_LINE, *arguments]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, text=True, **pipes)

    def metrics(self, process: int = 0) -> str:
        """The metrics that Prometheus reads from a process, by number."""
        port = int(self._settings["MACHINEPARK_METRICS_PORT"]) + process
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as response:
            return str(response.read().decode())

    def database_of(self, service: str) -> str:
        return f"sqlite:///{self.var}/{service}.db"

    @property
    def environment(self) -> dict[str, str]:
        own_settings = {"MACHINEPARK_VAR": str(self.var), "MACHINEPARK_PORT": str(self.port)}
        own_settings["MACHINEPARK_CALL_TIMEOUT_SECONDS"] = "120"  # pages load however busy the machine is
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("MACHINEPARK_")}
        return inherited | self._settings | own_settings

    def _is_healthy(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self.output
        if self._full and "runs at" not in self.output:
            return False
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    def _end(self, signal_: signal.Signals) -> str:
        assert self._process is not None
        self._process.send_signal(signal_)
        self._process.wait(90)
        return self.output

    @property
    def output(self) -> str:
        """Its output since the start."""
        return self._log.read_text(errors="replace")

    @property
    def _log(self) -> Path:
        return self.var.parent / f"{self.var.name}.log"
