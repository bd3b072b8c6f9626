"""`kill -9` at every point that has a name, and at random times in between; nothing is lost and nothing done twice."""

import contextlib
import os
import random
import signal
import threading
from collections import Counter
from pathlib import Path

import installation as installations
import pytest
from breakable import until
from counting import count
from customers import Crowd
from eventually import eventually
from installation import Installation
from journal import Journal

from services.chassis.contract.caller import GATEWAY
from services.chassis.faultpoints import FaultPoint

HIT_SECONDS, BACK_SECONDS = 120.0, 300.0
FAILING = 12.0
CALLS = (
    FaultPoint.CALL_TAKEN,
    FaultPoint.COMMAND_BEFORE_COMMIT,
    FaultPoint.COMMAND_AFTER_COMMIT,
    FaultPoint.ANSWER_SENT,
)
RELAY = (FaultPoint.EVENTS_LEASED, FaultPoint.EVENTS_PUBLISHED, FaultPoint.EVENTS_CONFIRMED, FaultPoint.EVENTS_MARKED)
EVENTS = (
    FaultPoint.EVENT_TAKEN,
    FaultPoint.EVENT_BEFORE_COMMIT,
    FaultPoint.EVENT_AFTER_COMMIT,
    FaultPoint.EVENT_PUT_ASIDE,
    FaultPoint.RETRIES_LEASED,
)
MAILS = (FaultPoint.JOB_LEASED, FaultPoint.COMMAND_PREPARED, FaultPoint.MAIL_TAKEN, FaultPoint.JOB_SUCCEEDED)
CALLER = (FaultPoint.CALL_SENT, FaultPoint.ANSWER_TAKEN)
PLACES: dict[str, tuple[FaultPoint, ...]] = {
    GATEWAY: CALLER,
    "identity": (*CALLS, *RELAY),
    "ordering": (*CALLS, *RELAY),
    "servicedesk": (*CALLS, *RELAY),
    "fleet": (FaultPoint.CALL_TAKEN, FaultPoint.ANSWER_SENT, FaultPoint.EVENT_TAKEN, FaultPoint.EVENT_AFTER_COMMIT),
    "notify": (*EVENTS, *MAILS, *RELAY, *CALLER),
}
"""Where each part is killed: the points that it passes while people work."""
AT_RANDOM = 3
"""After so many kills at points, there is one at any moment."""
Plan = dict[str, list[FaultPoint]]


def each_point_once(seed: str) -> Plan:
    """In one of the parts that pass it."""
    dice, plan = random.Random(seed), {name: list[FaultPoint]() for name in PLACES}
    for point in FaultPoint:
        plan[dice.choice([name for name, points in PLACES.items() if point in points])].append(point)
    return plan


def every_place(seed: str, times: int) -> Plan:
    """Each part at each of its points, so many times, in any order."""
    dice, plan = random.Random(seed), {name: list(points) * times for name, points in PLACES.items()}
    for points in plan.values():
        dice.shuffle(points)
    return plan


class Killer(threading.Thread):
    """Kills one part at these points, one after the other; in between at random moments."""

    def __init__(self, installation: Installation, name: str, points: list[FaultPoint], seed: str) -> None:
        super().__init__(name=f"killer of {name}", daemon=True)
        self._installation, self._part, self._points = installation, name, points
        self._dice = random.Random(f"{seed} {name}")
        self.at_random = 0

    def run(self) -> None:
        for number, point in enumerate(self._points):
            self._await_well()
            self._kill_at(point)
            if number % AT_RANDOM == AT_RANDOM - 1:
                self._await_well()
                until(self._dice.random())
                self._installation.parts.by_name[self._part].send(signal.SIGKILL)
                self.at_random += 1

    def _kill_at(self, point: FaultPoint) -> None:
        before = self._installation.parts.hits(self._part, point)
        self._installation.arm(self._part, point)
        with contextlib.suppress(AssertionError):  # not passed in this time: counted at the end
            eventually(lambda: self._installation.parts.hits(self._part, point) > before, within=HIT_SECONDS)

    def _await_well(self) -> None:
        with contextlib.suppress(AssertionError):
            eventually(lambda: self._installation.is_well(self._part), within=BACK_SECONDS)


def test_every_point_is_a_place_where_something_is_killed() -> None:
    assert {point for points in PLACES.values() for point in points} == set(FaultPoint)


def test_nothing_is_lost_and_nothing_done_twice_where_processes_are_killed(calm: Installation) -> None:
    _kill(calm, each_point_once("once"), "once")


@pytest.mark.long
def test_the_same_after_hundreds_of_kills(tmp_path: Path) -> None:
    seed = os.environ.get("MACHINEPARK_TEST_SEED") or str(random.randrange(1_000_000))
    with installations.running(tmp_path / "installation", seed) as installation:
        kills = _kill(installation, every_place(seed, 6), seed)
    assert sum(kills.values()) >= 300
    assert {point: number for point, number in kills.items() if number < 5} == {}


def _kill(installation: Installation, plan: Plan, seed: str) -> Counter[str]:
    before, crowd = _kills(installation), Crowd(installation, seed)
    crowd.come()
    installation.failing(FAILING)
    killers = [Killer(installation, name, points, seed) for name, points in plan.items()]
    for killer in killers:
        killer.start()
    for killer in killers:
        killer.join()
    journal = crowd.leave()
    kills = _kills(installation) - before
    counted = count(installation)
    kills["at random"] = sum(killer.at_random for killer in killers)
    _report(seed, kills, counted, journal)
    assert [point for point in FaultPoint if not kills[point]] == []
    return kills


def _kills(installation: Installation) -> Counter[str]:
    """How often a process was killed at each point since the start."""
    return Counter({str(point): sum(installation.parts.hits(name, point) for name in PLACES) for point in FaultPoint})


def _report(seed: str, kills: Counter[str], counted: dict[str, str], journal: Journal) -> None:
    """For whoever looks on: `make resilience` shows it."""
    lines = [f"seed {seed}: {sum(kills.values())} kills"]
    lines += [f"  {number:4} {point}" for point, number in kills.items()]
    lines += [f"  {title}: {what}" for title, what in counted.items()]
    lines += [f"  {len(journal.orders)} orders, {len(journal.requests)} service requests"]
    lines += [f"  {journal.rights_changed} changes of rights"]
    lines += [f"  {journal.pages} pages, {journal.without_a_part} of them without a part"]
    print("\n".join(lines))  # noqa: T201  # it is to be seen
