"""What a bus must be able to do. Two implementations (`amqp/`, `inprocess.py`) keep this promise; one suite tests both.

The wire is nameko's: calls go to the exchange `nameko-rpc` with the routing key `{service}.{operation}`, the body
`{"args": [], "kwargs": {...}}` and the answer `{"result": ..., "error": ...}`; events go to `{service}.events` with
their type as routing key.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


class NotDelivered(Exception):
    """Nobody took the call: nothing ran, and nothing will run later."""


class NoAnswer(Exception):
    """The call was delivered, but no answer came in time: it may have been done."""


@dataclass(frozen=True, slots=True)
class OutgoingEvent:
    """An event on its way out. `mandatory`: somebody here listens to it, so unroutable means not confirmed."""

    id: str
    exchange: str
    type: str
    body: bytes
    mandatory: bool


@dataclass(frozen=True, slots=True)
class Subscription:
    """A queue and the events it is bound to. The names are nameko's and part of the wire."""

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
    """A call as it reaches a service.

    `sender` is the broker user whom the bus itself vouches for (None: it does not). `answer` is given the reply body
    exactly once; it also acknowledges the call.
    """

    service: str
    operation: str
    body: bytes
    headers: dict[str, Any]
    sender: str | None
    answer: Callable[[bytes], None]


@dataclass(slots=True)
class EventMessage:
    """An event as it reaches a subscription. `settle(True)` when its effect or its retry row is committed;
    `settle(False)` when not even that could be kept: it comes again."""

    subscription: Subscription
    body: bytes
    settle: Callable[[bool], None]
    headers: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeadLetteredMessage:
    """An event that the bus will not give to a subscription any more, and why (`delivery_limit`: it was given out too
    often, and each time its consumer died or could keep nothing). `queue` is the subscription's.

    `settle(True)` when it is kept elsewhere; `settle(False)` when it could not be: it comes again.
    """

    queue: str
    reason: str
    body: bytes
    settle: Callable[[bool], None]


class Reply(Protocol):
    """An answer that is awaited."""

    def wait(self) -> bytes:
        """The reply body. Raises NotDelivered or NoAnswer."""
        ...


class MessageConsumer(Protocol):
    """Something that takes messages until it is stopped."""

    @property
    def is_consuming(self) -> bool:
        """Whether the bus gives it messages at this moment."""
        ...

    def stop(self) -> None:
        """Take no more. What is in hand is finished, answered and acknowledged before this returns."""
        ...


class Sender(Protocol):
    """What brings calls to their services."""

    def send(self, service: str, operation: str, body: bytes, headers: dict[str, Any], timeout: float) -> Reply:
        """Send a call; it expires after `timeout` seconds, and so does the wait for its reply."""
        ...


class Transport(Sender, Protocol):
    """A connection to the bus as one broker user. Safe for many threads; connects by itself and again."""

    def publish(self, events: Sequence[OutgoingEvent]) -> set[str]:
        """Publish a batch, and return the ids of those that the bus has taken over for good."""
        ...

    def declare(self, subscriptions: Sequence[Subscription]) -> None:
        """Make queues and bindings, so that nothing published from now on misses them."""
        ...

    def has_consumers(self, subscriptions: Sequence[Subscription]) -> bool:
        """Whether somebody takes from the queue of each; False also where the bus cannot be asked."""
        ...

    def serve(self, service: str, on_call: Callable[[CallMessage], None], prefetch: int) -> MessageConsumer:
        """Take the calls of a service. `on_call` returns soon: it hands the work to somebody else."""
        ...

    def consume_events(
        self, subscriptions: Sequence[Subscription], on_event: Callable[[EventMessage], None], prefetch: int
    ) -> MessageConsumer:
        """Take the events of these subscriptions, likewise."""
        ...

    def consume_dead_letters(
        self, service: str, on_dead_letter: Callable[[DeadLetteredMessage], None]
    ) -> MessageConsumer:
        """Take what the bus gave up of a service's events. `on_dead_letter` may take its time."""
        ...

    def close(self) -> None: ...
