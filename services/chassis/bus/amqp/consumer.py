"""Consumes queues over a connection of its own and stops without losing messages in flight.

One thread connects and reads, another calls the handlers. A handler may block until a worker is free; the connection is
read meanwhile, so that heartbeats are answered.
"""

import contextlib
import functools
import queue
import threading
import time
from collections.abc import Callable
from typing import Any

from amqp import spec

from services.chassis import observability
from services.chassis.bus.address import Address
from services.chassis.bus.amqp.ack_batcher import AckBatcher
from services.chassis.bus.amqp.connection import Connection, ConnectionLost, Sending
from services.chassis.bus.amqp.framing import UNREADABLE

START_SECONDS = 10.0
"""How long the constructor waits for RabbitMQ; after that, connecting continues in a thread."""
FINISH_SECONDS = 30.0
"""How long `stop` waits for messages in flight."""
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0
"""Seconds between attempts to connect; doubled after each."""
log = observability.log()


class Delivery:
    """A received message. It is settled once; further calls are ignored."""

    def __init__(self, connection: Connection, acks: AckBatcher, message: Any, settled: Callable[[], None]) -> None:
        """`settled` is called once the ack or reject is written or cannot be written any more."""
        self.connection, self._acks, self._settled = connection, acks, settled
        self._settle_once = threading.Lock()
        self.tag: int = message.delivery_info["delivery_tag"]
        self.routing_key: str = message.delivery_info["routing_key"]
        self.properties: dict[str, Any] = message.properties
        self.body: bytes = message.body or b""

    @property
    def is_readable(self) -> bool:
        """Whether its properties could be decoded; if not, only the body is available."""
        return bool(self.properties.get("content_type") != UNREADABLE)

    @property
    def headers(self) -> dict[str, Any]:
        return dict(self.properties.get("application_headers") or {})

    def acknowledge(self, *before: Sending, then: Callable[[], None] = lambda: None) -> None:
        """Acknowledge, with `before` written in the same system call. `then` is called afterwards, also when the
        connection was lost."""
        if self._is_first():

            def on_sent() -> None:
                then()
                self._settled()

            self._acks.acknowledge(self.tag, on_sent, before)

    def requeue(self) -> None:
        """Return it to its queue; RabbitMQ redelivers it at once."""
        if self._is_first():
            self._acks.reject(self.tag, self._settled, requeue=True)

    def refuse(self, reason: str, **facts: Any) -> None:
        """Reject without requeue: the broker's policy dead-letters or discards it."""
        log.error("message rejected", reason=reason, key=self.routing_key, size=len(self.body), **facts)
        if self._is_first():
            self._acks.reject(self.tag, self._settled, requeue=False)

    def _is_first(self) -> bool:
        return self._settle_once.acquire(blocking=False)


Handler = Callable[[Delivery], None]


class Consumer:
    """Consumes from construction until `stop`; reconnects when the connection is lost."""

    def __init__(
        self,
        address: Address,
        part: str,
        prefetch: int,
        setup: Callable[[Connection], dict[str, Handler]],
        *,
        batch_size: int = 1,
    ) -> None:
        """`setup` declares queues on a new connection and returns the handler of each queue. `batch_size`: acks per
        batch (`ack_batcher.py`)."""
        self._address, self._part, self._prefetch, self._setup = address, part, prefetch, setup
        self._batch_size = batch_size
        self._received: queue.SimpleQueue[tuple[Handler, Delivery] | None] = queue.SimpleQueue()
        self._connection: Connection | None = None
        self._channel: Any = None
        self._consuming, self._stopping = threading.Event(), threading.Event()
        self._in_flight, self._change = 0, threading.Condition()
        self._threads = [
            threading.Thread(target=work, name=f"bus: {part}", daemon=True)
            for work in (self._reconnect, self._dispatch)
        ]
        for thread in self._threads:
            thread.start()
        if not self._consuming.wait(START_SECONDS):
            log.warning("started without a connection to the bus", part=part)

    @property
    def is_consuming(self) -> bool:
        return self._consuming.is_set()

    def cancel(self) -> None:
        """Cancel the consumers. Messages that RabbitMQ sent before still arrive."""
        with self._change:
            self._stopping.set()
            connection, channel = self._connection, self._channel
        if connection:
            consumers = list(channel.callbacks)
            with contextlib.suppress(ConnectionLost):
                for consumer in consumers:
                    connection.send(channel, spec.Basic.Cancel, "sb", (consumer, False))
            if not consumers:
                self._stopped_consuming()

    def stop(self) -> None:
        """Stop consuming; returns when all messages in flight are settled, or after FINISH_SECONDS."""
        self.cancel()
        with self._change:
            finished = self._change.wait_for(lambda: not self._in_flight and not self.is_consuming, FINISH_SECONDS)
        if not finished:
            log.error("stopped with unfinished messages", part=self._part, count=self._in_flight)
        if self._connection:
            self._connection.close()
        self._received.put(None)
        for thread in self._threads:
            thread.join(FINISH_SECONDS)

    def _reconnect(self) -> None:
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            started_at, reason = time.monotonic(), "connection lost"
            try:
                self._run(Connection.open(self._address, self._part, self._prepare))
            except Exception as error:  # whatever the error: the thread must not end, or the service stops consuming
                reason = str(error) or repr(error)
            if time.monotonic() - started_at > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            if not self._stopping.is_set():
                log.warning("no messages from the bus", part=self._part, reason=reason, seconds=pause)
                self._stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _run(self, connection: Connection) -> None:
        with self._change:
            if not self._stopping.is_set():
                self._connection = connection
                self._consuming.set()
        if self._connection is connection:
            connection.read(self._check_cancelled)
            self._stopped_consuming()
        else:
            connection.close()

    def _prepare(self, connection: Connection) -> None:
        channel = connection.channel()
        channel.basic_qos(0, self._prefetch, False)
        acks = AckBatcher(connection.writer, channel, self._batch_size)
        for name, handler in self._setup(connection).items():
            channel.basic_consume(name, callback=functools.partial(self._on_message, connection, acks, handler))
        self._channel = channel

    def _on_message(self, connection: Connection, acks: AckBatcher, handler: Handler, message: Any) -> None:
        with self._change:
            self._in_flight += 1
        delivery = Delivery(connection, acks, message, self._settled)
        acks.register(delivery.tag)
        self._received.put((handler, delivery))

    def _settled(self) -> None:
        with self._change:
            self._in_flight -= 1
            self._change.notify_all()

    def _check_cancelled(self) -> None:
        if self._stopping.is_set() and not self._channel.callbacks:
            self._stopped_consuming()

    def _stopped_consuming(self) -> None:
        with self._change:
            self._consuming.clear()
            self._change.notify_all()

    def _dispatch(self) -> None:
        while received := self._received.get():
            handler, delivery = received
            if not delivery.connection.alive:  # RabbitMQ redelivers it, possibly to this process
                delivery.requeue()
            else:
                try:
                    handler(delivery)
                except Exception as error:
                    log.exception("message handler failed", key=delivery.routing_key)
                    delivery.refuse(repr(error))
