"""Starting the programs of this folder, and ending them."""

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
    """One that runs."""

    process: "subprocess.Popen[str]"

    @property
    def pid(self) -> int:
        return self.process.pid

    def ask(self, line: str) -> Any:
        """Give it a line, and wait for the JSON that it answers with. Raises RuntimeError when it has ended."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        if not (answer := self.process.stdout.readline()):
            raise RuntimeError(f"no answer to {line}")
        return json.loads(answer)


def environment() -> dict[str, str]:
    """Of this process, with the paths that the tests have."""
    paths = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "journeys")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths)}


@contextlib.contextmanager
def program(module: str, *arguments: str, folder: Path, **settings: str) -> Iterator[Program]:
    """Run a module until the end of the block; begins when it says that it is ready. Its log goes into the folder.

    Raises RuntimeError when it ends before.
    """
    command = [sys.executable, "-u", "-m", f"tests.benchmarks.beside.{module}", *arguments]
    log, pipes = folder / f"{module}.log", {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with log.open("wb") as written:
        process = subprocess.Popen(command, cwd=ROOT, env=environment() | settings, stderr=written, text=True, **pipes)
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
