"""gunicorn's threaded worker, which a slow client cannot stop.

gunicorn gives a connection to a thread as soon as it has data, so that as many slow clients as there are threads stop
it. Here the main loop reads each request without blocking, within a deadline, and a thread gets it complete.
"""

import io
import selectors
import socket
import time
from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from gunicorn.http import errors  # type: ignore[import-untyped]  # has no types
from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]  # likewise

from deploy.run.incoming_request import IncomingRequest
from deploy.run.server_answers import answer

WRITE_SECONDS = 30.0
"""Seconds within which a client must take a piece of a response."""
LINGER_SECONDS = 2.0
"""Seconds that a client has to read the last response before the connection is closed (RFC 9112, 9.6)."""
STOP_GRACE_SECONDS = 2.0
"""Seconds that a stopping worker waits for requests on connections that are open already."""
MAX_READING = 400
"""Requests being received per process; one more closes the one that has waited longest."""
RECEIVED_AT_ONCE = 64 * 1024
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
STATUSES: dict[type[Exception], int] = {
    errors.LimitRequestLine: 414,
    errors.LimitRequestHeaders: 431,
    errors.InvalidHTTPVersion: 505,
    errors.UnsupportedTransferCoding: 501,
    errors.ExpectationFailed: 417,
    errors.InvalidResponseHeader: 500,
    errors.InvalidResponseHeaderName: 500,
}
"""Errors of gunicorn → status; other malformed requests get 400, other exceptions 500."""


class Body(io.BytesIO):
    """The body of a request for gunicorn, which asks whether reading it has failed."""

    failed = False


class TimedSocket(socket.socket):
    """A socket whose blocking calls raise TimeoutError after WRITE_SECONDS."""

    def setblocking(self, flag: bool) -> None:
        self.settimeout(WRITE_SECONDS if flag else 0.0)


class Connection(TConn):  # type: ignore[misc]  # gunicorn has no types
    """A connection that is closed without blocking the main loop."""

    def __init__(self, worker: "Worker", sock: socket.socket, client: Any, server: Any) -> None:
        super().__init__(worker.cfg, sock, client, server)
        self.worker, self.is_too_long = worker, False

    def close(self, graceful: bool = False) -> None:
        if graceful:
            self.worker.linger(self.sock)
        else:
            super().close()


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """`headers` are sent with the worker's own answers."""

    headers: ClassVar[Mapping[str, str]] = {}

    def init_process(self) -> None:
        self._reading: dict[Connection, IncomingRequest] = {}
        self._lingering: dict[socket.socket, float] = {}
        super().init_process()

    def accept(self, listener: socket.socket) -> None:
        try:
            accepted, client = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self.nr_conns += 1
        sock = TimedSocket(fileno=accepted.detach())
        self.enqueue_req(Connection(self, sock, client, listener.getsockname()))

    def set_accept_enabled(self, enabled: bool) -> None:
        """A worker that stops accepts who has connected already, then closes the listening sockets: later clients are
        refused at once, and the next gateway can bind the port."""
        super().set_accept_enabled(enabled)
        if not enabled and (not self.alive or not self.is_parent_alive()):
            for listener in self.sockets:
                count = -1
                while count != self.nr_conns:
                    count = self.nr_conns
                    self.accept(listener)
                listener.close()
            for incoming in self._reading.values():
                if not incoming.received:
                    incoming.deadline = min(incoming.deadline, time.monotonic() + STOP_GRACE_SECONDS)

    def enqueue_req(self, conn: Connection) -> None:
        """Receive the connection's next request; called for new, kept-alive and pipelining connections."""
        now = time.monotonic()
        self._reading[conn] = IncomingRequest(now)
        conn.sock.setblocking(False)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._receive, conn))
        if conn.parser and (pipelined := conn.parser.unreader.take_buffered()):
            self._feed(conn, pipelined, now)
        if len(self._reading) > MAX_READING:
            self._drop(next(iter(self._reading)))

    def _receive(self, conn: Connection, _sock: socket.socket) -> None:
        try:
            data = conn.sock.recv(RECEIVED_AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._drop(conn)
            return
        self._feed(conn, data, time.monotonic())

    def _feed(self, conn: Connection, data: bytes, now: float) -> None:
        incoming = self._reading[conn]
        incoming.feed(data, now)
        if incoming.is_complete:
            self._hand_over(conn)
        elif incoming.awaits_continue:
            incoming.awaits_continue = False
            try:
                conn.sock.send(CONTINUE)
            except OSError:
                self._drop(conn)

    def _hand_over(self, conn: Connection) -> None:
        """Let a thread parse and answer the request."""
        self.poller.unregister(conn.sock)
        incoming = self._reading.pop(conn)
        conn.init()
        conn.parser.unreader.unread(bytes(incoming.received))
        conn.data_ready, conn.is_too_long = True, incoming.is_too_long
        super().enqueue_req(conn)

    def handle_request(self, req: Any, conn: Connection) -> Any:
        """In a thread: take the body from what was received, so that a malformed one does not reach the gateway."""
        req._expected_100_continue = False  # the main loop has answered it
        if not conn.is_too_long:
            req.body = Body(req.body.read())
        return super().handle_request(req, conn)

    def _keepalive_after(self, conn: Connection, keepalive: bool) -> bool:
        """The rest of a request that is too long is not waited for."""
        return bool(super()._keepalive_after(conn, keepalive and not conn.is_too_long))

    def _drop(self, conn: Connection, status: int = 0) -> None:
        """Close a connection whose request is being received, after an answer with this status if there is one."""
        self.poller.unregister(conn.sock)
        self._reading.pop(conn)
        self.nr_conns -= 1
        if status:
            self._answer(conn.sock, status)
            self.linger(conn.sock)
        else:
            conn.close()

    def linger(self, sock: socket.socket) -> None:
        """Close a connection once its client has, or after LINGER_SECONDS."""
        try:
            sock.setblocking(False)
            sock.shutdown(socket.SHUT_WR)
            self.poller.register(sock, selectors.EVENT_READ, self._discard)
        except (OSError, ValueError, KeyError):
            sock.close()
        else:
            self._lingering[sock] = time.monotonic() + LINGER_SECONDS

    def _discard(self, sock: socket.socket) -> None:
        try:
            if sock.recv(RECEIVED_AT_ONCE):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self._end(sock)

    def _end(self, sock: socket.socket) -> None:
        del self._lingering[sock]
        self.poller.unregister(sock)
        sock.close()

    def murder_pending(self) -> None:
        """Called by gunicorn's loop at least once a second."""
        now = time.monotonic()
        for sock in [one for one, until in self._lingering.items() if until <= now]:
            self._end(sock)
        for conn in [one for one, incoming in self._reading.items() if incoming.deadline <= now]:
            self._drop(conn, 408 if self._reading[conn].received else 0)

    def handle_error(self, req: Any, client: socket.socket, _addr: Any, error: Exception) -> None:
        """Answer a malformed request, without repeating anything of it, or a failure of the application's response."""
        status = STATUSES.get(type(error), 400 if isinstance(error, errors.ParseException) else 500)
        if status == 500:
            self.log.exception("Error handling request %s", getattr(req, "path", ""))
        else:
            self.log.debug("Invalid request: %s", type(error).__name__)
        self._answer(client, status)

    def _answer(self, sock: socket.socket, status: int) -> None:
        try:
            sock.setblocking(False)
            sock.send(answer(status, self.headers))
        except OSError:
            self.log.debug("Client is gone")
