"""Asking the owner of what a copy is of: page by page, or for single rows that no event has told of yet."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from services.chassis.messaging.incoming_event import IncomingEvent
from services.chassis.messaging.projections import ProjectionSpec
from services.chassis.persistence.columns import new_id
from services.chassis.runtime.prepare_context import PrepareContext

MAX_FETCHED = 10
"""Of one request. What was made a moment ago is one or a few; more are not asked for, and stay unknown."""


def fetch_page(context: PrepareContext, spec: ProjectionSpec, **which: Any) -> tuple[list[IncomingEvent], UUID | None]:
    """A page of the owner's feed as the events it stands for, and after which row the next begins."""
    answer = context.call(spec.feed, **which)
    told = [_event(context, spec, row) for row in spec.feed.response.load(answer)["rows"]]
    return told, answer["next"] and UUID(answer["next"])


def fetch_missing(context: PrepareContext, projection: str, ids: Collection[UUID]) -> None:
    """Take over those that the copy does not know, so that what was made at its owner a moment ago can be used here.

    Before the command's transaction, in a short one of its own. Raises what a call raises when the owner is not there.
    """
    if not ids:
        return
    spec = context.projections[projection]
    with context.read() as uow:
        known = set(uow.session.scalars(select(spec.model.id).where(spec.model.id.in_(ids))))
    for unknown in sorted(set(ids) - known)[:MAX_FETCHED]:
        told, _ = fetch_page(context, spec, after=UUID(int=unknown.int - 1) if unknown.int else None, limit=1)
        for event in told:
            if event.subject == unknown:
                _keep(context, spec, event)


def _keep(context: PrepareContext, spec: ProjectionSpec, event: IncomingEvent) -> None:
    try:
        with context.write(f"learn {event.type}") as uow:
            spec.apply(uow, event)
    except IntegrityError:  # the event itself came at the same moment
        return


def _event(context: PrepareContext, spec: ProjectionSpec, row: dict[str, Any]) -> IncomingEvent:
    deleted = row["deleted"]
    return IncomingEvent(
        id=new_id(),
        type=spec.feed.of.type,
        subject=row["id"],
        version=row["version"],
        time=context.now,
        deleted=deleted,
        data={} if deleted else dict(spec.feed.of.received.load(row["data"])),
    )
