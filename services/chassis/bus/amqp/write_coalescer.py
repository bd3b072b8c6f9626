"""What is settled at about the same moment leaves in one piece: each piece costs the sender, the broker and whoever
waits for it a turn of its own."""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from services.chassis import observability

log = observability.log()
QueuedWrite = tuple[Sequence[Any], Callable[[], None]]
"""What is sent, and what is called when it has left."""


class WriteCoalescer:
    """Whoever comes first sends, and takes along what came meanwhile."""

    def __init__(self, send: Callable[[Sequence[Any]], None]) -> None:
        """`send` sends all or nothing; raises ConnectionError when nothing more can be sent."""
        self._send, self._waiting, self._sending = send, deque[QueuedWrite](), threading.Lock()

    def put(self, sendings: Sequence[Any], gone: Callable[[], None]) -> None:
        """These are to be sent one after the other, behind what was put before; then `gone` is called, also when they
        cannot be sent any more.
        """
        self._waiting.append((sendings, gone))

    def leave(self, *, others: bool) -> None:
        """Send what was put, unless somebody else is at it. `others`: more comes soon, which is worth a turn of the
        other threads.
        """
        while self._waiting and self._sending.acquire(blocking=False):
            try:
                if others:
                    time.sleep(0)
            finally:  # whoever is ended there has taken others along
                try:
                    self._depart([self._waiting.popleft() for _ in range(len(self._waiting))])
                finally:
                    self._sending.release()

    def _depart(self, departures: Sequence[QueuedWrite]) -> None:
        try:
            self._send([one for sendings, _ in departures for one in sendings])
        except ConnectionError:  # then RabbitMQ gives out again what they settle
            log.info("not settled", count=len(departures))
        except Exception:
            if len(departures) > 1:
                for one in departures:
                    self._depart([one])
                return
            log.exception("not settled: it cannot be written down")
        for _, gone in departures:
            gone()
