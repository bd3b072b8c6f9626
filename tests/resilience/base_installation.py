"""What both kinds of installations have: switches for faults that their processes read, a clock, and commands."""

import datetime as dt
import subprocess
import threading
from pathlib import Path
from typing import Any

import forked_process
from journal import Journal
from parts import Parts
from seed import SeedData

LATER = 7000.0
"""Seconds after which every lease and every pause before a retry has expired."""


class BaseInstallation:
    """`folder` holds the switches; `journal` records what users were promised."""

    seed_data: SeedData
    parts: Parts
    url: str
    ops: Any

    def __init__(self, folder: Path) -> None:
        self.folder, self.journal, self._later = folder, Journal(), 0.0
        for name in ("armed", "hit"):
            (folder / name).mkdir(parents=True)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of commands."""
        raise NotImplementedError

    def arm(self, part: str, point: str, how: str = "") -> None:
        """Kill a part at a fault point, or suspend it there if `how` is `pause`."""
        (self.folder / "armed" / f"{part}.{point}").write_text(how)

    def disarm(self) -> None:
        for armed in (self.folder / "armed").iterdir():
            armed.unlink(missing_ok=True)

    def fail_events(self, percent: float) -> None:
        """Let this percentage of event handlers fail from now on."""
        (self.folder / "failing").write_text(str(percent))

    def advance_clock(self, seconds: float = LATER) -> None:
        self._later += seconds
        (self.folder / "clock").write_text(str(self._later))

    def now(self) -> dt.datetime:
        """The installation's clock."""
        return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=self._later)

    def run(self, *arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
        """Run a command of `machinepark`; `given` is its standard input."""
        environment = self.environment | {"MACHINEPARK_CALL_TIMEOUT_SECONDS": "120"}  # for a busy machine
        return forked_process.run("deploy.cli.main", *arguments, environment=environment, stdin=given)


def wait(seconds: float) -> None:
    """Wait until the randomly chosen moment of a fault: the moment is what is tested."""
    threading.Event().wait(seconds)
