"""py-amqp's transports with fewer system calls.

py-amqp reads a frame in three pieces and writes one method at a time; a service that answered small calls spent a third
of its time in system calls (docs/decisions/0011-speed.md). Here available bytes are read at once, and several methods
are written together.
"""

from collections.abc import Callable
from typing import Any

from amqp.transport import TCPTransport

CHUNK = 16 * 1024
"""Bytes requested from the socket when py-amqp asks for fewer."""


class BufferedTransport:
    """Mixin for a py-amqp transport. Call `spare` once its socket is connected."""

    _quick_recv: Any
    _write: Any

    def buffer(self) -> None:
        self._buffer: list[bytes] | None = None
        self._receive, self._send = self._quick_recv, self._write
        self._quick_recv = lambda count: self._receive(max(count, CHUNK))  # py-amqp buffers the rest
        self._write = self._buffer_or_send

    def write_at_once(self, write: Callable[[], None]) -> None:
        """Buffer what `write` writes and send it in one system call; nothing is sent if `write` raises."""
        buffer: list[bytes] = []
        self._buffer = buffer
        try:
            write()
        finally:
            self._buffer = None
        self._send(b"".join(buffer))

    def _buffer_or_send(self, data: Any) -> None:
        buffer = self._buffer
        if buffer is None:
            self._send(data)
        else:
            buffer.append(bytes(data))  # py-amqp reuses its buffer


class TcpTransport(BufferedTransport, TCPTransport):  # type: ignore[misc]  # amqp has no types
    def _setup_transport(self) -> None:
        super()._setup_transport()
        self.buffer()
