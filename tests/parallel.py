"""Run test files in several processes: `python -m tests.parallel [files, directories and options of pytest]`.

Every process imports and runs the files that it claims before the others do. A file is run by one process, so that the
fixtures of a module are built once. As a pytest plugin (`-p tests.parallel`) this module does the claiming and reports
each finished file to the parent process, which prints it and, at the end, the slowest files.

pytest-xdist is not used where green threads are: its workers receive their work in a native thread, which cannot wake
the green threads of the main thread (`tests/eventlet_plugin.py`).
"""

import argparse
import dataclasses
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.slowest_files import FileTime, FileTimes, slowest

FOLDER_VARIABLE = "MACHINEPARK_TEST_CLAIMS"
"""Environment variable with the directory that the processes of one run share. Its files:

- `claim-N`: module number N has been claimed
- `report`: a line of JSON for each finished test file
- `failures`: a byte for each failure, so that its size is the number of failures in all processes
- `output-N`: the output of process number N
"""
PROCESSES = (os.cpu_count() or 2) + 1
"""One more than there are cores: a process waits for disks, the broker and the database for a third of the time."""
IN_MEMORY, ENOUGH_MEMORY = Path("/dev/shm"), 4 << 30
"""On Linux, temporary directories are in memory if at least ENOUGH_MEMORY bytes are free, so that SQLite's `fsync` does
not wait for a disk."""


class ClaimingPlugin:
    """Imports and runs claimed files only. `--maxfail` counts the failures of all processes together."""

    def __init__(self, folder: Path, maxfail: int) -> None:
        self._folder, self._maxfail = folder, maxfail
        self._times = FileTimes()
        self._modules: list[pytest.Module] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> pytest.CollectReport | None:
        """Postpones the import of a module: pytest collects no tests in it until `_claimed` collects it again."""
        if not isinstance(collector, pytest.Module) or collector in self._modules:
            return None
        self._modules.append(collector)
        return pytest.CollectReport(collector.nodeid, "passed", None, [])

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        if session.testsfailed:
            return None  # pytest's own loop reports errors of collection
        items = self._claimed(session)
        item = next(items, None)
        while item is not None:
            following = next(items, None)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if following is None or following.path != item.path:
                self._append("report", json.dumps(dataclasses.asdict(self._times[item.nodeid.split("::")[0]])) + "\n")
            if self._maxfail and (self._folder / "failures").stat().st_size >= self._maxfail:
                session.shouldfail = f"stopping after {self._maxfail} failures in all processes"
            if session.shouldfail:
                raise session.Failed(session.shouldfail)
            if session.shouldstop:
                raise session.Interrupted(session.shouldstop)
            item = following
        return True

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._append("failures", "F")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._times.add(report)
        if report.failed:
            self._append("failures", "F")

    def pytest_report_teststatus(self, report: pytest.CollectReport | pytest.TestReport) -> tuple[str, str, str] | None:
        """Passed tests print nothing: the parent prints a line for each file."""
        return ("passed", "", "") if report.passed and report.when == "call" else None

    def _claimed(self, session: pytest.Session) -> Iterator[pytest.Item]:
        for number, module in enumerate(self._modules):
            try:
                (self._folder / f"claim-{number}").touch(exist_ok=False)
            except FileExistsError:
                continue
            items = list(session.genitems(module))
            session.config.hook.pytest_collection_modifyitems(session=session, config=session.config, items=items)
            session.testscollected += len(items)
            yield from items

    def _append(self, name: str, text: str) -> None:
        with (self._folder / name).open("a") as file:
            file.write(text)


def pytest_configure(config: pytest.Config) -> None:
    if (folder := os.environ.get(FOLDER_VARIABLE)) and not config.option.collectonly:
        maxfail, config.option.maxfail = config.option.maxfail, 0
        config.pluginmanager.register(ClaimingPlugin(Path(folder), maxfail))


def main(arguments: list[str], processes: int) -> int:
    """Returns pytest's exit status: the first that is not 0.

    A process that claimed no file exits with NO_TESTS_COLLECTED; that is returned only if no process finished a file.
    """
    started_at = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="machinepark-claims-") as name:
        folder, times = Path(name), list[FileTime]()
        for file in ("report", "failures"):
            (folder / file).touch()
        environment = _environment(folder)
        running = [_start(folder, number, arguments, environment) for number in range(processes)]
        try:
            with (folder / "report").open() as reports:
                ended = False
                while not ended:
                    ended = all(process.poll() is not None for process in running)
                    for line in reports.readlines():
                        times.append(FileTime(**json.loads(line)))
                        print(times[-1], flush=True)
                    time.sleep(0.2)
        finally:
            for process in running:
                process.terminate()
                process.wait()
        for number in range(processes):
            print((folder / f"output-{number}").read_text(errors="replace").strip())
    print(f"\nslowest of {len(times)} files:", *slowest(times), sep="\n")
    tests, seconds = sum(one.tests for one in times), time.monotonic() - started_at
    print(f"{tests} tests in {seconds:.0f} s, in {processes} processes", flush=True)
    no_tests = pytest.ExitCode.NO_TESTS_COLLECTED
    failed = [process.returncode for process in running if process.returncode not in (0, no_tests)]
    return failed[0] if failed else 0 if times else no_tests


def _environment(folder: Path) -> dict[str, str]:
    """Environment of the processes: the shared directory, and a PostgreSQL and a RabbitMQ of this run where none are
    given.

    The private PostgreSQL allows more connections than its default of 100, because the services of three processes keep
    more open. Both keep their files in memory if there is enough, and no other run adds to their load.
    """
    environment = os.environ | {FOLDER_VARIABLE: str(folder)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # pytest takes five seconds to compile rewritten assertions
    if IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free >= ENOUGH_MEMORY:
        tempfile.tempdir = environment.setdefault("TMPDIR", str(IN_MEMORY))
    sys.path.insert(0, str(Path(__file__).parent))
    from private_servers import PrivatePostgreSQL, PrivateRabbitMQ
    from shared_servers import AMQP, AMQP_FOLDER, POSTGRES

    # These servers end with this process.
    if POSTGRES not in environment and PrivatePostgreSQL.is_installed():
        database = PrivatePostgreSQL()
        database.start()
        environment[POSTGRES] = database.url
    if AMQP not in environment and PrivateRabbitMQ.is_installed():
        broker = PrivateRabbitMQ()
        broker.start()
        environment |= {AMQP: broker.url, AMQP_FOLDER: str(broker.folder)}
    return environment


def _start(folder: Path, number: int, arguments: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    plugins = ["-p", "tests.eventlet_plugin", "-p", "tests.parallel", "-p", "no:cacheprovider"]
    with (folder / f"output-{number}").open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "pytest", *plugins, "-q", "--no-header", *arguments],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    parser = argparse.ArgumentParser(description="Run tests in several processes; other arguments are pytest's.")
    parser.add_argument("--processes", type=int, default=PROCESSES)
    options, pytest_arguments = parser.parse_known_args()
    sys.exit(main(pytest_arguments, options.processes))
