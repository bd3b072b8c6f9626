"""The bus within one process (embedded mode). Implements `transport.py` without a broker.

An event is confirmed only when every bound subscription has settled it. Until then it stays in the outbox, so that
killing the process loses nothing.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from services.chassis import faultpoints, observability
from services.chassis.bus import headers, transaction_guard
from services.chassis.bus.pending_reply import PendingReply
from services.chassis.bus.transport import (
    CallMessage,
    DeadLetteredMessage,
    EventMessage,
    NotDelivered,
    OutgoingEvent,
    Subscription,
)
from services.chassis.faultpoints import FaultPoint

SETTLE_SECONDS = 30.0
log = observability.log()


class InProcessBus:
    """Exchange and queues in memory. `connect` returns a transport for one broker user."""

    def __init__(self) -> None:
        self.servers: dict[str, Callable[[CallMessage], None]] = {}
        self.bindings: dict[tuple[str, str], list[Subscription]] = {}
        self.listeners: dict[str, Callable[[EventMessage], None]] = {}
        self.unsettled: Counter[str] = Counter()
        self.watchers: list[Callable[[OutgoingEvent], None]] = []
        """Called with every event that is published, each time it is published (`machinepark events`)."""

    def connect(self, user: str) -> "InProcessTransport":
        return InProcessTransport(self, user)

    def figures(self) -> list[tuple[str, int, int]]:
        """Per queue: name, unsettled events, consumers, as a broker reports them."""
        calls = [(f"rpc-{service}", 0, 1) for service in self.servers]
        queues = [subscription.queue for bound in self.bindings.values() for subscription in bound]
        return calls + [(queue, self.unsettled[queue], int(queue in self.listeners)) for queue in queues]


def _once(function: Callable[[Any], None]) -> Callable[[Any], None]:
    """`act` with every call after the first ignored."""
    first = threading.Lock()

    def call_once(value: Any) -> None:
        if first.acquire(blocking=False):
            function(value)

    return call_once


class _Settlement:
    """Counts the subscriptions that have settled an event; `confirmed` is False once one of them did not keep it."""

    def __init__(self, count: int) -> None:
        self._remaining, self._all_settled, self.confirmed = count, threading.Event(), True
        if not count:
            self._all_settled.set()

    def settle(self, processed: bool) -> None:
        self.confirmed = self.confirmed and processed
        self._remaining -= 1
        if self._remaining <= 0:
            self._all_settled.set()

    def wait(self, seconds: float) -> bool:
        return self._all_settled.wait(seconds) and self.confirmed


class _Running:
    """A consumer. `stop` unregisters it and waits, at most SETTLE_SECONDS, for messages in flight."""

    def __init__(self, unregister: Callable[[], None]) -> None:
        self._unregister, self._in_flight, self._change = unregister, 0, threading.Condition()
        self.is_consuming = True

    def began(self) -> None:
        with self._change:
            self._in_flight += 1

    def ended(self) -> None:
        with self._change:
            self._in_flight -= 1
            self._change.notify_all()

    def stop(self) -> None:
        self.is_consuming = False
        self._unregister()
        with self._change:
            self._change.wait_for(lambda: not self._in_flight, SETTLE_SECONDS)


class InProcessTransport:
    """One broker user's transport on an `InProcessBus`."""

    def __init__(self, bus: InProcessBus, user: str) -> None:
        self._bus, self._user = bus, user

    def send(self, service: str, operation: str, body: bytes, headers_: dict[str, Any], timeout: float) -> PendingReply:
        transaction_guard.refuse_within_transaction(f"call of {service}.{operation}")
        server = self._bus.servers.get(service)
        if server is None:
            raise NotDelivered
        reply = PendingReply(timeout)
        server(CallMessage(service, operation, body, dict(headers_), self._user, reply.resolve))
        return reply

    def publish(self, events: Sequence[OutgoingEvent]) -> set[str]:
        transaction_guard.refuse_within_transaction("publish")
        published = [(event.id, self._deliver(event)) for event in events]
        faultpoints.hit(FaultPoint.EVENTS_PUBLISHED)
        end = time.monotonic() + SETTLE_SECONDS
        return {id for id, settlement in published if settlement and settlement.wait(max(0.0, end - time.monotonic()))}

    def _deliver(self, event: OutgoingEvent) -> _Settlement | None:
        bound = self._bus.bindings.get((event.exchange, event.type), [])
        for watch in list(self._bus.watchers):
            watch(event)
        if event.mandatory and not bound:
            return None
        settlement = _Settlement(len(bound))
        for subscription in bound:
            listener = self._bus.listeners.get(subscription.queue)
            if listener is None:
                settlement.settle(False)
            else:
                listener(EventMessage(subscription, event.body, self._counted(subscription, settlement)))
        return settlement

    def _counted(self, subscription: Subscription, settlement: _Settlement) -> Callable[[bool], None]:
        queue = subscription.queue
        self._bus.unsettled[queue] += 1

        @_once
        def settle(processed: bool) -> None:
            self._bus.unsettled[queue] -= 1
            settlement.settle(processed)

        return settle

    def declare(self, subscriptions: Sequence[Subscription]) -> None:
        for subscription in subscriptions:
            bound = self._bus.bindings.setdefault((subscription.exchange, subscription.event_type), [])
            if subscription not in bound:
                bound.append(subscription)

    def has_consumers(self, subscriptions: Sequence[Subscription]) -> bool:
        return all(subscription.queue in self._bus.listeners for subscription in subscriptions)

    def serve(self, service: str, on_call: Callable[[CallMessage], None], prefetch: int) -> _Running:
        def take(message: CallMessage) -> None:
            if headers.is_late(message.headers):
                return
            answer = message.answer
            running.began()

            @_once
            def finish(body: bytes | None) -> None:
                if body is not None:
                    answer(body)
                running.ended()

            message.answer = finish
            try:
                on_call(message)
            except Exception:  # the caller gets no reply and runs into its timeout
                log.exception("call handler failed", operation=f"{service}.{message.operation}")
                finish(None)

        running = _Running(lambda: self._unregister(service, take))
        self._bus.servers[service] = take
        return running

    def _unregister(self, service: str, server: Callable[[CallMessage], None]) -> None:
        if self._bus.servers.get(service) is server:
            del self._bus.servers[service]

    def consume_events(
        self, subscriptions: Sequence[Subscription], on_event: Callable[[EventMessage], None], prefetch: int
    ) -> _Running:
        def take(message: EventMessage) -> None:
            settle = message.settle
            running.began()

            @_once
            def settled(processed: bool) -> None:
                settle(processed)
                running.ended()

            message.settle = settled
            try:
                on_event(message)
            except Exception:  # not confirmed: the event stays in the outbox
                log.exception("event handler failed", queue=message.subscription.queue)
                settled(False)

        def unregister() -> None:
            for subscription in subscriptions:
                self._bus.listeners.pop(subscription.queue, None)

        self.declare(subscriptions)
        running = _Running(unregister)
        for subscription in subscriptions:
            self._bus.listeners[subscription.queue] = take
        return running

    def consume_dead_letters(self, service: str, on_dead_letter: Callable[[DeadLetteredMessage], None]) -> _Running:
        """Never receives anything: an event that is not processed stays in the sender's outbox."""
        return _Running(lambda: None)

    def close(self) -> None:
        pass
