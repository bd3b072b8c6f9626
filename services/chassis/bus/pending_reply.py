"""Waiting for the answer to one call."""

import threading
import time

from services.chassis.bus.transport import NoAnswer


class PendingReply:
    """A call whose answer is awaited, once. It comes, or fails, once: a lock that is let go of is enough for that."""

    def __init__(self, timeout: float) -> None:
        self._end, self._came = time.monotonic() + timeout, threading.Lock()
        self._came.acquire()
        self._body = b""
        self._fault: type[Exception] | None = None

    def take(self, body: bytes) -> None:
        self._body = body
        self._came.release()

    def fail(self, fault: type[Exception]) -> None:
        self._fault = fault
        self._came.release()

    def wait(self) -> bytes:
        """The reply body. Raises NotDelivered or NoAnswer."""
        if not self._came.acquire(timeout=max(0.0, self._end - time.monotonic())):
            raise NoAnswer
        if self._fault:
            raise self._fault
        return self._body
