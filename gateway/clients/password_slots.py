"""Slots for requests that wait until their password is verified.

Passwords are verified one after another. Requests with one occupy only a part of the gateway's threads, so that others
remain for all other pages; and unknown callers only a part of the slots, so that guesses keep no known person out.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator

from services.chassis.contract import ServiceUnavailable

RESERVED_ONE_IN = 3
"""One in so many slots is reserved for known callers."""


class PasswordSlots:
    def __init__(self, number: int) -> None:
        reserved = number // RESERVED_ONE_IN
        self._for_all, self._reserved = threading.Semaphore(number - reserved), threading.Semaphore(reserved)

    @contextlib.contextmanager
    def acquire(self, service: str, *, is_known: Callable[[], bool]) -> Iterator[None]:
        """Occupy a slot. `is_known` is asked only while all slots for everybody are occupied. Raises
        ServiceUnavailable."""
        slot = self._for_all
        if not slot.acquire(blocking=False):
            slot = self._reserved
            if not (is_known() and slot.acquire(blocking=False)):
                raise ServiceUnavailable(service=service)
        try:
            yield
        finally:
            slot.release()
