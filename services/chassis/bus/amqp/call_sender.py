"""Sending of calls: all threads share one connection, one reply queue and one thread that reads it."""

import itertools
import threading
import weakref
from typing import Any

from services.chassis.bus import topology
from services.chassis.bus.address import Address
from services.chassis.bus.amqp import declaring
from services.chassis.bus.amqp.connection import Connection, ConnectionLost
from services.chassis.bus.pending_reply import PendingReply
from services.chassis.bus.transport import NoAnswer, NotDelivered


class CallSender:
    """Sends calls. Connects on the first call and again after the connection was lost."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._line: _CallConnection | None = None
        self._connecting, self._attempts = threading.Lock(), 0

    def send(self, service: str, operation: str, body: bytes, headers: dict[str, Any], timeout: float) -> PendingReply:
        """Raises NotDelivered if no connection can be opened."""
        return self._connected().send(f"{service}.{operation}", body, headers, timeout)

    def _connected(self) -> "_CallConnection":
        attempts, line = self._attempts, self._line
        if line and line.connection.alive:
            return line
        with self._connecting:
            if self._line and self._line.connection.alive:
                return self._line
            if self._attempts != attempts:  # another thread failed to connect meanwhile: do not repeat it
                raise NotDelivered
            try:
                self._line = _CallConnection(self._address)
            except ConnectionLost as error:
                raise NotDelivered from error
            finally:
                self._attempts += 1
            return self._line

    def close(self) -> None:
        if self._line:
            self._line.connection.close()

    def leave_to_parent(self) -> None:
        if self._line:
            self._line.connection.leave_to_parent()


class _CallConnection:
    """A connection and its pending calls, which fail with NoAnswer when it ends."""

    def __init__(self, address: Address) -> None:
        self._numbers = itertools.count(1)  # unique within the reply queue, which is exclusive to this connection
        self._pending: weakref.WeakValueDictionary[str, PendingReply] = weakref.WeakValueDictionary()
        self.connection = Connection.open(address, "calls out", self._prepare)
        threading.Thread(target=self._read, name="bus: answers", daemon=True).start()

    def _prepare(self, connection: Connection) -> None:
        self._channel = connection.channel()
        (self._reply_to,) = declaring.declare_and_keep(connection, [topology.reply_queue()])
        self._channel.events["basic_return"].add(self._on_return)
        self._channel.basic_consume(self._reply_to, callback=self._on_reply, no_ack=True, exclusive=True)

    def send(self, key: str, body: bytes, headers: dict[str, Any], timeout: float) -> PendingReply:
        id, reply = str(next(self._numbers)), PendingReply(timeout)
        self._pending[id] = reply
        message = self.connection.message(
            body,
            application_headers=headers,
            correlation_id=id,
            reply_to=self._reply_to,
            delivery_mode=1,
            expiration=str(int(timeout * 1000)),
        )
        try:
            self.connection.publish(self._channel, topology.CALLS.name, key, message, mandatory=True)
        except ConnectionLost as error:
            raise NotDelivered from error
        return reply

    def _on_reply(self, message: Any) -> None:
        if reply := self._pending.pop(message.properties.get("correlation_id", ""), None):
            reply.resolve(message.body or b"")

    def _on_return(self, _error: Any, _exchange: str, _key: str, message: Any) -> None:
        if reply := self._pending.pop(message.properties.get("correlation_id", ""), None):
            reply.fail(NotDelivered)

    def _read(self) -> None:
        self.connection.read()
        for reference in self._pending.valuerefs():
            if reply := reference():
                reply.fail(NoAnswer)
