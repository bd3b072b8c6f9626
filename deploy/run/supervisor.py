"""Supervises child processes: restarts each that exits, after a growing pause, and stops all in order."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from deploy.run.log_lines import Log

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
LONGEST_PAUSE_OF_CALLERS = 3.0
"""People wait for a caller, the gateway; the others are called, and calls wait for them."""
RESET_AFTER_SECONDS = 60.0
"""Seconds of uptime after which the restart pause is reset."""
FINISH_SECONDS = 45.0
"""Seconds that a stopping process has to finish its work before it is killed."""
PARENT_CHECK_SECONDS = 0.2
SUPERVISED = "MACHINEPARK_SUPERVISED"
"""Set in the environment of children, which stop when their standard input is closed by the supervisor's end."""


@dataclass(slots=True)
class Child:
    """A supervised process. `caller`: it calls the other processes, so it is stopped before them."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    caller: bool = False
    process: "subprocess.Popen[str] | None" = None
    thread: threading.Thread | None = None
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def longest_pause(self) -> float:
        """Seconds at most between its end and its next start."""
        return LONGEST_PAUSE_OF_CALLERS if self.caller else LONGEST_PAUSE


class Supervisor:
    """Starts and stops children, with one thread per child."""

    def __init__(self, log: Log) -> None:
        self._log, self._children = log, list[Child]()

    def start(self, child: Child) -> None:
        self._children.append(child)
        child.thread = threading.Thread(target=self._keep_running, args=[child], name=child.name, daemon=True)
        child.thread.start()

    def stop(self) -> None:
        """Send SIGTERM to callers, then to the others; kill what has not ended after FINISH_SECONDS."""
        for group in ([child for child in self._children if child.caller is caller] for caller in (True, False)):
            for child in group:
                child.stopping.set()
                _signal(child, signal.SIGTERM)
            for child in group:
                self._await_end(child)
        self._children = []

    def _await_end(self, child: Child) -> None:
        if child.thread:
            child.thread.join(FINISH_SECONDS)
        if child.process and child.process.poll() is None:
            self._log.write("run", f"{child.name} did not stop within {FINISH_SECONDS:.0f} s and is killed.")
            _signal(child, signal.SIGKILL)

    def pids(self) -> dict[str, int]:
        return {child.name: child.process.pid for child in self._children if child.process}

    def _keep_running(self, child: Child) -> None:
        pause = FIRST_PAUSE
        while not child.stopping.is_set():
            started = time.monotonic()
            code = self._run(child)
            if child.stopping.is_set():
                return
            if time.monotonic() - started > RESET_AFTER_SECONDS:
                pause = FIRST_PAUSE
            self._log.write("run", f"{child.name} ended ({_reason(code)}); it is started again in {pause:g} s.")
            child.stopping.wait(pause)
            pause = min(pause * 2, child.longest_pause)

    def _run(self, child: Child) -> int:
        child.process = process = subprocess.Popen(  # noqa: S603  # no user input
            child.command,
            env={**child.environment, SUPERVISED: "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # Ctrl-C reaches only the supervisor, which stops the children in order
        )
        if child.stopping.is_set():
            _signal(child, signal.SIGTERM)
        if process.stdout:
            for line in process.stdout:
                self._log.write(child.name, line)
        return process.wait()


def stop_with_supervisor(stop: Callable[[], None]) -> None:
    """In a child, call `stop` when the supervisor has ended, however it ended. Else do nothing."""
    if SUPERVISED not in os.environ:
        return

    def watch() -> None:
        while os.read(0, 1024):
            pass
        stop()

    threading.Thread(target=watch, name="supervisor", daemon=True).start()


@contextlib.contextmanager
def ending_with(parent: int) -> Iterator[None]:
    """Exit when the parent dies while this forked process starts, since it holds resources that the next parent needs.

    After the start it has work to finish and does not exit.
    """
    ready = threading.Event()

    def watch() -> None:
        while not ready.wait(PARENT_CHECK_SECONDS):
            if os.getppid() != parent:
                os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()
    try:
        yield
    finally:
        ready.set()


def python(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", module, *arguments]


def _signal(child: Child, number: signal.Signals) -> None:
    if child.process and child.process.poll() is None:
        child.process.send_signal(number)


def _reason(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
