"""Declares queues and bindings with the least permissions, and keeps them.

An exchange that exists is only looked up: declaring it would need the permission `configure`, with which it could be
deleted. Deleting an exchange deletes all bindings to it without notice: consumers of its queues then wait for
messages that never come. Therefore a connection binds its queues again with every heartbeat, which changes nothing if
the binding exists and ends the connection if the exchange does not; the next one declares everything again.
"""

from collections.abc import Sequence
from typing import Any

import amqp
from amqp import spec
from kombu import Exchange, Queue

from services.chassis import observability
from services.chassis.bus.amqp.connection import Connection

log = observability.log()


def declare(connection: Any, queues: Sequence[Queue]) -> list[str]:
    """Declare queues, their exchanges if missing, and their bindings; returns the names. `connection` is one of ours
    before it is read, or kombu's."""
    for exchange in {queue.exchange.name: queue.exchange for queue in queues}.values():
        ensure_exchange(connection, exchange)
    channel = connection.channel()
    return [_declared(queue(channel)) for queue in queues]


def _declared(queue: Queue) -> str:
    queue.queue_declare()
    queue.queue_bind()
    return str(queue.name)


def declare_and_keep(connection: Connection, queues: Sequence[Queue]) -> list[str]:
    """As `declare`; binds the queues again with every heartbeat of the connection."""
    names, channel = declare(connection, queues), connection.channel()
    for name, queue in zip(names, queues, strict=True):
        arguments: tuple[Any, ...] = (0, name, queue.exchange.name, queue.routing_key, True, {})
        connection.repeat((channel, spec.Queue.Bind, "BsssbF", arguments, None))
    return names


def ensure_exchange(connection: Any, exchange: Exchange) -> None:
    """Declare the exchange if it does not exist. Raises amqp.AccessRefused for a user who may not."""
    channel = connection.channel()
    try:
        exchange(channel).declare(passive=True)
    except amqp.NotFound:
        channel = connection.channel()
        exchange(channel).declare(passive=False)
        log.warning("exchange was missing: declared", exchange=exchange.name)
    channel.close()


def keep_exchange(connection: Connection, exchange: Exchange) -> None:
    """Declare the exchange if it is missing, and look for it with every heartbeat of the connection."""
    ensure_exchange(connection, exchange)
    flags = (True, True, False, False, True)  # passive, durable, auto-delete, internal, no answer
    arguments: tuple[Any, ...] = (0, exchange.name, exchange.type, *flags, {})
    connection.repeat((connection.channel(), spec.Exchange.Declare, "BssbbbbbF", arguments, None))
