"""Progress of a load: a bar on a terminal, else plain lines."""

import sys
from collections.abc import Callable
from typing import Protocol

import click


class Progress(Protocol):
    """Called after each step with its stage, the number of finished steps and the number of all steps."""

    def __call__(self, stage: str, done: int, steps: int) -> None: ...


def shown() -> Progress:
    return _Bar() if sys.stdout.isatty() else _Lines(click.echo)


class _Bar:
    def __init__(self) -> None:
        self._bar = click.progressbar(length=1, label="Loading demo data", item_show_func=lambda stage: stage or "")

    def __call__(self, stage: str, done: int, steps: int) -> None:
        self._bar.length = steps
        self._bar.update(done - self._bar.pos, stage)
        if done == steps:
            self._bar.render_finish()


class _Lines:
    """One line per stage and per fifth of all steps."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write, self._last = write, ("", 0)

    def __call__(self, stage: str, done: int, steps: int) -> None:
        current = stage, 5 * done // steps
        if current != self._last:
            self._write(f"Loading demo data: {stage} ({100 * done // steps} %)")
        self._last = current
        if done == steps:
            self._write("Demo data is loaded.")
