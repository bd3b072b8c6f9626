"""Keeps processes running: one that dies is started again after a growing pause; all end together, in order."""

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
WELL_AFTER = 60.0
"""Seconds after which a process that dies is not one that fails to start: its pause is short again."""
FINISH_SECONDS = 45.0
"""How long a stop waits for what a process has in hand."""
LOOK = 0.2
SUPERVISED = "MACHINEPARK_SUPERVISED"
"""Set for children: their standard input ends when the supervisor does, and then they stop as well."""


@dataclass(slots=True)
class Child:
    """A process that should run: its name, command and environment."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    caller: bool = False
    process: "subprocess.Popen[str] | None" = None
    thread: threading.Thread | None = None
    stopping: threading.Event = field(default_factory=threading.Event)


class Supervisor:
    """Starts children; those that call others (`caller`) are stopped before the rest."""

    def __init__(self, log: Log) -> None:
        self._log, self._children = log, list[Child]()

    def start(self, child: Child) -> None:
        self._children.append(child)
        child.thread = threading.Thread(target=self._keep_running, args=[child], name=child.name, daemon=True)
        child.thread.start()

    def stop(self) -> None:
        """Each finishes what it has in hand; what does not end in FINISH_SECONDS is killed."""
        for together in ([child for child in self._children if child.caller is caller] for caller in (True, False)):
            for child in together:
                child.stopping.set()
                _signal(child, signal.SIGTERM)
            for child in together:
                self._await_end(child)
        self._children = []

    def _await_end(self, child: Child) -> None:
        if child.thread:
            child.thread.join(FINISH_SECONDS)
        if child.process and child.process.poll() is None:
            self._log.say("run", f"{child.name} did not stop in {FINISH_SECONDS:.0f} s and is killed.")
            _signal(child, signal.SIGKILL)

    def pids(self) -> dict[str, int]:
        return {child.name: child.process.pid for child in self._children if child.process}

    def _keep_running(self, child: Child) -> None:
        pause = FIRST_PAUSE
        while not child.stopping.is_set():
            begun = time.monotonic()
            ended = self._run(child)
            if child.stopping.is_set():
                return
            if time.monotonic() - begun > WELL_AFTER:
                pause = FIRST_PAUSE
            self._log.say("run", f"{child.name} ended ({_reason(ended)}); it is started again in {pause:g} s.")
            child.stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _run(self, child: Child) -> int:
        child.process = process = subprocess.Popen(  # noqa: S603  # our own commands
            child.command,
            env={**child.environment, SUPERVISED: "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # Ctrl-C is for the supervisor, which stops them in order
        )
        if child.stopping.is_set():
            _signal(child, signal.SIGTERM)
        if process.stdout:
            for line in process.stdout:
                self._log.say(child.name, line)
        return process.wait()


def stop_with_supervisor(stop: Callable[[], None]) -> None:
    """In a child: call `stop` when the supervisor has gone, however it went. Does nothing in a process of its own."""
    if SUPERVISED not in os.environ:
        return

    def watch() -> None:
        while os.read(0, 1024):
            pass
        stop()

    threading.Thread(target=watch, name="supervisor", daemon=True).start()


@contextlib.contextmanager
def ending_with(parent: int) -> Iterator[None]:
    """While a forked process makes itself ready, it ends when its parent does: it holds what the next parent needs.

    Later it has work in hand, and has to finish that.
    """
    ready = threading.Event()

    def watch() -> None:
        while not ready.wait(LOOK):
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
