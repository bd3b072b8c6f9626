"""TLS below AMQP for a connection that one thread reads while others write."""

import selectors
import ssl
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from amqp.transport import SSLTransport

from services.chassis.bus.amqp.sockets import BufferedTransport

Result = TypeVar("Result")


class TlsTransport(BufferedTransport, SSLTransport):  # type: ignore[misc]  # amqp has no types
    """py-amqp's transport with a verified certificate and a socket that several threads may use."""

    sock: Any

    def __init__(
        self, host: str, connect_timeout: float, context: ssl.SSLContext, server_name: str, **options: Any
    ) -> None:
        super().__init__(host, connect_timeout=connect_timeout, **options)
        self._context, self._server_name = context, server_name

    def _wrap_socket(self, sock: Any, **_options: Any) -> ssl.SSLSocket:
        return self._context.wrap_socket(sock, server_hostname=self._server_name, do_handshake_on_connect=False)

    def _setup_transport(self) -> None:
        super()._setup_transport()
        self.sock = _LockedSocket(self.sock)
        self._quick_recv = self.sock.read
        self.buffer()

    def _shutdown_transport(self) -> None:
        pass  # no close_notify: the peer may be gone, and AMQP has its own closing handshake


class _LockedSocket:
    """A non-blocking TLS socket with a lock: OpenSSL allows one thread at a time, so none may block in it."""

    def __init__(self, sock: ssl.SSLSocket) -> None:
        self._sock, self._lock, self._timeout = sock, threading.Lock(), sock.gettimeout()
        sock.setblocking(False)

    def read(self, count: int) -> bytes:
        return self._retry(lambda: self._sock.recv(count))

    def write(self, data: Any) -> int:
        return self._retry(lambda: self._sock.send(data))

    def _retry(self, operation: Callable[[], Result]) -> Result:
        end = None if self._timeout is None else time.monotonic() + self._timeout
        while True:
            with self._lock:
                try:
                    return operation()
                except ssl.SSLWantReadError:
                    awaited = selectors.EVENT_READ
                except ssl.SSLWantWriteError:
                    awaited = selectors.EVENT_WRITE
            with selectors.DefaultSelector() as selector:
                selector.register(self._sock, awaited)
                remaining = None if end is None else max(0.0, end - time.monotonic())
                if not selector.select(remaining):
                    raise TimeoutError("the broker is silent")

    def gettimeout(self) -> float | None:
        return self._timeout

    def settimeout(self, seconds: float | None) -> None:
        self._timeout = seconds

    def getsockname(self) -> Any:
        return self._sock.getsockname()

    def getpeername(self) -> Any:
        return self._sock.getpeername()

    def shutdown(self, how: int) -> None:
        with self._lock:  # it removes TLS from the socket, which must not happen during a read or write
            self._sock.shutdown(how)

    def close(self) -> None:
        self._sock.close()
