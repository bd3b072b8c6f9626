"""Interface of the bus. `amqp/` and `inprocess.py` implement it; one conformance suite tests both.

The wire format is nameko's: calls go to the exchange `nameko-rpc` with the routing key `{service}.{operation}`, the
body `{"args": [], "kwargs": {...}}` and the reply `{"result": ..., "error": ...}`; events go to `{service}.events` with
their type as routing key.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


class NotDelivered(Exception):
    """No process of the service received the call; it was not executed and will not be."""


class NoAnswer(Exception):
    """The call was delivered but no reply arrived in time; it may have been executed."""


class Unstorable(Exception):
    """Raised by the receiver of a DeadLetteredMessage that it can never store. The message goes to the queue that
    nobody consumes (`topology.DEAD_LETTERS`), for an operator to look at, and makes room for the next."""


@dataclass(frozen=True, slots=True)
class OutgoingEvent:
    """An event to publish. `mandatory`: the installation has a subscriber, so an unroutable event is not confirmed."""

    id: str
    exchange: str
    type: str
    body: bytes
    mandatory: bool


@dataclass(frozen=True, slots=True)
class Subscription:
    """A queue and the event type it is bound to. Queue and exchange names are those of nameko."""

    service: str
    method: str
    source: str
    event_type: str

    @property
    def queue(self) -> str:
        return f"evt-{self.source}-{self.event_type}--{self.service}.{self.method}"

    @property
    def exchange(self) -> str:
        return f"{self.source}.events"


@dataclass(slots=True)
class CallMessage:
    """A received call.

    `sender` is the broker user as verified by the bus; None where it is not verified. `answer` is called exactly once,
    with the reply body; it also acknowledges the call.
    """

    service: str
    operation: str
    body: bytes
    headers: dict[str, Any]
    sender: str | None
    answer: Callable[[bytes], None]


@dataclass(slots=True)
class EventMessage:
    """A received event. Call `settle(True)` once its effect or its retry row is committed, `settle(False)` to have it
    redelivered."""

    subscription: Subscription
    body: bytes
    settle: Callable[[bool], None]
    headers: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeadLetteredMessage:
    """An event that the broker dead-lettered from a subscription's `queue`, and the `reason` it gave (`delivery_limit`:
    too many deliveries, each of which ended in a crash of the consumer or a requeue).

    Call `settle(True)` once it is stored, `settle(False)` to have it redelivered.
    """

    queue: str
    reason: str
    body: bytes
    settle: Callable[[bool], None]


class Reply(Protocol):
    def wait(self) -> bytes:
        """The reply body. Raises NotDelivered or NoAnswer."""
        ...


class MessageConsumer(Protocol):
    """A running consumer."""

    @property
    def is_consuming(self) -> bool:
        """Whether the bus delivers messages to it at this moment."""
        ...

    def stop(self) -> None:
        """Stop consuming. Messages in flight are processed, answered and acknowledged before this returns."""
        ...


class Sender(Protocol):
    def send(self, service: str, operation: str, body: bytes, headers: dict[str, Any], timeout: float) -> Reply:
        """Send a call. The message expires after `timeout` seconds, and so does the wait for its reply."""
        ...


class Transport(Sender, Protocol):
    """Access to the bus as one broker user. Thread-safe; connects on first use and reconnects."""

    def publish(self, events: Sequence[OutgoingEvent]) -> set[str]:
        """Publish a batch; return the ids of the confirmed events."""
        ...

    def declare(self, subscriptions: Sequence[Subscription]) -> None:
        """Declare queues and bindings, so that events published from now on are routed to them."""
        ...

    def has_consumers(self, subscriptions: Sequence[Subscription]) -> bool:
        """Whether each queue has a consumer; False also where the bus cannot be reached."""
        ...

    def serve(self, service: str, on_call: Callable[[CallMessage], None], prefetch: int) -> MessageConsumer:
        """Consume the calls of a service. `on_call` must return soon: it hands the call to a worker."""
        ...

    def consume_events(
        self, subscriptions: Sequence[Subscription], on_event: Callable[[EventMessage], None], prefetch: int
    ) -> MessageConsumer:
        """Consume the events of these subscriptions. `on_event` must return soon."""
        ...

    def consume_dead_letters(
        self, service: str, on_dead_letter: Callable[[DeadLetteredMessage], None]
    ) -> MessageConsumer:
        """Consume a service's dead-lettered events. `on_dead_letter` may block."""
        ...

    def close(self) -> None: ...
