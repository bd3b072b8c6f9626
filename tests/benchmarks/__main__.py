"""`make bench`: run every benchmark once, print the results and write them to docs/benchmarks.md.

`python -m tests.benchmarks bus pages` runs only these groups and writes no file.
"""

import datetime as dt
import importlib
import os
import platform
import signal
import sys
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "journeys")]

from tests.benchmarks.measure import print_progress  # noqa: E402  # after the paths

TARGET = ROOT / "docs" / "benchmarks.md"
GROUPS = ("bus", "events", "pages", "embedded", "accounts", "login_queue", "guests")
"""Modules of this folder. Each starts its own installation and takes some minutes."""

LIBRARIES = ("nameko", "kombu", "amqp", "SQLAlchemy", "Flask", "gunicorn", "argon2-cffi")


def head() -> list[str]:
    stack = " · ".join(f"{library} {version(library)}" for library in LIBRARIES)
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return [
        "# Benchmarks",
        "",
        "Written by `make bench`. What is compared is measured alternately in one run, with RabbitMQ and PostgreSQL on",
        "the same machine. Times differ from machine to machine; compare the ratios.",
        "",
        f"{dt.datetime.now(dt.UTC).date().isoformat()} · {machine} · {stack}",
        "",
    ]


def main(*groups: str) -> int:
    if unknown := set(groups) - set(GROUPS):
        sys.exit(f"There is no {', '.join(sorted(unknown))}. Choose from: {', '.join(GROUPS)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # runs `finally` blocks, which stop the started processes
    lines, holds = head(), True
    for group in groups or GROUPS:
        print_progress(f"# {group}\n")
        for result in importlib.import_module(f"tests.benchmarks.{group}").results():
            print_progress("\n".join(result.lines()))
            lines += result.lines()
            holds = holds and result.holds
    if not groups:
        TARGET.write_text("\n".join(lines), encoding="utf-8")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
