"""Messages as another AMQP client sends and reads them."""

import uuid
from typing import Any

import amqp

from tests.eventually import eventually


def next_message(channel: amqp.Channel, queue: str) -> amqp.Message:
    """What waits in a queue; fails at a deadline."""
    return eventually(lambda: channel.basic_get(queue, no_ack=True))


def request(**properties: Any) -> amqp.Message:
    """A call that asks for `n=1`."""
    return amqp.Message(b'{"args": [], "kwargs": {"n": 1}}', **({"content_type": "application/json"} | properties))


def reply_queue(channel: amqp.Channel) -> str:
    """As nameko makes it: bound to the exchange of calls by a UUID."""
    name = str(uuid.uuid4())
    channel.queue_declare(name, exclusive=True, auto_delete=True)
    channel.queue_bind(name, "nameko-rpc", name)
    return name


def usurp(connection: amqp.Connection, queue: str) -> None:
    """Put a queue of another kind where one stood: nobody whose queue it was can take from it."""

    def replaced() -> bool:
        with connection.channel() as channel:
            channel.queue_delete(queue)
        try:
            with connection.channel() as channel:
                channel.queue_declare(queue, durable=True, auto_delete=False)
        except amqp.PreconditionFailed:  # its owner was quicker
            return False
        return True

    eventually(replaced)
