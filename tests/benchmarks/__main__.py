"""`make bench`: every benchmark once, told on the way and written to docs/benchmarks.md."""

import datetime as dt
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "journeys")]

from tests.benchmarks import accounts  # noqa: E402  # after the paths
from tests.benchmarks.house import running  # noqa: E402

TARGET = ROOT / "docs" / "benchmarks.md"
LIBRARIES = ("nameko", "kombu", "SQLAlchemy", "Flask", "argon2-cffi")


def head() -> list[str]:
    stack = " · ".join(f"{library} {version(library)}" for library in LIBRARIES)
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return [
        "# Benchmarks",
        "",
        "Printed by `make bench`: kinds of work that take turns in one run, in the full way to run",
        "(RabbitMQ and PostgreSQL on the same machine). Other machines give other milliseconds; ratios are the point.",
        "",
        f"{dt.datetime.now(dt.UTC).date().isoformat()} · {machine} · {stack}",
        "",
    ]


def main() -> int:
    lines, holds = head(), True
    with running() as house:
        for benchmark in accounts.BENCHMARKS:
            result = benchmark(house)
            print("\n".join(result.lines()), flush=True)  # noqa: T201  # this is a program that tells
            lines += result.lines()
            holds = holds and result.holds
    TARGET.write_text("\n".join(lines), encoding="utf-8")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
