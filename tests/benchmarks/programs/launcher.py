"""Starts and stops the programs of this folder."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Program:
    """A running program."""

    process: "subprocess.Popen[str]"

    @property
    def pid(self) -> int:
        return self.process.pid

    def request(self, line: str) -> Any:
        """Write a line to its standard input and return its response, parsed from JSON. Raises RuntimeError when it has
        exited."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        if not (response := self.process.stdout.readline()):
            raise RuntimeError(f"no answer to {line}")
        return json.loads(response)


def environment() -> dict[str, str]:
    """The environment of this process, with the paths of the tests."""
    paths = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "journeys")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths)}


@contextlib.contextmanager
def program(module: str, *arguments: str, folder: Path, **settings: str) -> Iterator[Program]:
    """Run a module until the end of the block, which starts when the module prints `ready`. Its log is in the folder.

    Raises RuntimeError when it exits before.
    """
    command = [sys.executable, "-u", "-m", f"tests.benchmarks.programs.{module}", *arguments]
    log, pipes = folder / f"{module}.log", {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with log.open("wb") as log_file:
        process = subprocess.Popen(command, cwd=ROOT, env=environment() | settings, stderr=log_file, text=True, **pipes)
    assert process.stdout is not None
    try:
        if process.stdout.readline() != "ready\n":
            raise RuntimeError(f"{module} did not start: {log.read_text(errors='replace')[-2000:]}")
        yield Program(process)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
