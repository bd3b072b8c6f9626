"""Processes of `machinepark` that start within milliseconds, because they are forked from one with all imports.

They run like `python -m MODULE ARGUMENT …` in a session of their own, and differ in two things: environment variables
that are read when a module is imported have no effect, and passwords are hashed cheaply.
"""

import atexit
import functools
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[1]
COMMAND, GATEWAY = "command", "gateway"
"""Kinds of processes: commands and services, with eventlet's monkey patch, and the gateway without it."""


class ForkedProcess:
    """Has the members of `subprocess.Popen` that the tests use."""

    def __init__(self, stdin: IO[bytes] | None, status: IO[bytes]) -> None:
        self._stdin, self.pid, self.returncode = stdin, int(status.readline()), 0  # the code is valid after the end
        self._ended = threading.Event()
        threading.Thread(target=self._await_end, args=[status], daemon=True).start()

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        return self.returncode if self._ended.is_set() else None

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended; its exit code. Raises subprocess.TimeoutExpired."""
        if not self._ended.wait(timeout):
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
        return self.returncode

    def _await_end(self, status: IO[bytes]) -> None:
        with status:
            self.returncode = int(status.readline())
        if self._stdin:
            self._stdin.close()
        self._ended.set()

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)


def start(
    module: str,
    *arguments: str,
    environment: Mapping[str, str],
    stdout: IO[Any],
    stderr: IO[Any] | None = None,
    stdin: IO[Any] | None = None,
    kind: str = COMMAND,
) -> ForkedProcess:
    """Start a process. Without `stderr`, errors are written to `stdout`; without `stdin`, it reads from an empty pipe,
    which is closed when the process of the tests ends."""
    input_end, pipe = (os.dup(stdin.fileno()), None) if stdin else os.pipe()
    status, status_end = os.pipe()
    request = {"module": module, "arguments": arguments, "environment": dict(environment)}
    descriptors = [input_end, stdout.fileno(), (stderr or stdout).fileno(), status_end]
    socket.send_fds(_fork_server(kind), [json.dumps(request).encode()], descriptors)
    os.close(input_end)
    os.close(status_end)
    return ForkedProcess(os.fdopen(pipe, "wb") if pipe else None, os.fdopen(status, "rb", buffering=0))


def run(
    module: str, *arguments: str, environment: Mapping[str, str], stdin: str = "", timeout: float = 600
) -> "subprocess.CompletedProcess[str]":
    """Run a process and wait for its end. Raises subprocess.TimeoutExpired; the process is then not killed."""
    with (
        tempfile.TemporaryFile("w+") as input_file,
        tempfile.TemporaryFile("w+") as stdout,
        tempfile.TemporaryFile("w+") as stderr,
    ):
        input_file.write(stdin)
        input_file.seek(0)
        process = start(module, *arguments, environment=environment, stdout=stdout, stderr=stderr, stdin=input_file)
        code = process.wait(timeout)
        stdout.seek(0)
        stderr.seek(0)
        return subprocess.CompletedProcess([module, *arguments], code, stdout.read(), stderr.read())


@functools.cache
def _fork_server(kind: str) -> socket.socket:
    """The socket of a new fork server, which ends with this process."""
    requests, other_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", "tests.fork_server", kind, str(other_end.fileno())]
    with other_end:
        server = subprocess.Popen(command, cwd=ROOT, pass_fds=[other_end.fileno()])

    def end() -> None:
        requests.close()
        server.wait()

    atexit.register(end)
    return requests
