"""Feeds: the owner's side of a copy. The same state as the events tell, page by page."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import StateEvent
from services.chassis.persistence.aggregate import Published
from services.chassis.persistence.tables import tombstones
from services.chassis.persistence.unit_of_work import UnitOfWork


def page_of(uow: UnitOfWork, model: type[Published], after: UUID | None, limit: int) -> dict[str, Any]:
    """The response of a Feed operation: aggregates and tombstones by id."""
    event = model.publishes
    alive = select(model).order_by(model.id).limit(limit + 1)
    gone = select(tombstones).where(tombstones.c.type == event.type).order_by(tombstones.c.id).limit(limit + 1)
    if after:
        alive, gone = alive.where(model.id > after), gone.where(tombstones.c.id > after)
    rows = [_alive(event, aggregate) for aggregate in uow.session.scalars(alive)]
    rows += [{"id": row.id, "version": row.version, "deleted": True, "data": None} for row in uow.session.execute(gone)]
    rows.sort(key=lambda row: str(row["id"]))
    page = rows[:limit]
    return {"rows": page, "next": page[-1]["id"] if len(rows) > limit else None}


def _alive(event: type[StateEvent], aggregate: Published) -> dict[str, Any]:
    """A row that was written before this column was there has told its state at its own version, or before."""
    data, version = event.data.dump(aggregate.published()), aggregate.published_version or aggregate.version
    return {"id": aggregate.id, "version": version, "deleted": False, "data": data}
