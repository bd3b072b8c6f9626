"""What all installations that are broken have: switches that their processes look at, a clock, and commands beside
them."""

import datetime as dt
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from journal import Journal
from parts import ROOT, Parts
from seed import Town

LATER = 7000.0
"""Seconds by which the clock is put forward: every lease has ended by then, and every pause before a further try."""


class Breakable:
    """`folder` holds the switches; `town` is who lives in it, `journal` what they were promised."""

    town: Town
    parts: Parts
    url: str
    ops: Any

    def __init__(self, folder: Path) -> None:
        self.folder, self.journal, self._later = folder, Journal(), 0.0
        for name in ("armed", "hit"):
            (folder / name).mkdir(parents=True)

    @property
    def environment(self) -> dict[str, str]:
        """Of a command beside it."""
        raise NotImplementedError

    def arm(self, part: str, point: str, how: str = "") -> None:
        """`how`: nothing for death, or `pause`."""
        (self.folder / "armed" / f"{part}.{point}").write_text(how)

    def disarm(self) -> None:
        for armed in (self.folder / "armed").iterdir():
            armed.unlink(missing_ok=True)

    def failing(self, percent: float) -> None:
        """How many of a hundred effects of events fail from now on."""
        (self.folder / "failing").write_text(str(percent))

    def let_time_pass(self, seconds: float = LATER) -> None:
        self._later += seconds
        (self.folder / "clock").write_text(str(self._later))

    def now(self) -> dt.datetime:
        """By the installation's clock."""
        return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=self._later)

    def run(self, *arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
        """A command of `machinepark` beside it."""
        command = [sys.executable, "-m", "deploy.cli.main", *arguments]
        environment = self.environment | {"MACHINEPARK_CALL_TIMEOUT_SECONDS": "120"}  # however busy the machine is
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=500, input=given
        )


def until(seconds: float) -> None:
    """The moment that chance has chosen to break something: the moment is the test."""
    threading.Event().wait(seconds)
