"""Sums the time of tests by file: `pytest -p tests.slowest_files` prints the ten slowest files at its end.

Works in one process and with pytest-xdist, whose main process gets the report of every test.
"""

import collections
from collections.abc import Iterable
from dataclasses import dataclass

import pytest

SHOWN = 10


@dataclass(slots=True)
class FileTime:
    """`seconds` include setup and teardown; skipped tests are not counted."""

    file: str
    seconds: float = 0.0
    tests: int = 0
    failed: int = 0

    def add(self, report: pytest.TestReport) -> None:
        self.seconds += report.duration
        self.tests += report.when == "call"
        self.failed += report.failed

    def __str__(self) -> str:
        failed = f", {self.failed} failed" if self.failed else ""
        return f"{self.seconds:7.1f} s {self.tests:5} tests  {self.file}{failed}"


class FileTimes(collections.defaultdict[str, FileTime]):
    """The times of files, by their paths."""

    def __missing__(self, file: str) -> FileTime:
        return self.setdefault(file, FileTime(file))

    def add(self, report: pytest.TestReport) -> None:
        self[report.nodeid.split("::")[0]].add(report)


def slowest(times: Iterable[FileTime]) -> list[str]:
    """A line for each of the slowest files."""
    return [str(one) for one in sorted(times, key=lambda one: -one.seconds)[:SHOWN]]


class _Plugin:
    def __init__(self) -> None:
        self._times = FileTimes()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._times.add(report)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("slowest files")
        for line in slowest(self._times.values()):
            terminalreporter.write_line(line)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_Plugin())
