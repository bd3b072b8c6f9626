"""py-amqp's transport with fewer calls of the operating system: of each, a busy process pays in turns of its threads.

py-amqp reads a frame in three pieces and writes a method at a time. Here what has arrived is read at once, and several
methods may leave in one piece.
"""

from collections.abc import Callable
from typing import Any

from amqp.transport import TCPTransport

CHUNK = 16 * 1024
"""Bytes that are read at the most where fewer would do."""


class BufferedTransport:
    """For a transport of py-amqp: call `spare` when its socket stands."""

    _quick_recv: Any
    _write: Any

    def spare(self) -> None:
        self._held: list[bytes] | None = None
        self._receive, self._send = self._quick_recv, self._write
        self._quick_recv = lambda count: self._receive(max(count, CHUNK))  # py-amqp keeps what it did not ask for
        self._write = self._hold_or_send

    def together(self, write: Callable[[], None]) -> None:
        """What `write` writes leaves at its end, in one piece; nothing of it after an error."""
        held: list[bytes] = []
        self._held = held
        try:
            write()
        finally:
            self._held = None
        self._send(b"".join(held))

    def _hold_or_send(self, data: Any) -> None:
        held = self._held
        if held is None:
            self._send(data)
        else:
            held.append(bytes(data))  # py-amqp uses its memory again


class TcpTransport(BufferedTransport, TCPTransport):  # type: ignore[misc]  # amqp has no types
    def _setup_transport(self) -> None:
        super()._setup_transport()
        self.spare()
