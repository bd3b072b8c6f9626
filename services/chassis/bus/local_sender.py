"""Calls of a service to itself (jobs): handed to its RPC server in this process instead of sent over the bus."""

from collections.abc import Callable
from typing import Any

from services.chassis.bus import transaction_guard
from services.chassis.bus.pending_reply import PendingReply
from services.chassis.bus.transport import CallMessage, Reply, Transport


class LocalSender:
    """Passes a service's calls to itself to `handler`, once that is set; all other calls go over the transport."""

    def __init__(self, service: str, transport: Transport) -> None:
        self._service, self._transport = service, transport
        self.handler: Callable[[CallMessage], None] | None = None

    def send(self, service: str, operation: str, body: bytes, headers: dict[str, Any], timeout: float) -> Reply:
        if service != self._service or self.handler is None:
            return self._transport.send(service, operation, body, headers, timeout)
        transaction_guard.refuse_within_transaction(f"call of {service}.{operation}")
        reply = PendingReply(timeout)
        self.handler(CallMessage(service, operation, body, headers, self._service, reply.resolve))
        return reply
