"""`kill -9` at every fault point, and at random moments in between: nothing is lost or done twice."""

import contextlib
import os
import random
import signal
import threading
from collections import Counter
from pathlib import Path

import installation as installations
import pytest
from base_installation import wait
from eventually import eventually
from installation import Installation
from journal import Journal
from verification import verify
from workload import Workload

from services.chassis.contract.caller import GATEWAY
from services.chassis.faultpoints import FaultPoint

HIT_SECONDS, BACK_SECONDS = 120.0, 300.0
FAILING = 12.0
CALL_POINTS = (
    FaultPoint.CALL_RECEIVED,
    FaultPoint.COMMAND_BEFORE_COMMIT,
    FaultPoint.COMMAND_AFTER_COMMIT,
    FaultPoint.RESPONSE_SENT,
)
RELAY_POINTS = (
    FaultPoint.EVENTS_LEASED,
    FaultPoint.EVENTS_PUBLISHED,
    FaultPoint.EVENTS_CONFIRMED,
    FaultPoint.EVENTS_MARKED,
)
EVENT_POINTS = (
    FaultPoint.EVENT_RECEIVED,
    FaultPoint.EVENT_BEFORE_COMMIT,
    FaultPoint.EVENT_AFTER_COMMIT,
    FaultPoint.EVENT_STORED_FOR_RETRY,
    FaultPoint.RETRIES_LEASED,
)
MAIL_POINTS = (FaultPoint.JOB_LEASED, FaultPoint.COMMAND_PREPARED, FaultPoint.MAIL_ACCEPTED, FaultPoint.JOB_SUCCEEDED)
CALLER_POINTS = (FaultPoint.CALL_SENT, FaultPoint.RESPONSE_RECEIVED)
POINTS_OF_PARTS: dict[str, tuple[FaultPoint, ...]] = {
    GATEWAY: CALLER_POINTS,
    "identity": (*CALL_POINTS, *RELAY_POINTS),
    "ordering": (*CALL_POINTS, *RELAY_POINTS),
    "servicedesk": (*CALL_POINTS, *RELAY_POINTS),
    "fleet": (
        FaultPoint.CALL_RECEIVED,
        FaultPoint.RESPONSE_SENT,
        FaultPoint.EVENT_RECEIVED,
        FaultPoint.EVENT_AFTER_COMMIT,
    ),
    "notify": (*EVENT_POINTS, *MAIL_POINTS, *RELAY_POINTS, *CALLER_POINTS),
}
"""The fault points that each part reaches during the workload."""
RANDOM_KILL_INTERVAL = 3
"""After so many kills at fault points, there is one at a random moment."""
Plan = dict[str, list[FaultPoint]]


def each_point_once(seed: str) -> Plan:
    """Each fault point in one of the parts that reach it."""
    rng, plan = random.Random(seed), {name: list[FaultPoint]() for name in POINTS_OF_PARTS}
    for point in FaultPoint:
        plan[rng.choice([name for name, points in POINTS_OF_PARTS.items() if point in points])].append(point)
    return plan


def all_points_repeatedly(seed: str, times: int) -> Plan:
    """Each part at each of its fault points, `times` times, in random order."""
    rng, plan = random.Random(seed), {name: list(points) * times for name, points in POINTS_OF_PARTS.items()}
    for points in plan.values():
        rng.shuffle(points)
    return plan


class Killer(threading.Thread):
    """Kills one part at these fault points one after the other, and at random moments in between."""

    def __init__(self, installation: Installation, name: str, points: list[FaultPoint], seed: str) -> None:
        super().__init__(name=f"killer of {name}", daemon=True)
        self._installation, self._part, self._points = installation, name, points
        self._rng = random.Random(f"{seed} {name}")
        self.random_kills = 0

    def run(self) -> None:
        for number, point in enumerate(self._points):
            self._await_healthy()
            self._kill_at(point)
            if number % RANDOM_KILL_INTERVAL == RANDOM_KILL_INTERVAL - 1:
                self._await_healthy()
                wait(self._rng.random())
                self._installation.parts.by_name[self._part].send(signal.SIGKILL)
                self.random_kills += 1

    def _kill_at(self, point: FaultPoint) -> None:
        before = self._installation.parts.fault_count(self._part, point)
        self._installation.arm(self._part, point)
        with contextlib.suppress(AssertionError):  # not reached in this time: verified at the end
            eventually(lambda: self._installation.parts.fault_count(self._part, point) > before, within=HIT_SECONDS)

    def _await_healthy(self) -> None:
        with contextlib.suppress(AssertionError):
            eventually(lambda: self._installation.is_healthy(self._part), within=BACK_SECONDS)


def test_every_fault_point_is_used() -> None:
    assert {point for points in POINTS_OF_PARTS.values() for point in points} == set(FaultPoint)


def test_nothing_is_lost_or_done_twice_when_processes_are_killed(shared_installation: Installation) -> None:
    _kill(shared_installation, each_point_once("once"), "once")


@pytest.mark.long
def test_nothing_is_lost_or_done_twice_after_hundreds_of_kills(tmp_path: Path) -> None:
    seed = os.environ.get("MACHINEPARK_TEST_SEED") or str(random.randrange(1_000_000))
    with installations.running(tmp_path / "installation", seed) as installation:
        kills = _kill(installation, all_points_repeatedly(seed, 6), seed)
    assert sum(kills.values()) >= 300
    assert {point: number for point, number in kills.items() if number < 5} == {}


def _kill(installation: Installation, plan: Plan, seed: str) -> Counter[str]:
    before, workload = _count_kills(installation), Workload(installation, seed)
    workload.start()
    installation.fail_events(FAILING)
    killers = [Killer(installation, name, points, seed) for name, points in plan.items()]
    for killer in killers:
        killer.start()
    for killer in killers:
        killer.join()
    journal = workload.stop()
    kills = _count_kills(installation) - before
    totals = verify(installation)
    kills["at random"] = sum(killer.random_kills for killer in killers)
    _report(seed, kills, totals, journal)
    assert [point for point in FaultPoint if not kills[point]] == []
    return kills


def _count_kills(installation: Installation) -> Counter[str]:
    """The number of kills at each fault point since the start."""
    return Counter(
        {
            str(point): sum(installation.parts.fault_count(name, point) for name in POINTS_OF_PARTS)
            for point in FaultPoint
        }
    )


def _report(seed: str, kills: Counter[str], totals: dict[str, str], journal: Journal) -> None:
    """Print the numbers; `make resilience` shows them."""
    lines = [f"seed {seed}: {sum(kills.values())} kills"]
    lines += [f"  {number:4} {point}" for point, number in kills.items()]
    lines += [f"  {title}: {what}" for title, what in totals.items()]
    lines += [f"  {len(journal.orders)} orders, {len(journal.requests)} service requests"]
    lines += [f"  {journal.rights_changed} changes of rights"]
    lines += [f"  {journal.pages} pages, {journal.degraded_pages} of them without a part"]
    print("\n".join(lines))  # noqa: T201  # output of `make resilience`
