"""Runs other programs. What they print is shown only when they fail."""

import subprocess
from collections.abc import Mapping
from pathlib import Path


class TrialFailed(Exception):
    """A step of the trial (`try_out.py`) did not work; the message says what, and what a program printed."""


def run(
    *command: str | Path, given: str = "", environment: Mapping[str, str] | None = None, within: float = 1800
) -> str:
    """Standard output of a program. `given` is its standard input. Raises TrialFailed for an exit code other than 0."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(  # noqa: S603  # words of this package, no shell
            words, input=given, capture_output=True, text=True, env=environment, timeout=within, check=False
        )
    except subprocess.TimeoutExpired:
        raise TrialFailed(f"`{' '.join(words[:4])} …` did not end within {within:.0f} s") from None
    if done.returncode:
        printed = "\n".join((done.stdout + done.stderr).strip().splitlines()[-40:])
        raise TrialFailed(f"`{' '.join(words[:4])} …` ended with {done.returncode}:\n{printed}")
    return done.stdout.strip()


def succeeds(*command: str | Path) -> bool:
    """Whether a program is installed and ends with exit code 0."""
    try:
        run(*command, within=60)
    except (TrialFailed, OSError):
        return False
    return True
