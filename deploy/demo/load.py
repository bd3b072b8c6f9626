"""Loads the demo through operations. Started again, it does nothing; cut off, it goes on where it was."""

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from deploy.demo.people import LOGINS, PASSWORD
from deploy.demo.printing import WEEKS
from deploy.demo.progress import Progress, shown
from deploy.demo.steps import Demo
from services.chassis.bus import Client
from services.fleet import contracts as fleet
from services.identity import contracts as identity
from services.ordering import contracts as ordering

PATIENCE = 30.0
NOT_YET = (
    identity.UnknownCustomer,
    ordering.UnknownModel,
    ordering.SupplyDoesNotFit,
    fleet.MachineNotFound,
)
"""What one service was told reaches the others in a moment: until then they refuse what builds on it."""
COMPLETE = "complete"
Answer = TypeVar("Answer")
__all__ = ["LOGINS", "PASSWORD", "load"]


def load(
    client: Client, var: Path, progress: Progress | None = None, *, scale: float = 1.0, weeks: int = WEEKS
) -> None:
    """Make customers, people, catalogue, machines, their past, requests and orders; nobody gets a mail.

    `client` speaks as `ops`. What is done stands in `var`, with the day that all is counted back from. A smaller
    `scale` makes fewer machines, fewer `weeks` a shorter past: for tests.
    """
    note = _Note(var / "demo-loaded")
    if note.complete:
        return
    steps = Demo(client, note.today, scale=scale, weeks=weeks).steps()
    show = progress or shown()
    for done, step in enumerate(steps, start=1):
        if step.name not in note.done:
            _patiently(step.run)
            note.add(step.name)
        show(step.stage, done, len(steps))
    note.add(COMPLETE)


class _Note:
    """The day of the load, and under it the steps that are done, each on a line of its own as soon as it is."""

    def __init__(self, path: Path) -> None:
        self._path = path
        lines = path.read_text().splitlines() if path.exists() else []
        if not lines and not path.exists():
            lines = [dt.datetime.now(dt.UTC).date().isoformat()]
            path.write_text(lines[0] + "\n")
        self.done = set(lines[1:])
        self.complete = not lines or COMPLETE in self.done  # an empty note is that of a former version
        self.today = dt.date.fromisoformat(lines[0]) if lines else dt.date.min

    def add(self, step: str) -> None:
        with self._path.open("a") as file:
            file.write(f"{step}\n")


def _patiently(run: Callable[[], Answer]) -> Answer:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return run()
        except NOT_YET:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)
