"""Feeds: the owner's state, page by page, in the same form as its state events."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import StateEvent
from services.chassis.persistence.aggregate import Published
from services.chassis.persistence.tables import tombstones
from services.chassis.persistence.unit_of_work import UnitOfWork


def page_of(uow: UnitOfWork, model: type[Published], after: UUID | None, limit: int) -> dict[str, Any]:
    """The response of a Feed operation: aggregates and tombstones, sorted by id."""
    event = model.publishes
    existing = select(model).order_by(model.id).limit(limit + 1)
    deleted = select(tombstones).where(tombstones.c.type == event.type).order_by(tombstones.c.id).limit(limit + 1)
    if after:
        existing, deleted = existing.where(model.id > after), deleted.where(tombstones.c.id > after)
    rows = [_row(event, aggregate) for aggregate in uow.session.scalars(existing)]
    rows += [
        {"id": row.id, "version": row.version, "deleted": True, "data": None} for row in uow.session.execute(deleted)
    ]
    rows.sort(key=lambda row: str(row["id"]))
    page = rows[:limit]
    return {"rows": page, "next": page[-1]["id"] if len(rows) > limit else None}


def _row(event: type[StateEvent], aggregate: Published) -> dict[str, Any]:
    """`published_version` is 0 in rows older than that column; `version` is an upper bound for them."""
    data, version = event.data.dump(aggregate.published()), aggregate.published_version or aggregate.version
    return {"id": aggregate.id, "version": version, "deleted": False, "data": data}
