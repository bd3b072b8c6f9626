"""The bus within one process: the embedded way to run. Keeps the promises of `transport.py` without a broker.

An event counts as taken over only when every bound subscription has settled it: until then it stays in its outbox, so
that killing the process loses nothing.
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
    """The exchange and queues. `connect` gives each user of the bus a transport that carries its name."""

    def __init__(self) -> None:
        self.servers: dict[str, Callable[[CallMessage], None]] = {}
        self.bindings: dict[tuple[str, str], list[Subscription]] = {}
        self.listeners: dict[str, Callable[[EventMessage], None]] = {}
        self.unsettled: Counter[str] = Counter()
        self.watchers: list[Callable[[OutgoingEvent], None]] = []
        """Each sees every event that is published, once for every time; for an operator who looks on."""

    def connect(self, user: str) -> "InProcessTransport":
        return InProcessTransport(self, user)

    def figures(self) -> list[tuple[str, int, int]]:
        """Queue, events that are not settled yet, consumers: as a broker would tell it."""
        calls = [(f"rpc-{service}", 0, 1) for service in self.servers]
        queues = [one.queue for bound in self.bindings.values() for one in bound]
        return calls + [(queue, self.unsettled[queue], int(queue in self.listeners)) for queue in queues]


def _once(act: Callable[[Any], None]) -> Callable[[Any], None]:
    """Only the first call does anything."""
    first = threading.Lock()

    def act_once(value: Any) -> None:
        if first.acquire(blocking=False):
            act(value)

    return act_once


class _Settlement:
    """Waits until all subscriptions of one event have settled it."""

    def __init__(self, count: int) -> None:
        self._left, self._all, self.confirmed = count, threading.Event(), True
        if not count:
            self._all.set()

    def settle(self, kept: bool) -> None:
        self.confirmed = self.confirmed and kept
        self._left -= 1
        if self._left <= 0:
            self._all.set()

    def wait(self, seconds: float) -> bool:
        return self._all.wait(seconds) and self.confirmed


class _Running:
    """Stops by taking the names off the bus; `in_hand` counts what is still being worked on."""

    def __init__(self, leave: Callable[[], None]) -> None:
        self._leave, self._in_hand, self._change = leave, 0, threading.Condition()
        self.is_consuming = True

    def began(self) -> None:
        with self._change:
            self._in_hand += 1

    def ended(self) -> None:
        with self._change:
            self._in_hand -= 1
            self._change.notify_all()

    def stop(self) -> None:
        self.is_consuming = False
        self._leave()
        with self._change:
            self._change.wait_for(lambda: not self._in_hand, SETTLE_SECONDS)


class InProcessTransport:
    """A user's connection to an `InProcessBus`."""

    def __init__(self, bus: InProcessBus, user: str) -> None:
        self._bus, self._user = bus, user

    def send(self, service: str, operation: str, body: bytes, headers_: dict[str, Any], timeout: float) -> PendingReply:
        transaction_guard.refuse_within_transaction(f"call of {service}.{operation}")
        server = self._bus.servers.get(service)
        if server is None:
            raise NotDelivered
        reply = PendingReply(timeout)
        server(CallMessage(service, operation, body, dict(headers_), self._user, reply.take))
        return reply

    def publish(self, events: Sequence[OutgoingEvent]) -> set[str]:
        transaction_guard.refuse_within_transaction("publish")
        under_way = [(event.id, self._deliver(event)) for event in events]
        faultpoints.hit(FaultPoint.EVENTS_PUBLISHED)
        end = time.monotonic() + SETTLE_SECONDS
        return {id for id, settlement in under_way if settlement and settlement.wait(max(0.0, end - time.monotonic()))}

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
        def settle(kept: bool) -> None:
            self._bus.unsettled[queue] -= 1
            settlement.settle(kept)

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
            except Exception:  # the fault of the service, not of its caller, who gets no answer
                log.exception("call not handed over", operation=f"{service}.{message.operation}")
                finish(None)

        running = _Running(lambda: self._leave(service, take))
        self._bus.servers[service] = take
        return running

    def _leave(self, service: str, server: Callable[[CallMessage], None]) -> None:
        if self._bus.servers.get(service) is server:
            del self._bus.servers[service]

    def consume_events(
        self, subscriptions: Sequence[Subscription], on_event: Callable[[EventMessage], None], prefetch: int
    ) -> _Running:
        def take(message: EventMessage) -> None:
            settle = message.settle
            running.began()

            @_once
            def settled(kept: bool) -> None:
                settle(kept)
                running.ended()

            message.settle = settled
            try:
                on_event(message)
            except Exception:  # the fault of the subscription, not of the sender, who keeps the event
                log.exception("event not handed over", queue=message.subscription.queue)
                settled(False)

        def leave() -> None:
            for subscription in subscriptions:
                self._bus.listeners.pop(subscription.queue, None)

        self.declare(subscriptions)
        running = _Running(leave)
        for subscription in subscriptions:
            self._bus.listeners[subscription.queue] = take
        return running

    def consume_dead_letters(self, service: str, on_dead_letter: Callable[[DeadLetteredMessage], None]) -> _Running:
        """Nothing comes: what nobody could keep stays with its sender."""
        return _Running(lambda: None)

    def close(self) -> None:
        """Nothing is held."""
