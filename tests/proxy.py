"""A wire between clients and RabbitMQ that a test can cut or hold still; of several brokers it takes one that is up."""

import contextlib
import socket
import threading
from typing import Self
from urllib.parse import urlsplit


class Proxy:
    """Passes TCP on. `url` is the way to RabbitMQ through it; `others` are further brokers, taken in turns."""

    def __init__(self, amqp_url: str, *others: str) -> None:
        parts = urlsplit(amqp_url)
        places = [urlsplit(url) for url in (amqp_url, *others)]
        self._targets = [(place.hostname or "localhost", place.port or 5672) for place in places]
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
        """End every connection."""
        sockets, self._sockets = self._sockets, []
        for one in sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    @property
    def port(self) -> int:
        return int(self._port)

    def hold(self) -> None:
        """Let nothing through, and say nothing about it: the connection is half open."""
        self._moving.clear()

    def release(self) -> None:
        self._moving.set()

    def close(self) -> None:
        """Cut, and take no more connections."""
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
                for one, other in ((client, broker), (broker, client)):
                    threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _broker(self) -> socket.socket | None:
        """A connection to the next broker that is up."""
        for _ in self._targets:
            self._targets.append(self._targets.pop(0))
            with contextlib.suppress(OSError):
                return socket.create_connection(self._targets[0])
        return None

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                self._moving.wait()
                other.sendall(data)
        for end in (one, other):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        one.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
