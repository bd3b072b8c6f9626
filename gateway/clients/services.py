"""The services as such: whether each can do its work, and what of it did not succeed."""

from collections.abc import Iterable
from typing import Any

from gateway.clients.rpc import RpcClient
from services.chassis.bus import PendingCall
from services.chassis.contract import Caller, Invalid
from services.chassis.contract.builtin_operations import (
    DropDeadLetter,
    FailedMessageStatus,
    GetDeadLetter,
    Health,
    ListDeadLetters,
    ReplayDeadLetters,
)

SERVICE_NAMES = ("identity", "fleet", "ordering", "servicedesk", "notify")
FAILED_MESSAGE_STATUSES = tuple(str(status) for status in (FailedMessageStatus.DEAD, FailedMessageStatus.RETRY))
PATIENCE = 2.0
"""Seconds: a service that takes longer to say that it is well, is not."""
SHOWN = 200
"""Dead letters of each service on a page."""


class ServicesClient:
    """Dead letters come without what people wrote in them: that is for the command line alone."""

    def __init__(self, rpc: RpcClient) -> None:
        self._rpc = rpc

    def health(self) -> dict[str, PendingCall]:
        """Ask every service how it is."""
        return {
            name: self._rpc.bus.start(Health, Caller.visitor(), service=name, timeout=PATIENCE)
            for name in SERVICE_NAMES
        }

    def list_dead_letters(self, status: str) -> dict[str, PendingCall]:
        """Ask every service for its own."""
        return {
            name: self._rpc.query_service(name, ListDeadLetters, status=status, limit=SHOWN) for name in SERVICE_NAMES
        }

    def get_dead_letter(self, service: str, id: str) -> PendingCall:
        """Raises NotFound."""
        return self._rpc.query_service(service, GetDeadLetter, id=id)

    def replay_dead_letters(self, key: str, letters: Iterable[tuple[str, str]]) -> dict[str, Any]:
        """Try these again, pairs of service and id: how many were still there. Raises Invalid where there are none."""
        chosen: dict[str, list[str]] = {}
        for service, id in letters:
            chosen.setdefault(service, []).append(id)
        if not chosen:
            raise Invalid(fields=[{"path": ["letter"], "code": "none_chosen", "params": {}}])
        told = [
            self._rpc.command_service(service, ReplayDeadLetters, key=key, ids=ids) for service, ids in chosen.items()
        ]
        return {"count": sum(one["count"] for one in told)}

    def replay_all_dead_letters(self, key: str) -> dict[str, Any]:
        """Try all again that were given up, of every service."""
        told = [self._rpc.command_service(name, ReplayDeadLetters, key=key, everything=True) for name in SERVICE_NAMES]
        return {"count": sum(one["count"] for one in told)}

    def drop_dead_letter(self, key: str, service: str, id: str) -> dict[str, Any]:
        """Raises NotFound."""
        return self._rpc.command_service(service, DropDeadLetter, key=key, id=id)
