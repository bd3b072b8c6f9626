"""Audit entries about guest access and labels, which fleet changes."""

from collections.abc import Iterable
from typing import Any

from services.chassis.messaging import IncomingEvent
from services.chassis.persistence import UnitOfWork
from services.fleet.contracts import GuestAccessChanged, MachineLabelsIssued
from services.identity.contracts import AuditAction
from services.identity.model import AuditEntry, Person


def record_guest_access(uow: UnitOfWork, event: IncomingEvent) -> None:
    """Add the entry of a change of settings or labels, with the time of the change. A program's entry has no actor."""
    data = event.data
    actor = uow.get(Person, data["changed_by"]) if data["changed_by"] else None
    action, details = _entry(event)
    uow.add(
        AuditEntry(
            customer_id=data["customer_id"],
            at=event.time,
            action=action,
            actor_id=actor.id if actor else None,
            actor_name=actor.name if actor else "",
            by_staff=data["by_staff"],
            subject_id=None,
            subject_name="",
            details=details,
        )
    )


def _entry(event: IncomingEvent) -> tuple[AuditAction, dict[str, Any]]:
    if event.type == GuestAccessChanged.type:
        return AuditAction.GUEST_ACCESS_CHANGED, {"actions": _allowed(event.data["actions"])}
    details = {"machines": event.data["machines"], "machine": event.data["equipment_number"]}
    if event.type == MachineLabelsIssued.type:
        return AuditAction.LABELS_ISSUED, details | {"replaced": event.data["replaced"]}
    return AuditAction.LABELS_REVOKED, details


def _allowed(actions: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The actions that are switched on, with the names of their groups."""
    return [
        {"action": str(row["action"]), "all_machines": row["all_machines"], "groups": sorted(row["group_names"])}
        for row in actions
        if row["enabled"]
    ]
