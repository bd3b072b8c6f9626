"""RabbitMQ for operators: statistics of queues and a live view of events."""

from collections.abc import Iterator
from typing import Any

from kombu import Consumer, Exchange, Queue

from deploy.rabbitmq.rights import SERVICE_NAMES
from deploy.run.services import SERVICES
from services.chassis.bus import broker, topology
from services.chassis.bus.address import Address
from services.chassis.runtime.subscribers import subscriptions_of

DRAIN_SECONDS = 1.0
"""Pause between two checks of the heartbeat."""


def names() -> list[str]:
    """The names of all queues of the installation."""
    events = [subscription.queue for definition in SERVICES for subscription in subscriptions_of(definition.events)]
    calls = [topology.call_queue(service).name for service in SERVICE_NAMES]
    dead_letters = [topology.dead_letter_queue(service).name for service in SERVICE_NAMES]
    return [*calls, *events, *dead_letters, topology.DEAD_LETTERS]


def queue_stats(url: str) -> list[tuple[str, int, int]]:
    """Name, ready messages and consumers of each queue; 0 and 0 for a queue that does not exist."""
    with broker.connect(Address.of(url), "queues") as connection:
        return [(name, *_counts(connection, name)) for name in names()]


def missing_exchanges(url: str, *, with_dead_letters: bool = True) -> list[str]:
    """The exchanges of the installation that do not exist."""
    exchanges = [topology.CALLS, *map(topology.events_of, SERVICE_NAMES)]
    exchanges += [topology.dead_letters()] if with_dead_letters else []
    with broker.connect(Address.of(url), "exchanges") as connection:
        return [exchange.name for exchange in exchanges if not _exists(connection, exchange)]


def watch_events(url: str) -> Iterator[bytes]:
    """Yield every event from now on, from an exclusive queue. Raises OSError if the connection is lost."""
    received: list[bytes] = []
    with broker.connect(Address.of(url), "events") as connection:
        channel = connection.channel()
        channel.auto_decode = False
        publishing = [service for service in SERVICE_NAMES if _exists(connection, topology.events_of(service))]
        with Consumer(
            channel,
            [topology.tail_queue(publishing)],
            on_message=lambda message: received.append(bytes(message.body)),
            no_ack=True,
        ):
            while True:
                try:
                    connection.drain_events(timeout=DRAIN_SECONDS)
                except TimeoutError:
                    connection.heartbeat_check()
                yield from received
                received.clear()


def purge(url: str, service: str) -> None:
    """Discard all events and dead letters queued for a service."""
    own = [
        subscription.queue
        for definition in SERVICES
        if definition.name == service
        for subscription in subscriptions_of(definition.events)
    ]
    with broker.connect(Address.of(url), "purge") as connection:
        for name in (*own, topology.dead_letter_queue(service).name):
            if _counts(connection, name)[0]:
                with connection.channel() as channel:
                    Queue(name, channel=channel).purge()


def _counts(connection: Any, name: str) -> tuple[int, int]:
    """Ready messages and consumers. Uses a new channel, since RabbitMQ closes it if the queue does not exist."""
    channel = connection.channel()
    try:
        declared = Queue(name, channel=channel).queue_declare(passive=True)
    except connection.channel_errors:
        return 0, 0
    channel.close()
    return declared.message_count, declared.consumer_count


def _exists(connection: Any, exchange: Exchange) -> bool:
    channel = connection.channel()
    try:
        exchange(channel).declare(passive=True)
    except connection.channel_errors:
        return False
    channel.close()
    return True
