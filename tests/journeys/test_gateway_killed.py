"""A killed gateway releases its port, and its workers finish their requests."""

import socket

from eventually import eventually
from extra_processes import SecondGateway
from full_installation import FullInstallation

BODY = b"email=sanne%40vandijk.example"


def test_port_is_free_while_a_worker_finishes_its_request(
    full_portal: FullInstallation,
) -> None:
    if not full_portal.is_running:
        full_portal.start()
    killed = SecondGateway(full_portal)
    with socket.create_connection(("127.0.0.1", killed.port), timeout=20) as connection:
        headers = f"Host: 127.0.0.1:{killed.port}\r\nContent-Length: {len(BODY)}\r\nExpect: 100-continue\r\n"
        headers += "Content-Type: application/x-www-form-urlencoded\r\n"
        connection.sendall(f"POST /login HTTP/1.1\r\n{headers}\r\n".encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 100")
        killed.kill()
        assert eventually(lambda: _is_free(killed.port), within=10)
        connection.sendall(BODY)
        assert connection.recv(100).startswith(b"HTTP/1.1 400")


def _is_free(port: int) -> bool:
    try:
        with socket.create_server(("127.0.0.1", port)):
            return True
    except OSError:
        return False
