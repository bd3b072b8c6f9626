"""The processes of an installation, kept running whatever happens to them; who died of what is noted."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.run.supervisor import SUPERVISED

ROOT = Path(__file__).parents[2]
LOOK = 0.05


@dataclass(slots=True)
class Death:
    """How a process ended that nobody had told to end. `code` is negative for a signal."""

    part: str
    code: int
    meant: bool


@dataclass(slots=True)
class Part:
    """A process that should run. `kept` is off while a test wants it to be away."""

    name: str
    environment: Mapping[str, str]
    folder: Path
    kept: bool = True
    arguments: list[str] = field(default_factory=list)
    process: "subprocess.Popen[bytes] | None" = None
    struck: set[int] = field(default_factory=set)

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.resilience.victim", str(self.folder), self.name, *self.arguments]
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**self.environment, SUPERVISED: "1"},
                stdin=subprocess.PIPE,  # ends with the test, and then the part ends as well
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def wait(self, seconds: float) -> int:
        """Until it has ended; its exit code."""
        assert self.process is not None
        code = self.process.wait(seconds)
        if self.process.stdin:
            self.process.stdin.close()
        return code

    def send(self, number: signal.Signals) -> None:
        if number is signal.SIGKILL:
            self.struck.add(self.pid)
        os.kill(self.pid, number)


class Parts:
    """Starts what ended again, at once."""

    def __init__(self, parts: list[Part], folder: Path) -> None:
        self.by_name, self.deaths, self._folder = {part.name: part for part in parts}, list[Death](), folder
        self._ending = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="keeper", daemon=True)

    def start(self) -> None:
        for part in self.by_name.values():
            part.start()
        self._keeper.start()

    def add(self, name: str, part: Part) -> None:
        part.start()
        self.by_name = {**self.by_name, name: part}

    def take_away(self, name: str, how: signal.Signals = signal.SIGTERM) -> int:
        """End it, and leave it so; its exit code."""
        part = self.by_name[name]
        part.kept = False
        part.send(how)
        return part.wait(45)

    def bring_back(self, name: str) -> None:
        self.by_name[name].start()
        self.by_name[name].kept = True

    def stop(self) -> dict[str, int]:
        """End them as an operator does; the exit code of each."""
        self._ending.set()
        self._keeper.join()
        for part in self.by_name.values():
            if part.process and part.process.poll() is None:
                part.process.terminate()
        return {name: part.wait(60) for name, part in self.by_name.items()}

    def end(self) -> None:
        """At once, whatever state they are in."""
        self._ending.set()
        for part in self.by_name.values():
            if part.process and part.process.poll() is None:
                os.killpg(part.process.pid, signal.SIGKILL)
                part.wait(10)

    def hits(self, name: str, point: str) -> int:
        return len(list((self._folder / "hit").glob(f"{name}.{point}.*")))

    def _keep(self) -> None:
        while not self._ending.is_set():
            for part in self.by_name.values():
                if part.kept and part.process and (code := part.process.poll()) is not None:
                    self.deaths.append(Death(part.name, code, self._was_meant(part)))
                    part.wait(1)
                    part.start()
            time.sleep(LOOK)

    def _was_meant(self, part: Part) -> bool:
        return part.pid in part.struck or bool(list((self._folder / "hit").glob(f"{part.name}.*.{part.pid}")))
