"""Promises of time, such as "gone within five seconds", checked also where the machine is busy with other things."""

import os
import time
from collections.abc import Callable
from typing import TypeVar

from eventually import eventually

Seen = TypeVar("Seen")
PROBE = 0.05
"""Seconds of CPU time that the measurement takes."""


def promised(look: Callable[[], Seen], *, within: float) -> Seen:
    """What `look` sees, as soon as it is true; fails after the promised seconds, times `slowness`."""
    return eventually(look, within=within * slowness())


def slowness() -> float:
    """How much longer a computation takes than on an idle core: 1.0 there, 3.0 where this process gets a third of one.

    The larger of two measurements: of this process, which sees its niceness, and the load average for each core, which
    sees the processes that wait. What a promise is about is the portal, whose processes have the same niceness and wait
    for the same cores.
    """
    begun, end = time.monotonic(), time.thread_time() + PROBE
    while time.thread_time() < end:
        pass
    return max(1.0, (time.monotonic() - begun) / PROBE, os.getloadavg()[0] / (os.cpu_count() or 1))
