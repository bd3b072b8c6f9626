"""Calls to a projection's owner: its feed page by page, or single rows whose event has not arrived yet."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from services.chassis.contract import StateEvent
from services.chassis.messaging.incoming_event import IncomingEvent
from services.chassis.messaging.projections import ProjectionSpec
from services.chassis.persistence.columns import new_id
from services.chassis.runtime.prepare_context import PrepareContext

MAX_FETCHED = 10
"""Rows fetched per command. Further unknown ids are not fetched and stay unknown to the command."""


def fetch_page(context: PrepareContext, spec: ProjectionSpec, **paging: Any) -> tuple[list[IncomingEvent], UUID | None]:
    """A page of the owner's feed as events, and the `after` of the next page (None: last page)."""
    response = context.call(spec.feed, **paging)
    events = [_event(context, spec, row) for row in spec.feed.response.load(response)["rows"]]
    return events, response["next"] and UUID(response["next"])


def fetch_missing(context: PrepareContext, projection: type[StateEvent], ids: Collection[UUID]) -> None:
    """Fetch rows that the projection lacks, so that an aggregate created a moment ago can be used at once.

    Runs before the command's transaction, in a short one of its own. Raises the ContractErrors of a call.
    """
    if not ids:
        return
    spec = context.projections[projection.type]
    with context.read() as uow:
        known = set(uow.session.scalars(select(spec.model.id).where(spec.model.id.in_(ids))))
    for missing_id in sorted(set(ids) - known)[:MAX_FETCHED]:
        events, _ = fetch_page(context, spec, after=UUID(int=missing_id.int - 1) if missing_id.int else None, limit=1)
        for event in events:
            if event.subject == missing_id:
                _apply(context, spec, event)


def _apply(context: PrepareContext, spec: ProjectionSpec, event: IncomingEvent) -> None:
    try:
        with context.write(f"fetch {event.type}") as uow:
            spec.apply(uow, event)
    except IntegrityError:  # the event arrived at the same time
        return


def _event(context: PrepareContext, spec: ProjectionSpec, row: dict[str, Any]) -> IncomingEvent:
    deleted = row["deleted"]
    return IncomingEvent(
        id=new_id(),
        type=spec.event.type,
        subject=row["id"],
        version=row["version"],
        time=context.now,
        deleted=deleted,
        data={} if deleted else dict(spec.event.received.load(row["data"])),
    )
