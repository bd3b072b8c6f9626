"""Waiting for the reply to a call."""

import threading
import time

from services.chassis.bus.transport import NoAnswer


class PendingReply:
    """Reply to a sent call. `resolve` or `fail` is called once, `wait` once.

    A plain lock signals the arrival: `threading.Event` would create a condition and a second lock for each call
    (docs/decisions/0011-speed.md).
    """

    def __init__(self, timeout: float) -> None:
        self._end, self._arrived = time.monotonic() + timeout, threading.Lock()
        self._arrived.acquire()
        self._body = b""
        self._error: type[Exception] | None = None

    def resolve(self, body: bytes) -> None:
        self._body = body
        self._arrived.release()

    def fail(self, error: type[Exception]) -> None:
        self._error = error
        self._arrived.release()

    def wait(self) -> bytes:
        """The reply body. Raises NotDelivered or NoAnswer."""
        if not self._arrived.acquire(timeout=max(0.0, self._end - time.monotonic())):
            raise NoAnswer
        if self._error:
            raise self._error
        return self._body
