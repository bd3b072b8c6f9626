"""The processes of an installation. They are restarted when they exit, and every exit is recorded."""

import os
import signal
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import forked_process
from forked_process import ForkedProcess

from deploy.run.supervisor import SUPERVISED
from services.chassis.contract.caller import GATEWAY

POLL_SECONDS = 0.05


@dataclass(slots=True)
class Exit:
    """An exit of a process that was not stopped by the test. `code` is negative for a signal."""

    part: str
    code: int
    expected: bool


@dataclass(slots=True)
class Part:
    """One process. `restart_on_exit` is off while a test keeps it stopped."""

    name: str
    environment: Mapping[str, str]
    folder: Path
    restart_on_exit: bool = True
    arguments: list[str] = field(default_factory=list)
    process: ForkedProcess | None = None
    killed_pids: set[int] = field(default_factory=set)

    def start(self) -> None:
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.process = forked_process.start(
                "tests.resilience.faulty_process",
                str(self.folder),
                self.name,
                *self.arguments,
                environment={**self.environment, SUPERVISED: "1"},  # ends when its standard input is closed
                stdout=log,
                kind=forked_process.GATEWAY if self.name == GATEWAY else forked_process.COMMAND,
            )

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def wait(self, seconds: float) -> int:
        """Wait until it has exited; its exit code."""
        assert self.process is not None
        return self.process.wait(seconds)

    def send(self, number: signal.Signals) -> None:
        if number is signal.SIGKILL:
            self.killed_pids.add(self.pid)
        os.kill(self.pid, number)


class Parts:
    """Restarts processes as soon as they exit."""

    def __init__(self, parts: list[Part], folder: Path) -> None:
        self.by_name, self.exits, self._folder = {part.name: part for part in parts}, list[Exit](), folder
        self._ending = threading.Event()
        self._restarter = threading.Thread(target=self._restart_exited, name="keeper", daemon=True)

    def start(self) -> None:
        for part in self.by_name.values():
            part.start()
        self._restarter.start()

    def add(self, name: str, part: Part) -> None:
        part.start()
        self.by_name = {**self.by_name, name: part}

    def stop_part(self, name: str, how: signal.Signals = signal.SIGTERM) -> int:
        """Stop it without a restart; its exit code."""
        part = self.by_name[name]
        part.restart_on_exit = False
        part.send(how)
        return part.wait(180)

    def start_part(self, name: str) -> None:
        self.by_name[name].start()
        self.by_name[name].restart_on_exit = True

    def stop(self) -> dict[str, int]:
        """Stop them as an operator does (SIGTERM); the exit code of each."""
        self._ending.set()
        self._restarter.join()
        for part in self.by_name.values():
            if part.process and part.process.poll() is None:
                part.process.send_signal(signal.SIGTERM)
        return {name: part.wait(60) for name, part in self.by_name.items()}

    def end(self) -> None:
        """Kill them."""
        self._ending.set()
        for part in self.by_name.values():
            if part.process and part.process.poll() is None:
                os.killpg(part.process.pid, signal.SIGKILL)
                part.wait(10)

    def fault_count(self, name: str, point: str) -> int:
        """How often the process was killed or suspended at the fault point."""
        return len(list((self._folder / "hit").glob(f"{name}.{point}.*")))

    def _restart_exited(self) -> None:
        while not self._ending.is_set():
            for part in self.by_name.values():
                if part.restart_on_exit and part.process and (code := part.process.poll()) is not None:
                    self.exits.append(Exit(part.name, code, self._was_expected(part)))
                    part.wait(1)
                    part.start()
            time.sleep(POLL_SECONDS)

    def _was_expected(self, part: Part) -> bool:
        return part.pid in part.killed_pids or bool(list((self._folder / "hit").glob(f"{part.name}.*.{part.pid}")))
