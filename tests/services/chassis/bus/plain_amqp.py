"""Messages sent and read by an AMQP client that is not the product's."""

import uuid
from typing import Any

import amqp

from tests.eventually import eventually


def next_message(channel: amqp.Channel, queue: str) -> amqp.Message:
    """The next message of a queue; fails after a deadline."""
    return eventually(lambda: channel.basic_get(queue, no_ack=True))


def request(**properties: Any) -> amqp.Message:
    """A call with the argument `n=1`."""
    return amqp.Message(b'{"args": [], "kwargs": {"n": 1}}', **({"content_type": "application/json"} | properties))


def reply_queue(channel: amqp.Channel) -> str:
    """Declared as nameko does: bound to the RPC exchange by a UUID."""
    name = str(uuid.uuid4())
    channel.queue_declare(name, exclusive=True, auto_delete=True)
    channel.queue_bind(name, "nameko-rpc", name)
    return name


def replace_queue(connection: amqp.Connection, queue: str) -> None:
    """Replace a queue by one of another kind, from which its owner cannot consume."""

    def replaced() -> bool:
        with connection.channel() as channel:
            channel.queue_delete(queue)
        try:
            with connection.channel() as channel:
                channel.queue_declare(queue, durable=True, auto_delete=False)
        except amqp.PreconditionFailed:  # the owner declared it first
            return False
        return True

    eventually(replaced)
