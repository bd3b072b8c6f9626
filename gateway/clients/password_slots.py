"""Places for requests that wait until their password is verified.

Passwords are verified one after another. Requests with one occupy only a part of the gateway's threads, so that others
remain for all other pages; and strangers only a part of the places, so that guesses keep no known person out.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator

from services.chassis.contract import ServiceUnavailable

KEPT = 3
"""One in so many places is kept for known people."""


class PasswordPlaces:
    def __init__(self, number: int) -> None:
        kept = number // KEPT
        self._for_all, self._kept = threading.Semaphore(number - kept), threading.Semaphore(kept)

    @contextlib.contextmanager
    def place(self, service: str, *, is_known: Callable[[], bool]) -> Iterator[None]:
        """Occupy a place. `is_known` is asked only while all places for everybody are occupied. Raises
        ServiceUnavailable."""
        place = self._for_all
        if not place.acquire(blocking=False):
            place = self._kept
            if not (is_known() and place.acquire(blocking=False)):
                raise ServiceUnavailable(service=service)
        try:
            yield
        finally:
            place.release()
