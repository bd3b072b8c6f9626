"""Writes of several threads combined into one.

A service, the broker and its client spend more time per write than per byte. With the other changes listed in
docs/decisions/0011-speed.md#calls, a call takes 1.89 times as long as one over bare AMQP, before that 2.25 times.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from services.chassis import observability

log = observability.log()
QueuedWrite = tuple[Sequence[Any], Callable[[], None]]
"""Methods to write, and the callback once they are written."""


class WriteCoalescer:
    """Queue of writes. The first thread that calls `flush` writes for all others."""

    def __init__(self, send: Callable[[Sequence[Any]], None]) -> None:
        """`send` writes all methods or none; raises ConnectionError if the connection is lost."""
        self._send, self._pending, self._write_lock = send, deque[QueuedWrite](), threading.Lock()

    def put(self, methods: Sequence[Any], on_sent: Callable[[], None]) -> None:
        """Queue methods, written in this sequence. `on_sent` is called once they are written or cannot be any more."""
        self._pending.append((methods, on_sent))

    def flush(self, *, more_expected: bool) -> None:
        """Write the queue unless another thread does. If more writes are expected, first yield to other threads."""
        while self._pending and self._write_lock.acquire(blocking=False):
            try:
                if more_expected:
                    time.sleep(0)
            finally:  # a green thread killed in the sleep still writes what others have queued
                try:
                    self._write([self._pending.popleft() for _ in range(len(self._pending))])
                finally:
                    self._write_lock.release()

    def _write(self, writes: Sequence[QueuedWrite]) -> None:
        try:
            self._send([method for methods, _ in writes for method in methods])
        except ConnectionError:  # RabbitMQ redelivers what they settle
            log.info("not written: connection lost", count=len(writes))
        except Exception:
            if len(writes) > 1:
                for write in writes:
                    self._write([write])
                return
            log.exception("not written: message cannot be encoded")
        for _, on_sent in writes:
            on_sent()
