"""Starting the programs of this folder, and ending them."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]


@contextlib.contextmanager
def beside(module: str, *arguments: str, folder: Path, **environment: str) -> Iterator[int]:
    """Run a module until the end of the block; begins when it says that it is ready. Its log goes into the folder.

    Gives its process id. Raises RuntimeError when it ends before.
    """
    command = [sys.executable, "-u", "-m", f"tests.benchmarks.beside.{module}", *arguments]
    paths = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "journeys")]
    known = os.environ | {"PYTHONPATH": os.pathsep.join(paths)} | environment
    log = folder / f"{module}.log"
    with log.open("wb") as written:
        process = subprocess.Popen(command, cwd=ROOT, env=known, stdout=subprocess.PIPE, stderr=written)
    assert process.stdout is not None
    try:
        if process.stdout.readline() != b"ready\n":
            raise RuntimeError(f"{module} did not start: {log.read_text(errors='replace')[-2000:]}")
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
