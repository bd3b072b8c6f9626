"""Calls of a service to itself: they need no bus where this process answers the calls of the service."""

from collections.abc import Callable
from typing import Any

from services.chassis.bus import transaction_guard
from services.chassis.bus.pending_reply import PendingReply
from services.chassis.bus.transport import CallMessage, Reply, Transport


class LocalSender:
    """Where a service's own calls are sent. `door` takes those to itself, once it is open; all others travel."""

    def __init__(self, service: str, transport: Transport) -> None:
        self._service, self._transport = service, transport
        self.handler: Callable[[CallMessage], None] | None = None

    def send(self, service: str, operation: str, body: bytes, headers: dict[str, Any], timeout: float) -> Reply:
        """As `Transport.send`."""
        if service != self._service or self.handler is None:
            return self._transport.send(service, operation, body, headers, timeout)
        transaction_guard.refuse_within_transaction(f"call of {service}.{operation}")
        waiting = PendingReply(timeout)
        self.handler(CallMessage(service, operation, body, headers, self._service, waiting.take))
        return waiting
