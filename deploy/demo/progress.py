"""How far a load is: a bar on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Callable
from typing import Protocol

import click


class Progress(Protocol):
    """Told after each step: what was done, how many steps are done, and of how many."""

    def __call__(self, stage: str, done: int, steps: int) -> None: ...


def shown() -> Progress:
    """For whoever started it."""
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
    """A line when something else begins, and for every fifth of the whole."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say, self._told = say, ("", 0)

    def __call__(self, stage: str, done: int, steps: int) -> None:
        now = stage, 5 * done // steps
        if now != self._told:
            self._say(f"Loading demo data: {stage} ({100 * done // steps} %)")
        self._told = now
        if done == steps:
            self._say("Demo data is loaded.")
