"""A service on a bus for tests, and a client of it."""

import functools
import json
import queue
import socket
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any, Self

from services.chassis.bus import (
    CallMessage,
    EventMessage,
    MessageConsumer,
    OutgoingEvent,
    Reply,
    Subscription,
    Transport,
    headers,
)
from services.chassis.contract import Caller
from tests.eventually import eventually

HAS_GREEN_THREADS = socket.socket.__module__.startswith("eventlet")
"""Whether this process has green threads: `-p tests.eventlet_plugin`."""
TIMEOUT = 10.0
"""Seconds after which an expected result counts as missing."""
IMMEDIATE = TIMEOUT / 2
"""Seconds within which a result that waits for no deadline arrives, on a busy machine too."""


class Collector(queue.Queue[Any]):
    """Items received from another thread, in order."""

    def next(self, within: float = TIMEOUT) -> Any:
        return self.get(timeout=within)


def call_headers(seconds: float = 5.0) -> dict[str, Any]:
    """Headers of a visitor's call with a deadline `seconds` from now."""
    return headers.make(
        Caller.visitor(), deadline=time.time() + seconds, correlation_id="c", key="k", call_id=uuid.uuid4().hex
    )


def result(value: Any) -> bytes:
    return json.dumps({"result": value, "error": None}).encode()


def echo(message: CallMessage) -> None:
    """Answers with the call's keyword arguments."""
    message.answer(result(json.loads(message.body)["kwargs"]))


class Endpoint:
    """Serves calls, consumes events, calls and publishes. Stops its consumers on exit."""

    def __init__(self, transport: Transport, service: str) -> None:
        self.transport, self.service = transport, service
        self.source = f"src_{service}"
        self._consumers: list[MessageConsumer] = []

    def serve(self, on_call: Callable[[CallMessage], None] = echo, prefetch: int = 20) -> MessageConsumer:
        consumer = self.transport.serve(self.service, on_call, prefetch)
        self._consumers.append(consumer)
        return consumer

    def consume_events(
        self, *subscriptions: Subscription, on_event: Callable[[EventMessage], None], prefetch: int = 20
    ) -> MessageConsumer:
        consumer = self.transport.consume_events(subscriptions, on_event, prefetch)
        self._consumers.append(consumer)
        return consumer

    def subscription(self, event_type: str = "thing_happened", listener: str = "listener") -> Subscription:
        return Subscription(f"{self.service}_{listener}", f"on_{event_type}", self.source, event_type)

    def start(self, operation: str = "echo", timeout: float = TIMEOUT, **kwargs: Any) -> Reply:
        body = json.dumps({"args": [], "kwargs": kwargs}).encode()
        return self.transport.send(self.service, operation, body, call_headers(timeout), timeout)

    def call(self, operation: str = "echo", timeout: float = TIMEOUT, **kwargs: Any) -> Any:
        """Call, wait and return the result."""
        return json.loads(self.start(operation, timeout, **kwargs).wait())["result"]

    def event(self, number: int = 1, event_type: str = "thing_happened", mandatory: bool = False) -> OutgoingEvent:
        body = json.dumps({"number": number}).encode()
        return OutgoingEvent(str(uuid.uuid4()), f"{self.source}.events", event_type, body, mandatory)

    def publish_all(self, *events: OutgoingEvent) -> None:
        """Publish until every event is confirmed, as the relay of an outbox does."""
        unconfirmed = list(events)

        def publish() -> bool:
            confirmed = self.transport.publish(unconfirmed)
            unconfirmed[:] = [event for event in unconfirmed if event.id not in confirmed]
            return not unconfirmed

        eventually(publish)

    def publish_in_thread(self, *events: OutgoingEvent) -> threading.Thread:
        """`publish_all` in another thread."""
        thread = threading.Thread(target=functools.partial(self.publish_all, *events), daemon=True)
        thread.start()
        return thread

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for consumer in self._consumers:
            consumer.stop()
