"""The HTTP server of the embedded mode: eventlet's, with deadlines for requests and answers of its own for errors."""

import io
from collections.abc import Mapping
from typing import Any

import eventlet
import eventlet.wsgi
from eventlet import greenio

from deploy.run.incoming_request import BODY_SECONDS, HEAD_SECONDS, LONGEST_BODY
from deploy.run.server_answers import answer

KEEP_ALIVE_SECONDS = 15
WRITE_SECONDS = 30
LONGEST_REQUEST_LINE = 8190
FINISH_SECONDS = 30.0
"""Seconds that a stopping server waits for its requests to end."""
STOP_GRACE_SECONDS = 0.5
"""Seconds that a stopping server waits for requests on connections that are open already."""
MAX_CONNECTIONS = 1000


class RequestTimeout(Exception):
    """The request did not arrive within its deadline."""


class Protocol(eventlet.wsgi.HttpProtocol):  # type: ignore[misc]  # eventlet has no types
    """Handles one connection."""

    def handle_one_request(self) -> None:
        self._deadline: eventlet.Timeout | None = None
        try:
            super().handle_one_request()
        except RequestTimeout:
            self.send_error(408)
        finally:
            self._set_deadline(None)

    def _set_deadline(self, seconds: float | None) -> None:
        """Replace the deadline. When it has passed, RequestTimeout is raised where this thread waits."""
        if self._deadline:
            self._deadline.cancel()
        self._deadline = eventlet.Timeout(seconds, RequestTimeout) if seconds else None

    def _read_request_line(self) -> bytes:
        """The first line; empty at the end of the connection. The deadline of the head begins with its first byte."""
        self.connection.settimeout(KEEP_ALIVE_SECONDS)
        try:
            if not self.rfile.peek(1):
                return b""
        except OSError:
            return b""
        self._set_deadline(HEAD_SECONDS)
        line: bytes = super()._read_request_line()
        if len(line) > LONGEST_REQUEST_LINE:
            self.send_error(414)
            return b""
        return line

    def parse_request(self) -> bool:
        try:
            if not super().parse_request():
                return False
        except (eventlet.wsgi.HeaderLineTooLong, eventlet.wsgi.HeadersTooLarge):
            return self._refuse(431)
        length, encoding = self.headers.get("Content-Length"), self.headers.get("Transfer-Encoding")
        if length is not None and (encoding is not None or not (length.isascii() and length.isdigit())):
            return self._refuse(400)
        if encoding is not None and encoding.lower() != "chunked":
            return self._refuse(501)
        return True

    def _refuse(self, status: int) -> bool:
        self.send_error(status)
        return False

    def get_environ(self) -> dict[str, Any]:
        """The WSGI environment with the complete body, unless that is too long: the gateway refuses it unread."""
        environ: dict[str, Any] = super().get_environ()
        environ["wsgi.input_terminated"] = True
        received = environ["wsgi.input"]
        if not received.chunked_input and received.content_length > LONGEST_BODY:
            self.close_connection = True
        else:
            self._set_deadline(BODY_SECONDS)
            environ["wsgi.input"] = io.BytesIO(self._body(received))
        self._set_deadline(None)
        return environ

    def _body(self, received: Any) -> bytes:
        """The body, at most one byte more than is allowed."""
        parts, left = [], LONGEST_BODY + 1
        try:
            while left and (part := received.read(min(left, 64 * 1024))):
                parts.append(part)
                left -= len(part)
        except ValueError as error:  # a malformed chunk
            self.send_error(400)
            raise ConnectionAbortedError from error
        return b"".join(parts)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send no body: that of the standard library would reveal the version of Python."""
        self.close_connection = True
        self.wfile.write(answer(code, self.server.headers))
        self.wfile.flush()


class WebServer:
    """Serves a WSGI application on a listening socket until `stop`.

    `headers` are sent with the server's own answers.
    """

    def __init__(self, listener: Any, app: Any, headers: Mapping[str, str]) -> None:
        self._listener = listener
        self._pool = eventlet.GreenPool(MAX_CONNECTIONS)
        self._connections: dict[Any, list[Any]] = {}
        self._server = eventlet.wsgi.Server(
            listener,
            listener.getsockname(),
            app,
            log_output=False,
            max_http_version="HTTP/1.1",
            protocol=Protocol,
            keepalive=KEEP_ALIVE_SECONDS,
            url_length_limit=LONGEST_REQUEST_LINE + 3,
            socket_timeout=WRITE_SECONDS,
            debug=False,
        )
        self._server.headers = headers
        self._accepting = eventlet.spawn(self._accept)

    def _accept(self) -> None:
        while True:
            try:
                sock, address = self._listener.accept()
            except ConnectionError:  # the client is gone already
                continue
            sock.settimeout(WRITE_SECONDS)
            self._connections[sock] = connection = [address, sock, eventlet.wsgi.STATE_IDLE]
            self._pool.spawn_n(self._serve, connection)

    def _serve(self, connection: list[Any]) -> None:
        try:
            self._server.process_request(connection)
        except OSError:
            pass  # the client is gone
        finally:
            self._connections.pop(connection[1], None)
            greenio.shutdown_safe(connection[1])
            connection[1].close()

    def stop(self) -> None:
        """Accept no more, answer what has arrived, and close idle connections after STOP_GRACE_SECONDS."""
        eventlet.sleep(0)  # accept who has connected already
        self._accepting.kill()
        self._listener.close()
        self._server.keepalive = False
        if self._connections:
            eventlet.sleep(STOP_GRACE_SECONDS)
        for _, sock, state in list(self._connections.values()):
            if state == eventlet.wsgi.STATE_IDLE:
                greenio.shutdown_safe(sock)
        with eventlet.Timeout(FINISH_SECONDS, False):
            self._pool.waitall()
