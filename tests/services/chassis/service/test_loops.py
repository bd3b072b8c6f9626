"""The loops of what a service does by itself."""

import itertools
import threading
import time

from services.chassis.runtime.background_tasks import _Loop

APART = 0.02


def test_steps_that_leave_nothing_gather_what_comes_close_together() -> None:
    begun, enough = list[float](), threading.Event()

    def step() -> bool:
        begun.append(time.monotonic())
        loop.wake()  # more has come meanwhile
        if len(begun) == 4:
            enough.set()
        return False

    loop = _Loop("relay", step, apart=APART)
    thread = threading.Thread(target=loop.run)
    thread.start()
    assert enough.wait(15)
    loop.stop()
    thread.join()
    assert min(later - earlier for earlier, later in itertools.pairwise(begun)) >= APART


def test_a_step_that_leaves_work_is_followed_at_once() -> None:
    begun = list[float]()

    def step() -> bool:
        begun.append(time.monotonic())
        loop._stopping = len(begun) == 2
        return True

    loop = _Loop("relay", step, apart=3600)
    loop.run()
    assert len(begun) == 2
