"""`@subscriber(OrderPlaced)`: a method of a nameko service processes each event of one or more types once."""

import functools
import time
from collections.abc import Callable, Sequence
from typing import Any

from nameko.extensions import Entrypoint, SharedExtension

from services.chassis.bus import EventMessage, MessageConsumer, Subscription
from services.chassis.contract import Event
from services.chassis.messaging import inbox
from services.chassis.messaging.broker_dead_letters import BrokerDeadLetters
from services.chassis.messaging.erasure import start_erasure
from services.chassis.messaging.inbox import Inbox, RetryableEvent
from services.chassis.messaging.incoming_event import IncomingEvent
from services.chassis.messaging.projections import ProjectionSpec
from services.chassis.persistence.unit_of_work import UnitOfWork
from services.chassis.runtime.background_tasks import BackgroundTasks
from services.chassis.runtime.runtime import RuntimeExtension

PREFETCH = 20
PING_INTERVAL = 1.0
"""Seconds between pings of a database that is unavailable."""


class EventConsumer(SharedExtension):  # type: ignore[misc]  # nameko has no types
    """Consumes the events of a service and dispatches each to its entrypoint."""

    runtime_extension = RuntimeExtension()

    def __init__(self) -> None:
        self._entrypoints: dict[str, SubscriberEntrypoint] = {}
        self._consumers: list[MessageConsumer] = []
        self._to_requeue: list[EventMessage] = []

    def register(self, entrypoint: "SubscriberEntrypoint") -> None:
        self._entrypoints[entrypoint.subscription.queue] = entrypoint

    def start(self) -> None:
        runtime = self.runtime_extension.runtime
        subscriptions = [entrypoint.subscription for entrypoint in self._entrypoints.values()]
        events = runtime.transport.consume_events(subscriptions, self._on_message, PREFETCH)
        dead_letters = BrokerDeadLetters(
            runtime.database,
            runtime.clock,
            {queue: entrypoint.event for queue, entrypoint in self._entrypoints.items()},
        )
        self._consumers = [events, runtime.transport.consume_dead_letters(runtime.service, dead_letters.store)]
        runtime.health_checks["events"] = lambda: bool(self._consumers) and events.is_consuming

    def close(self) -> None:
        """Stop consuming; returns when all events in flight are settled."""
        consumers, self._consumers = self._consumers, []
        for consumer in consumers:
            consumer.stop()

    stop = close

    def retry(self, event: RetryableEvent) -> None:
        """Process an inbox row again; it becomes dead if its subscription no longer exists."""
        entrypoint = self._entrypoints.get(event.subscription)
        if entrypoint is None:
            inbox.mark_dead(
                self.runtime_extension.runtime.database,
                event,
                "subscription_gone: the service no longer has this subscription",
            )
            return
        message = EventMessage(entrypoint.subscription, event.body.encode(), lambda processed: None)
        entrypoint.handle(message, event)

    def requeue(self, message: EventMessage) -> None:
        """Return an event to the bus once the database is available again.

        RabbitMQ dead-letters an event after a number of deliveries, which requeueing at once would soon reach.
        """
        self._to_requeue.append(message)
        if len(self._to_requeue) == 1:
            self.container.spawn_managed_thread(self._await_database)

    def _await_database(self) -> None:
        while self._consumers and not self.runtime_extension.runtime.database.ping():
            time.sleep(PING_INTERVAL)
        to_requeue, self._to_requeue = self._to_requeue, []
        for message in to_requeue:
            message.settle(False)

    def _on_message(self, message: EventMessage) -> None:
        self._entrypoints[message.subscription.queue].handle(message)


class SubscriberEntrypoint(Entrypoint):  # type: ignore[misc]  # nameko has no types
    """nameko entrypoint of one event type: a worker runs the method within the inbox's transaction."""

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

    def handle(self, message: EventMessage, retry: RetryableEvent | None = None) -> None:
        """Run the method in a worker, then acknowledge or requeue the message. `retry`: the inbox row of a retry."""

        def settle(_context: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
            if exc_info is None and result:
                message.settle(True)
            else:
                self.event_consumer.requeue(message)
            return result, exc_info

        self.container.spawn_worker(self, (self.inbox, message, retry), {}, handle_result=settle)


def subscription_of(service: str, method: str, event: type[Event]) -> Subscription:
    return Subscription(service, method, event.service, event.type)


def subscriber(*events: type[Event]) -> Callable[[Callable[..., Any]], Any]:
    """Decorator of a method `(self, uow, event)`, run once per event of these types. They may arrive in any order."""

    def decorate(method: Callable[..., Any]) -> Any:
        @functools.wraps(method)
        def receive(service: Any, event_inbox: Inbox, message: EventMessage, retry: RetryableEvent | None) -> bool:
            return event_inbox.receive(message.body, functools.partial(method, service), retry)

        for event in events:
            SubscriberEntrypoint.decorator(event)(receive)
        return receive

    return decorate


def projection_subscriber(projections: Sequence[ProjectionSpec]) -> Any:
    """A subscriber, as a class attribute of a nameko service, that updates the projections from their state events."""
    by_event_type = {spec.event.type: spec for spec in projections}

    @subscriber(*(spec.event for spec in projections))
    def update(_service: Any, uow: UnitOfWork, event: IncomingEvent) -> None:
        by_event_type[event.type].apply(uow, event)

    return update


def erasure_subscriber(event_type: type[Event]) -> Any:
    """A subscriber, as a class attribute of a nameko service, that erases what the service has stored about a person.
    `event_type` has `person_id`, `at` and `other_ids`, as a tombstone has (`personal_data_operations.Erasure`)."""

    @subscriber(event_type)
    def erase(_service: Any, uow: UnitOfWork, event: IncomingEvent) -> None:
        start_erasure(uow, event.data["person_id"], event.data["at"], event.data["other_ids"])

    return erase


def subscriptions_of(service_class: type) -> list[Subscription]:
    """The subscriptions declared in a nameko class, by queue name."""
    subscriptions = [
        subscription_of(service_class.name, name, entrypoint.event)  # type: ignore[attr-defined]
        for name in dir(service_class)
        for entrypoint in getattr(getattr(service_class, name), "nameko_entrypoints", ())
        if isinstance(entrypoint, SubscriberEntrypoint)
    ]
    return sorted(subscriptions, key=lambda subscription: subscription.queue)
