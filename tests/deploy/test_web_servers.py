"""Both HTTP servers: slow clients, malformed requests, bodies in chunks, and the end of the process."""

import functools
import gzip
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from eventually import eventually
from private_servers import free_port

from deploy.run import incoming_request
from gateway.security import HEADERS

ROOT = Path(__file__).parents[2]
SLOW_CLIENTS = 200
MALFORMED = {
    "a line without a method": (b"nonsense\r\n\r\n", 400),
    "a line that is too long": (b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
    "a header that is too long": (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 9000 + b"\r\n\r\n", 431),
    "another version": (b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", 505),
    "a length that is no number": (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n", 400),
    "a length beside chunks": (
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400,
    ),
    "a chunk without a size": (
        b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n",
        400,
    ),
}


@dataclass
class Server:
    """A running server; `process` prints a line for each request of `/slow` that arrives."""

    kind: str
    port: int
    process: "subprocess.Popen[str]"
    connections: list[socket.socket] = field(default_factory=list)

    @functools.cached_property
    def unfinished(self) -> socket.socket:
        """A connection that other tests leave open."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def connect(self) -> socket.socket:
        self.connections.append(socket.create_connection(("127.0.0.1", self.port), timeout=30))
        return self.connections[-1]

    def disconnect(self) -> None:
        while self.connections:
            self.connections.pop().close()

    def send(self, request: bytes) -> http.client.HTTPResponse:
        connection = self.connect()
        connection.sendall(request)
        response = http.client.HTTPResponse(connection)
        response.begin()
        return response

    def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        return self.send(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n".encode())

    @property
    def is_up(self) -> bool:
        try:
            return self.get("/healthz").status == 200
        except OSError:
            return False


def _start(kind: str) -> Server:
    port = free_port()
    command = [sys.executable, "-m", "tests.deploy.web_servers", kind, str(port)]
    environment = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    server = Server(kind, port, process)
    assert eventually(lambda: server.is_up, within=60)
    return server


def _stop(server: Server) -> None:
    server.disconnect()
    server.process.send_signal(signal.SIGTERM)
    server.process.communicate(timeout=60)


@pytest.fixture(scope="module", params=["embedded", "gunicorn"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    running = _start(request.param)
    running.unfinished.sendall(b"GET /login HTTP/1.1\r\nHost: x\r\n")
    yield running
    _stop(running)


@pytest.fixture(autouse=True)
def without_connections(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "server" in request.fixturenames:
        request.getfixturevalue("server").disconnect()


@pytest.mark.parametrize("case", MALFORMED)
def test_malformed_request_is_answered_with_security_headers_and_no_version(server: Server, case: str) -> None:
    request, status = MALFORMED[case]
    response = server.send(request)
    assert response.status == status
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert response.read() == b""
    assert not {"python", "eventlet/", "gunicorn/"} & set(str(response.headers).lower().split())


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET /login HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\na",
    ],
    ids=["no request", "an unfinished head", "an unfinished body"],
)
def test_slow_clients_do_not_keep_others_waiting(server: Server, begun: bytes) -> None:
    slow = [server.connect() for _ in range(SLOW_CLIENTS)]
    for connection in slow:
        connection.sendall(begun)
    begins = time.monotonic()
    assert [server.get("/login").status for _ in range(20)] == [200] * 20
    assert time.monotonic() - begins < incoming_request.HEAD_SECONDS


def test_body_in_chunks_is_read(server: Server) -> None:
    chunks = b'5\r\n{"a":\r\n3;x=y\r\n 1}\r\n0\r\nX-Trailer: x\r\n\r\n'
    head = b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert server.send(head + chunks).read() == b'{"a": 1}'


def test_body_that_is_too_long_is_refused_unread(server: Server) -> None:
    response = server.send(b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n")
    assert (response.status, response.headers["Content-Type"]) == (413, "text/html; charset=utf-8")


def test_connection_is_kept_for_further_requests(server: Server) -> None:
    request = b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    for _ in range(3):
        connection.request("POST", "/echo", b"abc")
        assert connection.getresponse().read() == b"abc"
    connection.close()
    with server.connect() as pipelining:
        pipelining.sendall(request + request.replace(b"Host: x", b"Host: x\r\nConnection: close"))
        assert b"".join(iter(lambda: pipelining.recv(4096), b"")).count(b"\r\n\r\nabc") == 2


def test_client_that_expects_100_is_told_to_continue(server: Server) -> None:
    with server.connect() as connection:
        connection.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 100 Continue\r\n\r\n")
        connection.sendall(b"abc")
        response = http.client.HTTPResponse(connection)
        response.begin()
        assert response.read() == b"abc"


@pytest.mark.parametrize("kind", ["embedded", "gunicorn"])
def test_requests_that_arrived_are_answered_after_sigterm(kind: str) -> None:
    server = _start(kind)
    connections = [server.connect() for _ in range(5)]
    for connection in connections:
        connection.sendall(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
    assert server.process.stdout is not None
    server.process.stdout.readline()
    late = server.connect()
    late.sendall(b"GET /login HTTP/1.1\r\nHost: x\r\n\r\n")
    server.process.send_signal(signal.SIGTERM)
    assert [connection.recv(15) for connection in [*connections, late]] == [b"HTTP/1.1 200 OK"] * 6
    _stop(server)
    with pytest.raises(ConnectionRefusedError):
        server.connect()


def test_embedded_server_compresses_text_for_clients_that_accept_it(server: Server) -> None:
    if server.kind == "gunicorn":  # its proxy compresses
        return
    plain, compressed = (server.get("/login", Accept_Encoding=coding) for coding in ("identity", "gzip;q=0.5, br"))
    assert (plain.headers["Content-Encoding"], compressed.headers["Content-Encoding"]) == (None, "gzip")
    assert b"<!doctype html>" in gzip.decompress(compressed.read())
    assert server.get("/login", Accept_Encoding="gzip;q=0").headers["Content-Encoding"] is None


def test_length_of_a_compressed_page_is_random(server: Server) -> None:
    if server.kind == "gunicorn":
        return
    lengths = {server.get("/login", Accept_Encoding="gzip").headers["Content-Length"] for _ in range(12)}
    assert len(lengths) > 3


def test_unfinished_request_is_refused_after_its_deadline(server: Server) -> None:
    """It was begun before the other tests, so that this one waits for less than the deadline."""
    response = http.client.HTTPResponse(server.unfinished)
    response.begin()
    server.unfinished.close()
    assert (response.status, response.headers["Connection"]) == (408, "close")
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
