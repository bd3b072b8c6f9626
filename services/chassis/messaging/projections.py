"""Copies of what other services own: one table per kind, fed by complete-state events; the highest version wins."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.contract import Feed
from services.chassis.messaging.incoming_event import IncomingEvent
from services.chassis.persistence.unit_of_work import UnitOfWork


class Projection:
    """Mixed into a service's mapped class; `id` is the source's. Further columns are named after the event's fields.

    A row that is `deleted` stays, so that an older event, coming late, does not bring it back.
    """

    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-3)
    version: Mapped[int] = mapped_column(sort_order=-2)
    deleted: Mapped[bool] = mapped_column(sort_order=-1)


class ProjectionSpec(NamedTuple):
    """A copy: where it is filled from, its table, and what takes an event over into it.

    `placed`: the source's groups are kept beside it (`scope.place`).
    """

    feed: type[Feed]
    model: type[Projection]
    apply: Callable[[UnitOfWork, IncomingEvent], Any]
    has_groups: bool = False


SomeProjection = TypeVar("SomeProjection", bound=Projection)


def apply_state(uow: UnitOfWork, model: type[SomeProjection], event: IncomingEvent) -> SomeProjection | None:
    """Take over the state that an event tells; None when the copy is as new already."""
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
    """What a copy keeps of its source's fields, if the source has a field of that name."""
    return set(model.__mapper__.column_attrs.keys()) - {"id", "version", "deleted"}  # type: ignore[attr-defined]


def _empty(model: type[Projection]) -> dict[str, Any]:
    """Values for a row of which only the end is known: a tombstone that came first."""
    blank: dict[type, Any] = {str: "", int: 0, bool: False, UUID: UUID(int=0)}
    columns = model.__table__.columns  # type: ignore[attr-defined]
    return {
        column.key: blank.get(column.type.python_type, "")
        for column in columns
        if column.key in columns_of(model) and not column.nullable
    }
