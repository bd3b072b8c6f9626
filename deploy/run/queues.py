"""RabbitMQ for operators: statistics of queues and a live view of events."""

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
    """The names of all queues of the installation."""
    events = [subscription.queue for definition in SERVICES for subscription in subscriptions_of(definition.events)]
    dead_letters = [dead_letters_of(service) for service in SERVICE_NAMES]
    return [*(f"rpc-{service}" for service in SERVICE_NAMES), *events, *dead_letters, DEAD_LETTERS]


def queue_stats(url: str) -> list[tuple[str, int, int]]:
    """Name, ready messages and consumers of each queue; 0 and 0 for a queue that does not exist."""
    address = Address.of(url)
    with broker(address) as connection:
        return [(name, *_counts(connection, name)) for name in names()]


def watch_events(url: str) -> Iterator[bytes]:
    """Yield every event from now on, from an exclusive queue. Raises OSError if the connection is lost."""
    received: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def receive(message: Any) -> None:
        body = message.body
        received.put(body if isinstance(body, bytes) else body.encode())

    with broker(Address.of(url)) as connection:
        channel = connection.channel()
        name = f"tail-{uuid.uuid4().hex}"
        channel.queue_declare(name, exclusive=True, auto_delete=True, durable=False)
        for service in SERVICE_NAMES:
            if _is_exchange(connection, f"{service}.events"):
                channel.queue_bind(name, f"{service}.events", "#")
        channel.basic_consume(name, callback=receive, no_ack=True)
        while True:
            try:
                connection.drain_events(timeout=HEARTBEAT_SECONDS)
            except TimeoutError:
                connection.send_heartbeat()
            while not received.empty():
                yield received.get()


def purge(url: str, service: str) -> None:
    """Discard all events and dead letters queued for a service."""
    own = [
        subscription.queue
        for definition in SERVICES
        if definition.name == service
        for subscription in subscriptions_of(definition.events)
    ]
    with broker(Address.of(url)) as connection:
        for name in (*own, dead_letters_of(service)):
            if _counts(connection, name)[0]:
                with connection.channel() as channel:
                    channel.queue_purge(name)


def _counts(connection: amqp.Connection, name: str) -> tuple[int, int]:
    """Ready messages and consumers. Uses a new channel, since RabbitMQ closes it if the queue does not exist."""
    channel = connection.channel()
    try:
        declared = channel.queue_declare(name, passive=True)
    except amqp.NotFound:
        return 0, 0
    channel.close()
    return declared.message_count, declared.consumer_count


def _is_exchange(connection: amqp.Connection, name: str) -> bool:
    channel = connection.channel()
    try:
        channel.exchange_declare(name, "topic", passive=True)
    except amqp.NotFound:
        return False
    channel.close()
    return True
