"""The loops of a service's background tasks."""

import itertools
import threading
import time

from services.chassis.runtime.background_tasks import _Loop

INTERVAL = 0.02


def test_idle_steps_are_at_least_the_interval_apart() -> None:
    started, finished = list[float](), threading.Event()

    def step() -> bool:
        started.append(time.monotonic())
        loop.wake()  # more work arrived meanwhile
        if len(started) == 4:
            finished.set()
        return False

    loop = _Loop("relay", step, apart=INTERVAL)
    thread = threading.Thread(target=loop.run)
    thread.start()
    assert finished.wait(15)
    loop.stop()
    thread.join()
    assert min(later - earlier for earlier, later in itertools.pairwise(started)) >= INTERVAL


def test_a_step_that_leaves_work_is_repeated_at_once() -> None:
    started = list[float]()

    def step() -> bool:
        started.append(time.monotonic())
        loop._stopping = len(started) == 2
        return True

    loop = _Loop("relay", step, apart=3600)
    loop.run()
    assert len(started) == 2
