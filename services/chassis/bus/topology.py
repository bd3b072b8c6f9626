"""All exchanges, queues and bindings, compatible with stock nameko services and any AMQP client.

Queues are declared with no argument but their type. Delivery limit and dead-letter exchange are set by a policy of the
broker: RabbitMQ refuses to declare an existing queue with other arguments, so they could never be changed.
"""

import uuid

from kombu import Exchange, Queue, binding

from services.chassis.bus.transport import Subscription

DIRECT_REPLY = "amq.rabbitmq.reply-to."
QUORUM = {"x-queue-type": "quorum"}
DEAD_LETTERS = "dead-letters"
"""Exchange of dead-lettered messages, and queue of those that belong to no service."""
CALLS = Exchange("nameko-rpc", type="topic", durable=True, auto_delete=False)


def events_of(service: str) -> Exchange:
    """The exchange of a service's events; the routing key is the event type."""
    return Exchange(f"{service}.events", type="topic", durable=True, auto_delete=False)


def dead_letters() -> Exchange:
    """The exchange of messages that nobody could store. Only the broker's definitions declare it."""
    return Exchange(DEAD_LETTERS, type="topic", durable=True, auto_delete=False)


def call_queue(service: str) -> Queue:
    """The queue of a service's calls.

    Auto-delete, so that a call to a service that does not run is returned instead of stored. Not durable: a durable
    queue whose cluster node is down could not be declared on another node.
    """
    return Queue(f"rpc-{service}", CALLS, f"{service}.*", durable=False, exclusive=False, auto_delete=True)


def reply_queue() -> Queue:
    """A reply queue for one connection; its name is also its routing key."""
    name = f"reply-{uuid.uuid4().hex}"  # no dot, so that no service's binding `{service}.*` matches it
    return Queue(name, CALLS, name, durable=False, exclusive=True, auto_delete=True)


def event_queue(subscription: Subscription) -> Queue:
    """The quorum queue of a subscription."""
    exchange = events_of(subscription.source)
    return Queue(subscription.queue, exchange, subscription.event_type, durable=True, queue_arguments=QUORUM)


def dead_letter_queue(service: str) -> Queue:
    """The queue to which the broker's policy dead-letters a service's events."""
    return Queue(f"{DEAD_LETTERS}-{service}", durable=True, queue_arguments=QUORUM)


def tail_queue(services: list[str]) -> Queue:
    """A queue of one connection that receives every event of these services. The exchanges are not
    declared, because an operator's broker user lacks the permission."""
    exchanges = (Exchange(events_of(service).name, no_declare=True) for service in services)
    bindings = [binding(exchange, routing_key="#") for exchange in exchanges]
    return Queue(f"tail-{uuid.uuid4().hex}", bindings=bindings, durable=False, exclusive=True, auto_delete=True)


def reply_address(reply_to: str) -> tuple[str, str] | None:
    """Exchange and routing key for a reply; None if `reply_to` contains a dot: it could match the binding of a
    service's calls."""
    if reply_to.startswith(DIRECT_REPLY):
        return "", reply_to
    return None if "." in reply_to else (CALLS.name, reply_to)
