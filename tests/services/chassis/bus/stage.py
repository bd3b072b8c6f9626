"""A service on a bus, as the tests play it: what it takes waits in boxes until a test asks for it."""

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

GREEN = socket.socket.__module__.startswith("eventlet")
"""Whether this process has green threads: `-p tests.eventlet_plugin`."""
SOON = 10.0
"""Seconds after which something that should happen has failed to."""
AT_ONCE = SOON / 2
"""Seconds within which something ends that waits for no deadline, on a busy machine too: a fault would take `SOON`."""


class Box(queue.Queue[Any]):
    """What was taken, in order."""

    def next(self, within: float = SOON) -> Any:
        return self.get(timeout=within)


def call_headers(seconds: float = 5.0) -> dict[str, Any]:
    """Of a visitor's call that has this much time."""
    return headers.make(
        Caller.visitor(), deadline=time.time() + seconds, correlation_id="c", key="k", call_id=uuid.uuid4().hex
    )


def result(value: Any) -> bytes:
    return json.dumps({"result": value, "error": None}).encode()


def echo(message: CallMessage) -> None:
    """Answers with what it was given."""
    message.answer(result(json.loads(message.body)["kwargs"]))


class Stage:
    """A service that serves and listens, and a caller and sender to it. Stops what it started."""

    def __init__(self, transport: Transport, service: str) -> None:
        self.transport, self.service = transport, service
        self.source = f"src_{service}"
        self._running: list[MessageConsumer] = []

    def serve(self, on_call: Callable[[CallMessage], None] = echo, prefetch: int = 20) -> MessageConsumer:
        running = self.transport.serve(self.service, on_call, prefetch)
        self._running.append(running)
        return running

    def consume_events(
        self, *subscriptions: Subscription, on_event: Callable[[EventMessage], None], prefetch: int = 20
    ) -> MessageConsumer:
        running = self.transport.consume_events(subscriptions, on_event, prefetch)
        self._running.append(running)
        return running

    def subscription(self, event_type: str = "thing_happened", listener: str = "listener") -> Subscription:
        return Subscription(f"{self.service}_{listener}", f"on_{event_type}", self.source, event_type)

    def start(self, operation: str = "echo", timeout: float = SOON, **kwargs: Any) -> Reply:
        body = json.dumps({"args": [], "kwargs": kwargs}).encode()
        return self.transport.send(self.service, operation, body, call_headers(timeout), timeout)

    def ask(self, operation: str = "echo", timeout: float = SOON, **kwargs: Any) -> Any:
        """Call and wait: the result."""
        return json.loads(self.start(operation, timeout, **kwargs).wait())["result"]

    def event(self, number: int = 1, event_type: str = "thing_happened", mandatory: bool = False) -> OutgoingEvent:
        body = json.dumps({"number": number}).encode()
        return OutgoingEvent(str(uuid.uuid4()), f"{self.source}.events", event_type, body, mandatory)

    def bring(self, *events: OutgoingEvent) -> None:
        """Publish as an outbox does: until every event is confirmed."""
        left = list(events)

        def publish() -> bool:
            confirmed = self.transport.publish(left)
            left[:] = [event for event in left if event.id not in confirmed]
            return not left

        eventually(publish)

    def bring_beside(self, *events: OutgoingEvent) -> threading.Thread:
        """The same, beside the test."""
        thread = threading.Thread(target=functools.partial(self.bring, *events), daemon=True)
        thread.start()
        return thread

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for running in self._running:
            running.stop()
