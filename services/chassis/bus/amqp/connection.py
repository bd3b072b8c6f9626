"""A connection to RabbitMQ that many threads write to and one thread reads."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import amqp
from amqp import spec
from kombu.transport import pyamqp

from services.chassis import observability
from services.chassis.bus.address import Address
from services.chassis.bus.amqp.framing import tolerant_frame_handler
from services.chassis.bus.amqp.sockets import TcpTransport
from services.chassis.bus.amqp.tls import TlsTransport
from services.chassis.bus.amqp.write_coalescer import WriteCoalescer

PATIENCE = 5.0
"""Seconds that connecting, a write or a reply of the broker may take; after that the connection counts as lost."""
HEARTBEAT = 10
"""Seconds; a connection without traffic for two heartbeats counts as lost."""
GOODBYE = 2.0
"""Seconds to wait for the broker to confirm the close."""
_TCP = {socket.TCP_USER_TIMEOUT: int(PATIENCE * 1000)} if hasattr(socket, "TCP_USER_TIMEOUT") else {}
log = observability.log()


Sending = tuple[Any, Any, str, tuple[Any, ...], Any]
"""Arguments of py-amqp's `send_method`: channel, method, argument format, arguments, content (None: no content)."""


class ConnectionLost(ConnectionError):
    """The connection was lost or could not be opened."""


class Connection:
    """A connection in two phases: first set up by one thread (`open`), then read by one thread and written by many.

    py-amqp's synchronous methods and its `basic_publish` read from the socket: once a thread is in `read`, only
    `send`, `send_all` and `publish` may be called.
    """

    def __init__(self, address: Address, part: str) -> None:
        """Connect. Raises ConnectionLost. `part` is part of the connection name that RabbitMQ shows."""
        self.alive, self.address, self._part = True, address, part
        self.writer = WriteCoalescer(self.send_all)
        self._write_lock, self._ended, self._reading = threading.Lock(), threading.Event(), False
        self._repeated: list[Sending] = []
        self._connection = AmqpConnection(
            host=address.host,
            userid=address.user,
            password=address.password,
            virtual_host=address.vhost,
            login_method="PLAIN",
            ssl=address.ssl_options,
            connect_timeout=PATIENCE,
            heartbeat=HEARTBEAT,
            client_properties=address.client_properties(part),
        )
        try:
            self._connection.connect()
        except (OSError, amqp.AMQPError) as error:
            self._connection.collect()
            raise ConnectionLost(f"{address.host}: {error}") from error
        self._socket = self._connection.transport.sock
        self._socket.settimeout(PATIENCE)

    @classmethod
    def open(cls, address: Address, part: str, prepare: Callable[["Connection"], None]) -> "Connection":
        """Connect and run `prepare` (open channels, declare, consume). Raises ConnectionLost for any refusal."""
        connection = cls(address, part)
        try:
            prepare(connection)
        except (OSError, amqp.AMQPError) as error:
            connection._collect()
            raise ConnectionLost(f"{address.host}: {error}") from error
        return connection

    def channel(self) -> Any:
        """A new channel that leaves message bodies as bytes. Only before `read`."""
        channel = self._connection.channel()
        channel.auto_decode = False
        return channel

    def repeat(self, method: Sending) -> None:
        """Send this method, which the broker does not answer, with every heartbeat. Only before `read`."""
        self._repeated.append(method)

    def message(self, body: bytes, **properties: Any) -> Any:
        """A JSON message with `user_id`, which RabbitMQ verifies."""
        return amqp.Message(
            body, content_type="application/json", content_encoding="utf-8", user_id=self.address.user, **properties
        )

    @staticmethod
    def publishing(channel: Any, exchange: str, key: str, message: Any, mandatory: bool = False) -> Sending:
        """The arguments of `send` for a Basic.Publish."""
        return channel, spec.Basic.Publish, "Bssbb", (0, exchange, key, mandatory, False), message

    def publish(self, channel: Any, exchange: str, key: str, message: Any, mandatory: bool = False) -> None:
        """Publish a message. Raises ConnectionLost if it was not written completely; the broker drops it then."""
        self.send(*self.publishing(channel, exchange, key, message, mandatory))

    def send(self, channel: Any, method: Any, format: str, arguments: tuple[Any, ...], content: Any = None) -> None:
        """Write a method without waiting for a reply. Thread-safe. Raises ConnectionLost."""
        self.send_all([(channel, method, format, arguments, content)])

    def send_all(self, methods: Sequence[Sending]) -> None:
        """Write several methods in one system call. Raises ConnectionLost; an unknown part is written then."""

        def write() -> None:
            for channel, *arguments in methods:
                channel.send_method(*arguments)

        with self._write_lock:
            if not self.alive:
                raise ConnectionLost
            try:
                self._connection.transport.write_at_once(write)
            except (OSError, amqp.AMQPError) as error:  # a frame may be half written: nothing may follow it
                self.drop()
                raise ConnectionLost(str(error)) from error

    def read(self, after_frame: Callable[[], None] = lambda: None) -> None:
        """Dispatch frames to the channels' callbacks until the connection ends. Does not raise."""
        self._reading, next_heartbeat = True, time.monotonic() + HEARTBEAT / 3
        try:
            while self.alive and self._connection.connected:
                with contextlib.suppress(TimeoutError):
                    self._connection.blocking_read()
                    after_frame()
                if time.monotonic() > next_heartbeat and self._connection.connected:
                    next_heartbeat = time.monotonic() + HEARTBEAT / 3
                    with self._write_lock:
                        self._connection.heartbeat_tick()
                    if self._repeated:
                        self.send_all(self._repeated)
        except Exception as error:
            if self.alive:
                log.warning("connection lost", part=self._part, error=repr(error))
        self._collect()
        self._ended.set()

    def close(self) -> None:
        """Close with the AMQP handshake, so that the broker processes everything written before."""
        if not self._reading:
            with contextlib.suppress(OSError, amqp.AMQPError):
                self._connection.close()
            self._collect()
            return
        with contextlib.suppress(ConnectionLost):
            self.send(self._connection, spec.Connection.Close, "BsBB", (0, "", 0, 0))
        self._ended.wait(GOODBYE)
        self.drop()

    def drop(self) -> None:
        """Shut the socket down at once; wakes the reading and writing threads."""
        self.alive = False
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def _collect(self) -> None:
        self.drop()
        with self._write_lock:
            self._connection.collect()

    def leave_to_parent(self) -> None:
        """After a fork, in the child: close the inherited socket without closing the parent's connection."""
        self.alive = False
        self._socket.close()


class AmqpConnection(pyamqp.Connection):  # type: ignore[misc]  # kombu has no types
    """kombu's connection with the sockets and frames of this package."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, socket_settings=_TCP, frame_handler=tolerant_frame_handler)

    def Transport(  # noqa: N802  # py-amqp's name
        self, host: str, connect_timeout: float, ssl: Any = False, *timeouts: Any, **options: Any
    ) -> Any:
        if ssl:
            return TlsTransport(host, connect_timeout, ssl["context"], ssl["server_name"], **options)
        return TcpTransport(host, connect_timeout, *timeouts, **options)
