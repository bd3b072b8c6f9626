"""Exchanges, queues and their arguments: the wire that a stock nameko service and any AMQP client know.

Queues get no argument beyond the type of queue. Delivery limit and dead-letter exchange are set by a policy of the
broker: a queue that is declared with other arguments than it has is refused, for ever.
"""

import uuid
from typing import Any

from services.chassis.bus.transport import Subscription

CALLS = "nameko-rpc"
DIRECT_REPLY = "amq.rabbitmq.reply-to."
QUORUM = {"x-queue-type": "quorum"}
DEAD_LETTERS = "dead-letters"
"""Queue (and exchange) of what RabbitMQ gave up and no service can be told of."""


def declare_exchange(channel: Any, name: str) -> None:
    """A topic exchange that outlives the broker, as nameko declares those of calls and of events."""
    channel.exchange_declare(name, "topic", durable=True, auto_delete=False)


def declare_calls(channel: Any, service: str) -> str:
    """The one queue of a service's calls; returns its name.

    It goes with its last consumer, so that a call of a service that does not run is returned instead of kept. It does
    not outlive its node of the broker: a durable one that is away with its node could not be made anew on another.
    """
    queue = f"rpc-{service}"
    declare_exchange(channel, CALLS)
    channel.queue_declare(queue, durable=False, exclusive=False, auto_delete=True)
    channel.queue_bind(queue, CALLS, f"{service}.*")
    return queue


def declare_replies(channel: Any) -> str:
    """A queue for the answers to one connection; returns its name, which is also its routing key."""
    queue = f"reply-{uuid.uuid4().hex}"  # without a dot, so that the binding of no service matches it
    declare_exchange(channel, CALLS)
    channel.queue_declare(queue, exclusive=True, auto_delete=True)
    channel.queue_bind(queue, CALLS, queue)
    return queue


def declare_subscription(channel: Any, subscription: Subscription) -> str:
    """The queue of a subscription, replicated by the broker, with its binding; returns its name."""
    declare_exchange(channel, subscription.exchange)
    channel.queue_declare(subscription.queue, durable=True, exclusive=False, auto_delete=False, arguments=QUORUM)
    channel.queue_bind(subscription.queue, subscription.exchange, subscription.event_type)
    return subscription.queue


def consumers_of(channel: Any, subscription: Subscription) -> int:
    """How many take from its queue, which has to be there."""
    return int(channel.queue_declare(subscription.queue, passive=True).consumer_count)


def dead_letters_of(service: str) -> str:
    """The queue of what RabbitMQ gave up of a service's events: the broker's policy sends it there."""
    return f"{DEAD_LETTERS}-{service}"


def declare_dead_letters(channel: Any, service: str) -> str:
    """Returns its name."""
    queue = dead_letters_of(service)
    channel.queue_declare(queue, durable=True, exclusive=False, auto_delete=False, arguments=QUORUM)
    return queue


def way_back(reply_to: str) -> tuple[str, str] | None:
    """Exchange and routing key for an answer; None where the address would lead to another service's calls."""
    if reply_to.startswith(DIRECT_REPLY):
        return "", reply_to
    return None if "." in reply_to else (CALLS, reply_to)
