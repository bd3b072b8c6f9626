"""One connection to RabbitMQ: many threads write, one reads."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import amqp
from amqp import spec

from services.chassis import observability
from services.chassis.bus.amqp.address import Address
from services.chassis.bus.amqp.framing import forgiving_frames
from services.chassis.bus.amqp.sockets import TcpTransport
from services.chassis.bus.amqp.tls import TlsTransport
from services.chassis.bus.amqp.write_coalescer import WriteCoalescer

PATIENCE = 5.0
"""Seconds that connecting, writing or one answer of the broker may take; then the connection counts as lost."""
HEARTBEAT = 10
"""Seconds; a connection that is silent for two of them is lost."""
GOODBYE = 2.0
_TCP = {socket.TCP_USER_TIMEOUT: int(PATIENCE * 1000)} if hasattr(socket, "TCP_USER_TIMEOUT") else {}
log = observability.log()


Sending = tuple[Any, Any, str, tuple[Any, ...], Any]
"""Channel, method, the format of its arguments, arguments, and what it carries (None: nothing)."""


class ConnectionLost(ConnectionError):
    """The connection is gone, or could not be made."""


class Connection:
    """A connection. First its maker declares and waits for answers; then one thread calls `read`, and others `send`.

    py-amqp's own methods that wait for an answer, and its `basic_publish`, read from the socket: once a thread is in
    `read`, nothing but `send` is called.
    """

    def __init__(self, address: Address, part: str) -> None:
        """Connect, or raise Lost. `part` is what RabbitMQ shows as the connection's name."""
        self.alive, self.address, self._part = True, address, part
        self.departures = WriteCoalescer(self.send_all)
        self._turn, self._ended, self._reading = threading.Lock(), threading.Event(), False
        self._connection = _AmqpConnection(
            host=address.host,
            userid=address.user,
            password=address.password,
            virtual_host=address.vhost,
            login_method="PLAIN",
            ssl={"context": address.tls, "server_name": address.server_name} if address.tls else False,
            connect_timeout=PATIENCE,
            heartbeat=HEARTBEAT,
            socket_settings=_TCP,
            frame_handler=forgiving_frames,
            client_properties={"product": "Machinepark", "connection_name": f"{address.user}: {part}"},
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
        """Connect and `prepare`: open channels, declare, consume. Raises Lost, whatever RabbitMQ refuses."""
        link = cls(address, part)
        try:
            prepare(link)
        except (OSError, amqp.AMQPError) as error:
            link._collect()
            raise ConnectionLost(f"{address.host}: {error}") from error
        return link

    def channel(self) -> Any:
        """A new channel whose messages keep their bodies as bytes. Before `read` only."""
        channel = self._connection.channel()
        channel.auto_decode = False
        return channel

    def message(self, body: bytes, **properties: Any) -> Any:
        """A message as everything that is sent looks: JSON, from the user whom RabbitMQ vouches for."""
        return amqp.Message(
            body, content_type="application/json", content_encoding="utf-8", user_id=self.address.user, **properties
        )

    @staticmethod
    def publishing(channel: Any, exchange: str, key: str, message: Any, mandatory: bool = False) -> Sending:
        """The sending of a message."""
        return channel, spec.Basic.Publish, "Bssbb", (0, exchange, key, mandatory, False), message

    def publish(self, channel: Any, exchange: str, key: str, message: Any, mandatory: bool = False) -> None:
        """Send a message. Raises Lost when not all of it could be written: then the broker does not route it."""
        self.send(*self.publishing(channel, exchange, key, message, mandatory))

    def send(self, channel: Any, method: Any, format: str, arguments: tuple[Any, ...], content: Any = None) -> None:
        """Write a method and don't wait for an answer. Safe for many threads. Raises Lost."""
        self.send_all([(channel, method, format, arguments, content)])

    def send_all(self, sendings: Sequence[Sending]) -> None:
        """Write several methods in one piece, likewise. Raises Lost, and then nobody knows how far it came."""

        def write() -> None:
            for channel, *sending in sendings:
                channel.send_method(*sending)

        with self._turn:
            if not self.alive:
                raise ConnectionLost
            try:
                self._connection.transport.together(write)
            except (OSError, amqp.AMQPError) as error:  # perhaps half written: nothing may follow
                self.drop()
                raise ConnectionLost(str(error)) from error

    def read(self, after_frame: Callable[[], None] = lambda: None) -> None:
        """Hand what arrives to the channels' callbacks until the connection ends. Returns, never raises."""
        self._reading, beat = True, time.monotonic() + HEARTBEAT / 2
        try:
            while self.alive and self._connection.connected:
                with contextlib.suppress(TimeoutError):
                    self._connection.blocking_read()
                    after_frame()
                if time.monotonic() > beat and self._connection.connected:
                    beat = time.monotonic() + HEARTBEAT / 2
                    with self._turn:
                        self._connection.heartbeat_tick()
        except Exception as error:
            if self.alive:
                log.warning("connection lost", part=self._part, error=repr(error))
        self._collect()
        self._ended.set()

    def close(self) -> None:
        """Say good-bye: the broker takes in all that was sent before."""
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
        """End it here and now; wakes the reader and whoever is writing."""
        self.alive = False
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def _collect(self) -> None:
        self.drop()
        with self._turn:
            self._connection.collect()

    def leave_to_parent(self) -> None:
        """After a fork: let go of the parent's connection without a word to the broker."""
        self.alive = False
        self._socket.close()


class _AmqpConnection(amqp.Connection):  # type: ignore[misc]  # amqp has no types
    def Transport(  # noqa: N802  # py-amqp's name
        self, host: str, connect_timeout: float, ssl: Any = False, *timeouts: Any, **options: Any
    ) -> Any:
        if ssl:
            return TlsTransport(host, connect_timeout, ssl["context"], ssl["server_name"], **options)
        return TcpTransport(host, connect_timeout, *timeouts, **options)
