"""A TCP proxy to RabbitMQ whose connections a test can cut or suspend; it balances several nodes."""

import contextlib
import socket
import threading
from typing import Self
from urllib.parse import urlsplit


class Proxy:
    """`url` is that of the broker through the proxy; `others` are further nodes, used in turns."""

    def __init__(self, amqp_url: str, *others: str) -> None:
        parts = urlsplit(amqp_url)
        addresses = [urlsplit(url) for url in (amqp_url, *others)]
        self._targets = [(address.hostname or "localhost", address.port or 5672) for address in addresses]
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._port = self._listener.getsockname()[1]
        self._sockets: list[socket.socket] = []
        self._moving = threading.Event()
        self._moving.set()
        login = f"{parts.username}:{parts.password}@" if parts.username else ""
        self.url = parts._replace(netloc=f"{login}127.0.0.1:{self._port}").geturl()
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Close every connection."""
        sockets, self._sockets = self._sockets, []
        for open_socket in sockets:
            with contextlib.suppress(OSError):
                open_socket.shutdown(socket.SHUT_RDWR)

    @property
    def port(self) -> int:
        return int(self._port)

    def hold(self) -> None:
        """Forward nothing, with open connections, until `release`."""
        self._moving.clear()

    def release(self) -> None:
        self._moving.set()

    def close(self) -> None:
        """Close every connection and accept no more."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.release()
        self.cut()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                broker = self._broker()
                if broker is None:
                    client.close()
                    continue
                self.connections += 1
                self._sockets += [client, broker]
                for source, target in ((client, broker), (broker, client)):
                    threading.Thread(target=self._pass_on, args=(source, target), daemon=True).start()

    def _broker(self) -> socket.socket | None:
        """A connection to the next node that accepts one."""
        for _ in self._targets:
            self._targets.append(self._targets.pop(0))
            with contextlib.suppress(OSError):
                return socket.create_connection(self._targets[0])
        return None

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self._moving.wait()
                target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
