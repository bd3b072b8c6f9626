"""`@subscriber(OrderPlaced)`: a method of a nameko service has an effect for every event of a type, once."""

import functools
import time
from collections.abc import Callable
from typing import Any

from nameko.extensions import Entrypoint, SharedExtension

from services.chassis.bus import EventMessage, MessageConsumer, Subscription
from services.chassis.contract import Event
from services.chassis.messaging import inbox
from services.chassis.messaging.broker_dead_letters import BrokerDeadLetters
from services.chassis.messaging.inbox import Inbox, RetryableEvent
from services.chassis.runtime.background_tasks import BackgroundTasks
from services.chassis.runtime.runtime import RuntimeExtension

PREFETCH = 20
LOOK_AGAIN = 1.0
"""Seconds between looks whether the database is back."""


class EventConsumer(SharedExtension):  # type: ignore[misc]  # nameko has no types
    """Takes the events of a service from the bus and hands each to its subscription."""

    runtime_extension = RuntimeExtension()

    def __init__(self) -> None:
        self._entrypoints: dict[str, SubscriberEntrypoint] = {}
        self._running: list[MessageConsumer] = []
        self._unkept: list[EventMessage] = []

    def register(self, entrypoint: "SubscriberEntrypoint") -> None:
        self._entrypoints[entrypoint.subscription.queue] = entrypoint

    def start(self) -> None:
        runtime = self.runtime_extension.runtime
        subscriptions = [entrypoint.subscription for entrypoint in self._entrypoints.values()]
        listening = runtime.transport.consume_events(subscriptions, self._take, PREFETCH)
        given_up = BrokerDeadLetters(
            runtime.database, runtime.clock, {queue: one.event for queue, one in self._entrypoints.items()}
        )
        self._running = [listening, runtime.transport.consume_dead_letters(runtime.service, given_up.keep)]
        runtime.health_checks["events"] = lambda: bool(self._running) and listening.is_consuming

    def close(self) -> None:
        """Take no more events; returns when those in hand are settled."""
        running, self._running = self._running, []
        for one in running:
            one.stop()

    stop = close

    def retry(self, waiting: RetryableEvent) -> None:
        """Try an event from the inbox once more."""
        entrypoint = self._entrypoints.get(waiting.subscription)
        if entrypoint is None:
            inbox.mark_dead(
                self.runtime_extension.runtime.database,
                waiting,
                "subscription_gone: there is no such subscription any more",
            )
            return
        message = EventMessage(entrypoint.subscription, waiting.body.encode(), lambda kept: None)
        entrypoint.handle(message, waiting)

    def requeue(self, message: EventMessage) -> None:
        """To the bus, which brings it again: but not before the database answers. RabbitMQ counts how often it gives an
        event out, and an hour without a database is not the event's fault.
        """
        self._unkept.append(message)
        if len(self._unkept) == 1:
            self.container.spawn_managed_thread(self._await_database)

    def _await_database(self) -> None:
        while self._running and not self.runtime_extension.runtime.database.ping():
            time.sleep(LOOK_AGAIN)
        unkept, self._unkept = self._unkept, []
        for message in unkept:
            message.settle(False)

    def _take(self, message: EventMessage) -> None:
        self._entrypoints[message.subscription.queue].handle(message)


class SubscriberEntrypoint(Entrypoint):  # type: ignore[misc]  # nameko has no types
    """Has the effect of one type of event: a nameko worker runs it within the inbox's transaction."""

    event_consumer = EventConsumer()
    background_tasks = BackgroundTasks()
    runtime_extension = RuntimeExtension()

    def __init__(self, event: type[Event]) -> None:
        super().__init__()
        self.event = event

    def setup(self) -> None:
        self.subscription = subscription_of(self.container.service_name, self.method_name, self.event)
        self.event_consumer.register(self)
        self.background_tasks.retry = self.event_consumer.retry

    def start(self) -> None:
        runtime = self.runtime_extension.runtime
        self.inbox = Inbox(runtime.service, runtime.database, runtime.clock, self.subscription, self.event)

    def stop(self) -> None:
        self.event_consumer.close()

    def handle(self, message: EventMessage, earlier: RetryableEvent | None = None) -> None:
        def settle(_context: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
            if exc_info is None and result:
                message.settle(True)
            else:
                self.event_consumer.requeue(message)
            return result, exc_info

        self.container.spawn_worker(self, (self.inbox, message, earlier), {}, handle_result=settle)


def subscription_of(service: str, method: str, event: type[Event]) -> Subscription:
    return Subscription(service, method, event.service, event.type)


def subscriber(event: type[Event]) -> Callable[[Callable[..., Any]], Any]:
    """The decorated method `(self, uow, event)` is the effect; it may come in any order and more than once."""

    def decorate(method: Callable[..., Any]) -> Any:
        @functools.wraps(method)
        def receive(service: Any, letters: Inbox, message: EventMessage, earlier: RetryableEvent | None) -> bool:
            return letters.receive(message.body, functools.partial(method, service), earlier)

        if method.__name__ != f"on_{event.type}":
            raise TypeError(f"{method.__name__} is to be named on_{event.type}")
        return SubscriberEntrypoint.decorator(event)(receive)

    return decorate


def subscriptions_of(service_class: type) -> list[Subscription]:
    """What a class listens to, read from its declaration."""
    return [
        subscription_of(service_class.name, name, entrypoint.event)  # type: ignore[attr-defined]
        for name in dir(service_class)
        for entrypoint in getattr(getattr(service_class, name), "nameko_entrypoints", ())
        if isinstance(entrypoint, SubscriberEntrypoint)
    ]
