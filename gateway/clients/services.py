"""Built-in operations, called on every service: health, dead letters and retention periods."""

from collections.abc import Iterable
from typing import Any

from gateway.clients import command, query, start_as_visitor
from services.chassis.bus import PendingCall
from services.chassis.contract import Invalid
from services.chassis.contract.builtin_operations import Health, ListDeadLetters, ReplayDeadLetters
from services.chassis.contract.personal_data_operations import ListRetentionPeriods
from services.names import SERVICE_NAMES

PATIENCE = 2.0
"""Timeout of a health check in seconds."""
SHOWN = 200
"""Maximum number of dead letters per service on a page."""


def health() -> dict[str, PendingCall]:
    return {name: start_as_visitor(Health, service=name, timeout=PATIENCE) for name in SERVICE_NAMES}


def list_dead_letters(status: str) -> dict[str, PendingCall]:
    """Dead letters without their content, which only the command line shows."""
    return {name: query(ListDeadLetters, service=name, status=status, limit=SHOWN) for name in SERVICE_NAMES}


def replay_dead_letters(key: str, letters: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Replay dead letters, given as pairs of service and id. Returns the `count` of those that still existed.

    Raises Invalid if none are given.
    """
    ids_by_service: dict[str, list[str]] = {}
    for service, id in letters:
        ids_by_service.setdefault(service, []).append(id)
    if not ids_by_service:
        raise Invalid(fields=[{"path": ["letter"], "code": "none_chosen", "params": {}}])
    return _counted(
        command(ReplayDeadLetters, key=key, service=service, ids=ids) for service, ids in ids_by_service.items()
    )


def replay_all_dead_letters(key: str) -> dict[str, Any]:
    """Replay all dead letters of every service. Returns their `count`."""
    return _counted(command(ReplayDeadLetters, key=key, service=name, everything=True) for name in SERVICE_NAMES)


def _counted(responses: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"count": sum(response["count"] for response in responses)}


def list_retention_periods() -> dict[str, PendingCall]:
    return {name: start_as_visitor(ListRetentionPeriods, service=name) for name in SERVICE_NAMES}
