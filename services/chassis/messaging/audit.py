"""Queries of the audit: which recorded events have had no effect yet, and how projections differ from their sources."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from services.chassis.contract import Caller
from services.chassis.contract.audit_operations import Difference
from services.chassis.messaging.dead_letters import DROPPED
from services.chassis.messaging.incoming_event import IncomingEvent
from services.chassis.messaging.projections import Projection, ProjectionSpec, columns_of
from services.chassis.persistence import scope
from services.chassis.persistence.tables import inbox, outbox
from services.chassis.persistence.unit_of_work import UnitOfWork


def list_recorded_events(uow: UnitOfWork, _caller: Caller, after: UUID | None, limit: int) -> dict[str, Any]:
    """A page of the outbox's events, oldest first: the ids are UUIDv7, so later events have greater ids."""
    statement = select(outbox).order_by(outbox.c.id).limit(limit + 1)
    rows = list(uow.session.execute(statement.where(outbox.c.id > after) if after else statement))
    events = [
        {
            "id": row.id,
            "type": row.type,
            "subject": row.body["subject"],
            "recorded_at": row.recorded_at,
            "sent": row.sent_at is not None,
        }
        for row in rows[:limit]
    ]
    return {"rows": events, "next": events[-1]["id"] if len(rows) > limit else None}


def list_unprocessed_events(
    uow: UnitOfWork, _caller: Caller, subscription: str, event_ids: Sequence[UUID]
) -> dict[str, Any]:
    """Those of the given events that the subscription has not processed and no operator has dropped.

    `first_received_at`: when the subscription received its first event; None if it has received none.
    """
    of_subscription = inbox.c.subscription == subscription
    statement = select(inbox.c.event_id).where(
        of_subscription,
        inbox.c.event_id.in_([str(id) for id in event_ids]),
        inbox.c.status.in_(["done", DROPPED]),
    )
    settled_ids = set(uow.session.scalars(statement))
    first_received_at = uow.session.scalar(select(func.min(inbox.c.received_at)).where(of_subscription))
    return {"event_ids": [id for id in event_ids if str(id) not in settled_ids], "first_received_at": first_received_at}


def compare(
    uow: UnitOfWork, spec: ProjectionSpec, events: Sequence[IncomingEvent], after: UUID | None, up_to: UUID | None
) -> list[dict[str, Any]]:
    """Differences between the projection's rows with `after` < id <= `up_to` and `events`.

    `events` are the owner's feed for the same ids. Without `after` or `up_to`, the range has no such limit.
    """
    statement = select(spec.model).where(spec.model.id > after) if after else select(spec.model)
    statement = statement.where(spec.model.id <= up_to) if up_to else statement
    rows = {row.id: row for row in uow.session.scalars(statement)}
    differences = {event.subject: _difference(uow, spec, rows.get(event.subject), event) for event in events}
    differences |= {id: Difference.LEFT_OVER for id, row in rows.items() if id not in differences and not row.deleted}
    return [{"id": id, "difference": difference} for id, difference in differences.items() if difference]


def _difference(
    uow: UnitOfWork, spec: ProjectionSpec, row: Projection | None, event: IncomingEvent
) -> Difference | None:
    if row is None:
        return Difference.MISSING
    if row.version != event.version:
        return Difference.BEHIND if row.version < event.version else Difference.AHEAD
    same = row.deleted == event.deleted and all(
        getattr(row, name) == event.data[name] for name in columns_of(spec.model) & event.data.keys()
    )
    if spec.has_groups and same:
        same = scope.groups_of(uow.session, row.id) == sorted(event.data.get("group_ids", ()))
    return None if same else Difference.CONTENT
