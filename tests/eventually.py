"""Waiting for what happens elsewhere: by looking until a deadline, never by a fixed pause."""

import time
from collections.abc import Callable
from typing import TypeVar

Seen = TypeVar("Seen")
LOOK_AGAIN = 0.02


def eventually(look: Callable[[], Seen], *, within: float = 60.0) -> Seen:
    """What `look` sees, as soon as it is true; the last AssertionError, or one of its own, after the deadline."""
    end = time.monotonic() + within
    while True:
        try:
            if seen := look():
                return seen
            failure = AssertionError(f"still {seen!r} after {within} seconds")
        except AssertionError as error:
            failure = error
        if time.monotonic() > end:
            raise failure
        time.sleep(LOOK_AGAIN)
