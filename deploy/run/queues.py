"""RabbitMQ as an operator sees it: how queues are doing, and which events pass by."""

import queue
import uuid
from collections.abc import Iterator
from typing import Any

import amqp

from deploy.rabbitmq.rights import SERVICE_NAMES
from deploy.run.preflight import broker
from deploy.run.services import SERVICES
from services.chassis.bus.amqp.address import Address
from services.chassis.bus.amqp.topology import DEAD_LETTERS, dead_letters_of
from services.chassis.runtime.subscribers import subscriptions_of

HEARTBEAT_SECONDS = 5.0


def names() -> list[str]:
    """The queues of the installation."""
    events = [one.queue for parts in SERVICES for one in subscriptions_of(parts.events)]
    given_up = [dead_letters_of(service) for service in SERVICE_NAMES]
    return [*(f"rpc-{service}" for service in SERVICE_NAMES), *events, *given_up, DEAD_LETTERS]


def queue_stats(url: str) -> list[tuple[str, int, int]]:
    """Name, messages that nobody has taken yet, consumers. A queue that is not there has neither."""
    address = Address.of(url)
    with broker(address) as connection:
        return [(name, *_figures(connection, name)) for name in names()]


def watch_events(url: str) -> Iterator[bytes]:
    """Every event from now on, from a queue that goes when the connection does. Raises OSError when it is lost."""
    seen: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def take(message: Any) -> None:
        body = message.body
        seen.put(body if isinstance(body, bytes) else body.encode())

    with broker(Address.of(url)) as connection:
        channel = connection.channel()
        name = f"tail-{uuid.uuid4().hex}"
        channel.queue_declare(name, exclusive=True, auto_delete=True, durable=False)
        for service in SERVICE_NAMES:
            if _is_exchange(connection, f"{service}.events"):
                channel.queue_bind(name, f"{service}.events", "#")
        channel.basic_consume(name, callback=take, no_ack=True)
        while True:
            try:
                connection.drain_events(timeout=HEARTBEAT_SECONDS)
            except TimeoutError:
                connection.send_heartbeat()
            while not seen.empty():
                yield seen.get()


def purge(url: str, service: str) -> None:
    """Throw away what waits for a service."""
    own = [one.queue for parts in SERVICES if parts.name == service for one in subscriptions_of(parts.events)]
    with broker(Address.of(url)) as connection:
        for name in (*own, dead_letters_of(service)):
            if _figures(connection, name)[0]:
                with connection.channel() as channel:
                    channel.queue_purge(name)


def _figures(connection: amqp.Connection, name: str) -> tuple[int, int]:
    """On a channel of its own: asking for a queue that is not there ends the channel."""
    channel = connection.channel()
    try:
        told = channel.queue_declare(name, passive=True)
    except amqp.NotFound:
        return 0, 0
    channel.close()
    return told.message_count, told.consumer_count


def _is_exchange(connection: amqp.Connection, name: str) -> bool:
    channel = connection.channel()
    try:
        channel.exchange_declare(name, "topic", passive=True)
    except amqp.NotFound:
        return False
    channel.close()
    return True
