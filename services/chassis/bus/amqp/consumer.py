"""Takes messages from queues over a connection of its own, and stops without losing what is in hand.

One thread connects and reads, one hands over. Handing over may wait for a free worker; the connection is read all the
while, so that heartbeats go on.
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
from services.chassis.bus.amqp.ack_batcher import AckBatcher
from services.chassis.bus.amqp.address import Address
from services.chassis.bus.amqp.connection import Connection, ConnectionLost, Sending
from services.chassis.bus.amqp.framing import UNREADABLE

START_SECONDS = 10.0
"""How long a start waits for RabbitMQ; after that it goes on trying beside the start."""
FINISH_SECONDS = 30.0
"""How long a stop waits for what is in hand."""
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0
log = observability.log()


class Delivery:
    """A message in hand, until it is settled; only the first settling counts."""

    def __init__(self, link: Connection, receipts: AckBatcher, message: Any, settled: Callable[[], None]) -> None:
        """`settled` is called when its settling has left, or cannot any more."""
        self.link, self._receipts, self._settled = link, receipts, settled
        self._unsettled = threading.Lock()
        self.tag: int = message.delivery_info["delivery_tag"]
        self.routing_key: str = message.delivery_info["routing_key"]
        self.properties: dict[str, Any] = message.properties
        self.body: bytes = message.body or b""

    @property
    def is_readable(self) -> bool:
        """Whether its properties could be read; else they are lost, and the body alone is there."""
        return bool(self.properties.get("content_type") != UNREADABLE)

    @property
    def headers(self) -> dict[str, Any]:
        return dict(self.properties.get("application_headers") or {})

    def acknowledge(self, *before: Sending, then: Callable[[], None] = lambda: None) -> None:
        """`before` leaves in one piece with it, if it was not settled yet. Nothing leaves over a lost connection."""
        if self._is_first():

            def gone() -> None:
                then()
                self._settled()

            self._receipts.acknowledge(self.tag, gone, before)

    def requeue(self) -> None:
        """RabbitMQ gives it out again, at once."""
        if self._is_first():
            self._receipts.reject(self.tag, self._settled, requeue=True)

    def refuse(self, reason: str, **facts: Any) -> None:
        """For good: it goes to the dead letters where the broker's policy says so."""
        log.error("message refused", reason=reason, key=self.routing_key, size=len(self.body), **facts)
        if self._is_first():
            self._receipts.reject(self.tag, self._settled, requeue=False)

    def _is_first(self) -> bool:
        return self._unsettled.acquire(blocking=False)


Handler = Callable[[Delivery], None]


class Consumer:
    """Runs from its making until `stop`, and connects again when the connection is lost."""

    def __init__(
        self,
        address: Address,
        part: str,
        prefetch: int,
        setup: Callable[[Connection], dict[str, Handler]],
        *,
        together: int = 1,
    ) -> None:
        """`setup` declares on a new connection, and says which queue has which handler. So many acknowledgements may
        leave `together`."""
        self._address, self._part, self._prefetch, self._setup = address, part, prefetch, setup
        self._together = together
        self._arrived: queue.SimpleQueue[tuple[Handler, Delivery] | None] = queue.SimpleQueue()
        self._link: Connection | None = None
        self._channel: Any = None
        self._consuming, self._stopping = threading.Event(), threading.Event()
        self._in_hand, self._change = 0, threading.Condition()
        self._threads = [
            threading.Thread(target=work, name=f"bus: {part}", daemon=True) for work in (self._connect, self._hand_over)
        ]
        for thread in self._threads:
            thread.start()
        if not self._consuming.wait(START_SECONDS):
            log.warning("started without the bus", part=part)

    @property
    def is_consuming(self) -> bool:
        """Whether RabbitMQ gives it messages at this moment."""
        return self._consuming.is_set()

    def cancel(self) -> None:
        """Ask RabbitMQ for no more. What it had sent before still comes."""
        with self._change:
            self._stopping.set()
            link, channel = self._link, self._channel
        if link:
            consumers = list(channel.callbacks)
            with contextlib.suppress(ConnectionLost):
                for consumer in consumers:
                    link.send(channel, spec.Basic.Cancel, "sb", (consumer, False))
            if not consumers:
                self._stopped_consuming()

    def stop(self) -> None:
        """Take no more; returns when what is in hand is settled, or after FINISH_SECONDS."""
        self.cancel()
        with self._change:
            finished = self._change.wait_for(lambda: not self._in_hand and not self.is_consuming, FINISH_SECONDS)
        if not finished:
            log.error("stopped with messages in hand", part=self._part, count=self._in_hand)
        if self._link:
            self._link.close()
        self._arrived.put(None)
        for thread in self._threads:
            thread.join(FINISH_SECONDS)

    def _connect(self) -> None:
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            begun, reason = time.monotonic(), "connection lost"
            try:
                self._run(Connection.open(self._address, self._part, self._prepare))
            except Exception as error:  # whatever it is, a service that no longer listens would be worse
                reason = str(error) or repr(error)
            if time.monotonic() - begun > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            if not self._stopping.is_set():
                log.warning("no messages from the bus", part=self._part, reason=reason, seconds=pause)
                self._stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _run(self, link: Connection) -> None:
        with self._change:
            if not self._stopping.is_set():
                self._link = link
                self._consuming.set()
        if self._link is link:
            link.read(self._look_for_cancel)
            self._stopped_consuming()
        else:
            link.close()

    def _prepare(self, link: Connection) -> None:
        channel = link.channel()
        channel.basic_qos(0, self._prefetch, False)
        receipts = AckBatcher(link.departures, channel, self._together)
        for name, handler in self._setup(link).items():
            channel.basic_consume(name, callback=functools.partial(self._take, link, receipts, handler))
        self._channel = channel

    def _take(self, link: Connection, receipts: AckBatcher, handler: Handler, message: Any) -> None:
        with self._change:
            self._in_hand += 1
        delivery = Delivery(link, receipts, message, self._settled)
        receipts.came(delivery.tag)
        self._arrived.put((handler, delivery))

    def _settled(self) -> None:
        """One that was in hand has been."""
        with self._change:
            self._in_hand -= 1
            self._change.notify_all()

    def _look_for_cancel(self) -> None:
        if self._stopping.is_set() and not self._channel.callbacks:
            self._stopped_consuming()

    def _stopped_consuming(self) -> None:
        with self._change:
            self._consuming.clear()
            self._change.notify_all()

    def _hand_over(self) -> None:
        while arrived := self._arrived.get():
            handler, delivery = arrived
            if not delivery.link.alive:  # RabbitMQ gives it out again, perhaps to us
                delivery.requeue()
            else:
                try:
                    handler(delivery)
                except Exception as error:
                    log.exception("message not handed over", key=delivery.routing_key)
                    delivery.refuse(repr(error))
