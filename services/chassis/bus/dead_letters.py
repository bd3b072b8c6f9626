"""Consumes a service's dead-lettered events: those that reached the delivery limit of their queue."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from kombu.message import Message
from kombu.mixins import ConsumerMixin

from services.chassis import observability
from services.chassis.bus import broker, topology
from services.chassis.bus.address import Address
from services.chassis.bus.transport import DeadLetteredMessage, Unstorable

QUEUE, REASON = "x-first-death-queue", "x-first-death-reason"
"""Headers that RabbitMQ sets on a dead-lettered message: its first queue and the reason."""
PREFETCH = 5
START_SECONDS, STOP_SECONDS = 10.0, 30.0
"""How long the constructor and `stop` wait for the thread."""
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0
"""Seconds, doubled each time: until a message that could not be stored is requeued, and between attempts to connect."""
log = observability.log()


class DeadLetters(ConsumerMixin):  # type: ignore[misc]  # kombu has no types
    """Consumes from construction until `stop`, in a thread and over a connection of its own."""

    def __init__(self, address: Address, service: str, on_dead_letter: Callable[[DeadLetteredMessage], None]) -> None:
        self._part = f"dead letters of {service}"
        self.connection = broker.connection_of(address, self._part)
        self._queue, self._on_dead_letter = topology.dead_letter_queue(service), on_dead_letter
        self._consuming, self._stopping = threading.Event(), threading.Event()
        self._to_requeue: list[tuple[float, Message]] = []
        self._thread = threading.Thread(target=self._run, name=f"bus: {self._part}", daemon=True)
        self._thread.start()
        if not self._consuming.wait(START_SECONDS):
            log.warning("started without a connection to the bus", part=self._part)

    @property
    def is_consuming(self) -> bool:
        return self._consuming.is_set()

    @property
    def should_stop(self) -> bool:
        return self._stopping.is_set()

    def stop(self) -> None:
        """Stop consuming; waits at most STOP_SECONDS for the message being stored. RabbitMQ requeues the
        others."""
        self._stopping.set()
        self._thread.join(STOP_SECONDS)

    def _run(self) -> None:
        pause = FIRST_PAUSE
        while not self.should_stop:
            started_at, reason = time.monotonic(), "connection lost"
            try:
                for _ in self.consume(limit=None):
                    pass
            except Exception as error:  # whatever the error: the thread must not end
                reason = repr(error)
            self._consuming.clear()
            if time.monotonic() - started_at > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            if not self.should_stop:
                log.warning("no messages from the bus", part=self._part, reason=reason, seconds=pause)
                self._stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    @contextlib.contextmanager
    def establish_connection(self) -> Iterator[Any]:
        self._to_requeue.clear()
        with self.connection.clone() as connection:
            yield connection.connect() and connection

    def get_consumers(self, consumer: Callable[..., Any], channel: Any) -> list[Any]:
        channel.auto_decode = False
        return [consumer([self._queue], on_message=self._on_message, prefetch_count=PREFETCH)]

    def on_consume_ready(self, *_: Any, **__: Any) -> None:
        self._consuming.set()

    def on_iteration(self) -> None:
        """Called at least once a second: requeue the messages whose pause is over."""
        now = time.monotonic()
        due = [message for at, message in self._to_requeue if at <= now]
        self._to_requeue = [(at, message) for at, message in self._to_requeue if at > now]
        for message in due:
            message.requeue()

    def _on_message(self, message: Message) -> None:
        queue, reason = (message.headers.get(name) for name in (QUEUE, REASON))
        dead_letter = DeadLetteredMessage(
            queue=queue if isinstance(queue, str) else self._queue.name,
            reason=reason if isinstance(reason, str) else "unknown",
            body=bytes(message.body or b""),
            settle=lambda stored: message.ack() if stored else self._requeue_later(message),
        )
        try:
            self._on_dead_letter(dead_letter)
        except Unstorable:
            log.exception("dead-lettered event refused by the database", queue=dead_letter.queue)
            message.reject()
        except Exception:
            log.exception("dead-lettered event not stored; requeued", queue=dead_letter.queue)
            self._requeue_later(message)

    def _requeue_later(self, message: Message) -> None:
        """Without a pause RabbitMQ would redeliver at once. Does nothing if the message is settled or waits already."""
        if message.acknowledged or any(waiting is message for _, waiting in self._to_requeue):
            return
        deliveries = message.headers.get("x-delivery-count")
        doublings = min(deliveries if isinstance(deliveries, int) else 0, 10)
        self._to_requeue.append((time.monotonic() + min(FIRST_PAUSE * 2**doublings, LONGEST_PAUSE), message))
