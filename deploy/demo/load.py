"""Loads the demo through operations. A finished load is not repeated; an interrupted one is resumed."""

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

RETRY_SECONDS = 30.0
NOT_YET = (
    identity.UnknownCustomer,
    ordering.UnknownModel,
    ordering.SupplyDoesNotFit,
    fleet.MachineNotFound,
)
"""Errors of services that have not processed an event yet; the step is repeated for RETRY_SECONDS seconds."""
COMPLETE = "complete"
Answer = TypeVar("Answer")
__all__ = ["LOGINS", "PASSWORD", "load"]


def load(
    client: Client, var: Path, progress: Progress | None = None, *, scale: float = 1.0, weeks: int = WEEKS
) -> None:
    """Create customers, people, catalogue, machines, readings, requests and orders. No mail is sent.

    `client` is the user `ops`. Finished steps and the reference date are recorded in `var`. A smaller `scale` creates
    fewer machines, fewer `weeks` a shorter history, for tests.
    """
    state = _State(var / "demo-loaded")
    if state.complete:
        return
    steps = Demo(client, state.today, scale=scale, weeks=weeks).steps()
    show = progress or shown()
    for done, step in enumerate(steps, start=1):
        if step.name not in state.done:
            _with_retries(step.run)
            state.add(step.name)
        show(step.stage, done, len(steps))
    state.add(COMPLETE)


class _State:
    """The state file: the reference date on the first line, then one line per finished step."""

    def __init__(self, path: Path) -> None:
        self._path = path
        lines = path.read_text().splitlines() if path.exists() else []
        if not lines and not path.exists():
            lines = [dt.datetime.now(dt.UTC).date().isoformat()]
            path.write_text(lines[0] + "\n")
        self.done = set(lines[1:])
        self.complete = not lines or COMPLETE in self.done  # a former version wrote an empty file
        self.today = dt.date.fromisoformat(lines[0]) if lines else dt.date.min

    def add(self, step: str) -> None:
        with self._path.open("a") as file:
            file.write(f"{step}\n")


def _with_retries(run: Callable[[], Answer]) -> Answer:
    deadline = time.monotonic() + RETRY_SECONDS
    while True:
        try:
            return run()
        except NOT_YET:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
