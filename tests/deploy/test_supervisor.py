"""The supervisor logs, restarts and stops its processes."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from eventually import eventually

from deploy.run.log_lines import Log
from deploy.run.supervisor import Child, Supervisor

WAITS = "import signal, sys; signal.signal(signal.SIGTERM, lambda *_: sys.exit()); print('ready', flush=True); "
FOREVER = WAITS + "signal.pause()"


@pytest.fixture
def log() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def supervisor(log: io.StringIO) -> Iterator[Supervisor]:
    made = Supervisor(Log(["one", "two"], log))
    yield made
    made.stop()


def _child(name: str, code: str, **options: bool) -> Child:
    return Child(name, [sys.executable, "-c", code], dict(os.environ), **options)


def test_output_of_a_process_is_logged_under_its_name(supervisor: Supervisor, log: io.StringIO) -> None:
    supervisor.start(_child("one", FOREVER))
    assert eventually(lambda: "one         ready\n" in log.getvalue())


def test_exited_process_is_restarted_after_growing_pauses(supervisor: Supervisor, log: io.StringIO) -> None:
    supervisor.start(_child("one", "raise SystemExit(3)"))
    assert eventually(lambda: "started again in 1 s" in log.getvalue())
    assert "one ended (exit code 3); it is started again in 0.5 s." in log.getvalue()


def test_gateway_is_restarted_after_three_seconds_at_most() -> None:
    assert (_child("gateway", "", caller=True).longest_pause, _child("fleet", "").longest_pause) == (3, 30)


def test_stop_ends_callers_first_and_leaves_no_process(supervisor: Supervisor, log: io.StringIO) -> None:
    said = "import atexit; atexit.register(print, 'ended', flush=True); "
    supervisor.start(_child("one", said + FOREVER))
    supervisor.start(_child("two", said + FOREVER, caller=True))
    eventually(lambda: log.getvalue().count("ready") == 2)
    pids = supervisor.pids().values()
    supervisor.stop()
    ended = [line.split()[0] for line in log.getvalue().splitlines() if line.endswith("ended")]
    assert ended == ["two", "one"]
    assert [pid for pid in pids if os.path.exists(f"/proc/{pid}")] == []


def test_process_ends_when_its_supervisor_is_killed() -> None:
    code = (
        "import os, sys; from deploy.run.log_lines import Log; from deploy.run.supervisor import *\n"
        "child = 'from deploy.run.supervisor import stop_with_supervisor as s; import os, signal; '\n"
        "child += 's(lambda: os._exit(0)); print(os.getpid(), flush=True); signal.pause()'\n"
        "Supervisor(Log(['x'])).start(Child('x', [sys.executable, '-c', child], dict(os.environ)))\n"
        "signal.pause()"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    pid = int(process.stdout.readline().split()[-1])
    process.kill()
    process.communicate()
    assert eventually(lambda: not os.path.exists(f"/proc/{pid}"))


def _a_fork(within: str) -> "subprocess.Popen[str]":
    """A parent and its forked child, both waiting; the child executes `within` first and prints its process id."""
    code = (
        "import os, signal; from deploy.run.supervisor import ending_with; parent = os.getpid()\n"
        "if os.fork(): signal.pause()\n"
        "with ending_with(parent):\n"
        f"    {within}\n"
        "print(os.getpid(), flush=True); signal.pause()"
    )
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


def _child_of(process: "subprocess.Popen[str]") -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


def test_starting_worker_ends_with_its_parent() -> None:
    process = _a_fork("print(os.getpid(), flush=True); signal.pause()")
    pid = _child_of(process)
    process.kill()
    process.communicate()
    assert eventually(lambda: not os.path.exists(f"/proc/{pid}"))


def test_ready_worker_outlives_its_parent() -> None:
    """It finishes its current work."""
    process = _a_fork("pass")
    pid = _child_of(process)
    process.kill()
    process.wait()
    with pytest.raises(AssertionError):
        eventually(lambda: not os.path.exists(f"/proc/{pid}"), within=1.0)
    os.kill(pid, signal.SIGKILL)
    process.communicate()
