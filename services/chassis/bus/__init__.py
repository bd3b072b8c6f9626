"""The message bus: calls and events, over RabbitMQ or within one process. Knows no service and no database."""

from services.chassis.bus.client import Client, Pending
from services.chassis.bus.transport import (
    CallMessage,
    EventMessage,
    GivenUp,
    NoAnswer,
    NotDelivered,
    Outgoing,
    Reply,
    Running,
    Subscription,
    Transport,
)

__all__ = [
    "CallMessage", "Client", "EventMessage", "GivenUp", "NoAnswer", "NotDelivered", "Outgoing", "Pending", "Reply",
    "Running", "Subscription", "Transport",
]  # fmt: skip
