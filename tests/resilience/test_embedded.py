"""Embedded mode survives `kill -9` at fault points, at random moments, while it loads the demo and during a command."""

import contextlib
import random
import signal
from pathlib import Path

import pytest
from base_installation import wait
from embedded_installation import NAME, EmbeddedInstallation
from eventually import eventually
from verification import audit, verify
from workload import Workload

from services.chassis.faultpoints import FaultPoint

POINTS = [point for point in FaultPoint if point is not FaultPoint.ANSWER_SENT]
"""The in-process bus sends no response message."""
HIT_SECONDS = 20.0
DEMO_KILLS, COMMAND_KILLS = 8, 6


@pytest.mark.long
def test_nothing_is_lost_when_the_process_is_killed_at_every_fault_point(tmp_path: Path) -> None:
    rng = random.Random("alone")
    with EmbeddedInstallation(tmp_path / "var", tmp_path / "beside") as installation:
        workload = Workload(installation)
        workload.start()
        installation.fail_events(12)
        for point in rng.sample(POINTS, len(POINTS)):
            assert eventually(installation.is_healthy, within=60)
            _kill_at(installation, point)
            assert eventually(installation.is_healthy, within=60)
            workload.run_for(rng.random())
            installation.kill()
        workload.stop()
        verify(installation)
        assert [point for point in POINTS if not installation.parts.hits(NAME, point)] == []


@pytest.mark.long
def test_demo_killed_while_it_loads_is_loaded_once(tmp_path: Path) -> None:
    rng = random.Random("demo")
    with EmbeddedInstallation(tmp_path / "var", tmp_path / "beside", demo=True) as installation:
        for _ in range(DEMO_KILLS):
            wait(rng.uniform(2.0, 5.0))
            installation.kill()
        assert eventually(lambda: "complete" in (installation.var / "demo-loaded").read_text(), within=300)
        assert eventually(installation.is_healthy, within=60)
        installation.advance_clock()
        problems = {proof["title"]: proof["wrong"] for proof in audit(installation, []) if proof["wrong"]}
        assert not problems, problems
        listed = installation.run("services", "--json")
        assert listed.returncode == 0, listed.stderr


@pytest.mark.long
def test_killed_command_leaves_no_partial_work(tmp_path: Path) -> None:
    """The command starts the services itself, because no process is running."""
    var, beside = tmp_path / "var", tmp_path / "beside"
    rng = random.Random("command")
    installation = EmbeddedInstallation(var, beside)
    for number in range(COMMAND_KILLS):
        command = installation.start_command("staff", "add", f"member{number}@dealer.example", "--name", "Member")
        wait(rng.uniform(0.5, 4.0))
        command.send_signal(signal.SIGKILL)
        command.wait(10)
    added = installation.run("staff", "add", "last@dealer.example", "--name", "Last")
    assert added.returncode == 0, added.stderr
    problems = {proof["title"]: proof["wrong"] for proof in audit(installation, []) if proof["wrong"]}
    assert not problems, problems


def _kill_at(installation: EmbeddedInstallation, point: FaultPoint) -> None:
    installation.arm(NAME, point)
    with contextlib.suppress(AssertionError):  # not reached in this time: verified at the end
        eventually(lambda: installation.parts.hits(NAME, point), within=HIT_SECONDS)
    installation.disarm()
