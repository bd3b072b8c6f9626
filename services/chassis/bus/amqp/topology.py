"""Exchanges, queues and their arguments, compatible with stock nameko services and any AMQP client.

Queues are declared with no argument but their type. Delivery limit and dead-letter exchange are set by a policy of the
broker: RabbitMQ refuses to declare an existing queue with other arguments, so they could never be changed.
"""

import uuid
from typing import Any

from services.chassis.bus.transport import Subscription

CALLS = "nameko-rpc"
DIRECT_REPLY = "amq.rabbitmq.reply-to."
QUORUM = {"x-queue-type": "quorum"}
DEAD_LETTERS = "dead-letters"
"""Exchange of dead-lettered messages, and queue of those that belong to no service."""


def declare_exchange(channel: Any, name: str) -> None:
    """Declare a durable topic exchange with nameko's arguments."""
    channel.exchange_declare(name, "topic", durable=True, auto_delete=False)


def declare_calls(channel: Any, service: str) -> str:
    """Declare the queue of a service's calls; returns its name.

    Auto-delete, so that a call to a service that does not run is returned instead of stored. Not durable: a durable
    queue whose cluster node is down could not be declared on another node.
    """
    queue = f"rpc-{service}"
    declare_exchange(channel, CALLS)
    channel.queue_declare(queue, durable=False, exclusive=False, auto_delete=True)
    channel.queue_bind(queue, CALLS, f"{service}.*")
    return queue


def declare_replies(channel: Any) -> str:
    """Declare a connection's reply queue; returns its name, which is also its routing key."""
    queue = f"reply-{uuid.uuid4().hex}"  # no dot, so that no service's binding `{service}.*` matches it
    declare_exchange(channel, CALLS)
    channel.queue_declare(queue, exclusive=True, auto_delete=True)
    channel.queue_bind(queue, CALLS, queue)
    return queue


def declare_subscription(channel: Any, subscription: Subscription) -> str:
    """Declare the quorum queue of a subscription and its binding; returns its name."""
    declare_exchange(channel, subscription.exchange)
    channel.queue_declare(subscription.queue, durable=True, exclusive=False, auto_delete=False, arguments=QUORUM)
    channel.queue_bind(subscription.queue, subscription.exchange, subscription.event_type)
    return subscription.queue


def consumers_of(channel: Any, subscription: Subscription) -> int:
    """The number of consumers of its queue, which must exist."""
    return int(channel.queue_declare(subscription.queue, passive=True).consumer_count)


def dead_letters_of(service: str) -> str:
    """The queue to which the broker's policy dead-letters a service's events."""
    return f"{DEAD_LETTERS}-{service}"


def declare_dead_letters(channel: Any, service: str) -> str:
    """Declare the queue of a service's dead-lettered events; returns its name."""
    queue = dead_letters_of(service)
    channel.queue_declare(queue, durable=True, exclusive=False, auto_delete=False, arguments=QUORUM)
    return queue


def way_back(reply_to: str) -> tuple[str, str] | None:
    """Exchange and routing key for a reply; None where `reply_to` would address another service's calls."""
    if reply_to.startswith(DIRECT_REPLY):
        return "", reply_to
    return None if "." in reply_to else (CALLS, reply_to)
