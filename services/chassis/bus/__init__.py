"""The message bus: calls and events over RabbitMQ (`amqp/`) or within one process (`inprocess.py`)."""

from services.chassis.bus.client import Client, PendingCall
from services.chassis.bus.transport import (
    CallMessage,
    DeadLetteredMessage,
    EventMessage,
    MessageConsumer,
    NoAnswer,
    NotDelivered,
    OutgoingEvent,
    Reply,
    Subscription,
    Transport,
    Unstorable,
)

__all__ = [
    "CallMessage", "Client", "DeadLetteredMessage", "EventMessage", "MessageConsumer", "NoAnswer", "NotDelivered",
    "OutgoingEvent", "PendingCall", "Reply", "Subscription", "Transport",
    "Unstorable",
]  # fmt: skip
