"""Waits for a condition by polling until a deadline, never by a fixed pause."""

import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")
POLL_SECONDS = 0.02


def eventually(condition: Callable[[], Result], *, within: float = 60.0) -> Result:
    """The first true result of `condition`. After the deadline, raises its last AssertionError or one of its own."""
    deadline = time.monotonic() + within
    while True:
        try:
            if result := condition():
                return result
            failure = AssertionError(f"still {result!r} after {within} seconds")
        except AssertionError as error:
            failure = error
        if time.monotonic() > deadline:
            raise failure
        time.sleep(POLL_SECONDS)
