"""Projections: local copies of other services' aggregates, filled from their state events. The highest version wins."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.contract import Feed, StateEvent
from services.chassis.messaging.incoming_event import IncomingEvent
from services.chassis.persistence import scope
from services.chassis.persistence.unit_of_work import UnitOfWork


class Projection:
    """Mixin for mapped classes; `id` is the source's. Other columns are named after the event's fields.

    A `deleted` row stays, so that an older event that arrives late does not restore it.
    """

    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-3)
    version: Mapped[int] = mapped_column(sort_order=-2)
    deleted: Mapped[bool] = mapped_column(sort_order=-1)


@dataclass(frozen=True, slots=True)
class ProjectionSpec:
    """A projection: the feed that rebuilds it, and its mapped class.

    `has_groups`: the source's groups, which determine its scope, are stored as well (`scope.set_groups`).
    `after_change(uow, row, event)` runs when an event changed the row.
    """

    feed: type[Feed]
    model: type[Projection]
    has_groups: bool = False
    after_change: Callable[[UnitOfWork, Any, IncomingEvent], None] | None = None

    @property
    def event(self) -> type[StateEvent]:
        return self.feed.of

    def apply(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        """Apply a state event. Does nothing if the projection has this version or a later one."""
        row = apply_state(uow, self.model, event)
        if row is None:
            return
        if self.has_groups:
            scope.set_groups(uow.session, event.subject, event.data.get("group_ids", ()))
        if self.after_change:
            self.after_change(uow, row, event)


SomeProjection = TypeVar("SomeProjection", bound=Projection)


def apply_state(uow: UnitOfWork, model: type[SomeProjection], event: IncomingEvent) -> SomeProjection | None:
    """Apply a state event; returns the row, or None if the projection has this version or a later one."""
    row = uow.session.scalar(select(model).where(model.id == event.subject).with_for_update())
    if row is not None and row.version >= event.version:
        return None
    if row is None:
        row = uow.add(model(**_empty(model) | {"id": event.subject}))
    row.version, row.deleted = event.version, event.deleted
    for name in columns_of(model) & event.data.keys():
        setattr(row, name, event.data[name])
    return row


def columns_of(model: type[Projection]) -> set[str]:
    """The columns that are filled from fields of the same name."""
    return set(model.__mapper__.column_attrs.keys()) - {"id", "version", "deleted"}  # type: ignore[attr-defined]


def _empty(model: type[Projection]) -> dict[str, Any]:
    """Placeholders for columns that are NOT NULL, for a tombstone without an earlier event."""
    blank: dict[type, Any] = {str: "", int: 0, bool: False, UUID: UUID(int=0)}
    columns = model.__table__.columns  # type: ignore[attr-defined]
    return {
        column.key: blank.get(column.type.python_type, "")
        for column in columns
        if column.key in columns_of(model) and not column.nullable
    }
