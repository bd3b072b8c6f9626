"""Operations that every service has: health and dead letters."""

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
"""Timeout of a health check in seconds."""
SHOWN = 200
"""Maximum number of dead letters per service on a page."""


class ServicesClient:
    """Dead letters are returned without their content, which only the command line shows."""

    def __init__(self, rpc: RpcClient) -> None:
        self._rpc = rpc

    def health(self) -> dict[str, PendingCall]:
        return {
            name: self._rpc.bus.start(Health, Caller.visitor(), service=name, timeout=PATIENCE)
            for name in SERVICE_NAMES
        }

    def list_dead_letters(self, status: str) -> dict[str, PendingCall]:
        return {
            name: self._rpc.query_service(name, ListDeadLetters, status=status, limit=SHOWN) for name in SERVICE_NAMES
        }

    def get_dead_letter(self, service: str, id: str) -> PendingCall:
        """Raises NotFound."""
        return self._rpc.query_service(service, GetDeadLetter, id=id)

    def replay_dead_letters(self, key: str, letters: Iterable[tuple[str, str]]) -> dict[str, Any]:
        """Replay dead letters, given as pairs of service and id. Returns the `count` of those that still existed.

        Raises Invalid if none are given.
        """
        ids_by_service: dict[str, list[str]] = {}
        for service, id in letters:
            ids_by_service.setdefault(service, []).append(id)
        if not ids_by_service:
            raise Invalid(fields=[{"path": ["letter"], "code": "none_chosen", "params": {}}])
        responses = [
            self._rpc.command_service(service, ReplayDeadLetters, key=key, ids=ids)
            for service, ids in ids_by_service.items()
        ]
        return {"count": sum(response["count"] for response in responses)}

    def replay_all_dead_letters(self, key: str) -> dict[str, Any]:
        """Replay all dead letters of every service. Returns their `count`."""
        responses = [
            self._rpc.command_service(name, ReplayDeadLetters, key=key, everything=True) for name in SERVICE_NAMES
        ]
        return {"count": sum(response["count"] for response in responses)}

    def drop_dead_letter(self, key: str, service: str, id: str) -> dict[str, Any]:
        """Raises NotFound."""
        return self._rpc.command_service(service, DropDeadLetter, key=key, id=id)
