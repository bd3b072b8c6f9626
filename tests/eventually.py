"""Waits for a condition by polling until a deadline, never by a fixed pause."""

import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")
SHORTEST_PAUSE, LONGEST_PAUSE = 0.02, 0.3
"""Bounds of the pause between two polls, in seconds. The pause is a tenth of the time waited so far, because polls take
CPU time from what they wait for."""


def eventually(condition: Callable[[], Result], *, within: float = 60.0) -> Result:
    """The first true result of `condition`. After the deadline, raises the last AssertionError of `condition`, or an
    AssertionError with the last result."""
    started_at = time.monotonic()
    while True:
        try:
            if result := condition():
                return result
            failure = AssertionError(f"still {result!r} after {within} seconds")
        except AssertionError as error:
            failure = error
        waited = time.monotonic() - started_at
        if waited > within:
            raise failure
        time.sleep(min(max(waited / 10, SHORTEST_PAUSE), LONGEST_PAUSE))
