"""Tombstones of erased persons: ids and times, which stay when everything else about a person is gone.

An event about such a person that arrives later is blanked before it is stored. A restored database is erased again
(`machinepark rebuild`).
"""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.chassis.contract import NotLoggedIn
from services.chassis.persistence.dialects import insert_new
from services.chassis.persistence.tables import erased_persons
from services.chassis.persistence.unit_of_work import UnitOfWork


def record(uow: UnitOfWork, person_id: UUID, erased_at: dt.datetime, other_ids: Collection[UUID]) -> None:
    """Keep the tombstone; one that exists gains the ids that it lacks."""
    values = {"person_id": person_id, "erased_at": erased_at, "other_ids": sorted(map(str, other_ids))}
    if insert_new(uow.session, erased_persons, values):
        return
    known = find(uow.session, person_id)
    merged = sorted({*(known.other_ids if known else ()), *map(str, other_ids)})
    _update(uow.session, person_id, other_ids=merged, completed_at=None)


def find(session: Session, person_id: UUID) -> Any:
    """The row of a person; None if the person is not erased."""
    return session.execute(select(erased_persons).where(erased_persons.c.person_id == person_id)).one_or_none()


def is_erased(session: Session, person_id: UUID) -> bool:
    query = select(erased_persons.c.person_id).where(erased_persons.c.person_id == person_id)
    return session.execute(query).first() is not None


def expect_not_erased(session: Session, person_id: UUID | None) -> None:
    """Raises NotLoggedIn: a session that was read before the erasure must store nothing after it."""
    if person_id and is_erased(session, person_id):
        raise NotLoggedIn


def any_erased(session: Session, persons: Collection[str]) -> bool:
    """Whether one of these ids is that of an erased person. Ids that are no UUID belong to no account."""
    ids = [id for id in map(_uuid, persons) if id]
    query = select(erased_persons.c.person_id).where(erased_persons.c.person_id.in_(ids))
    return bool(ids) and session.execute(query.limit(1)).first() is not None


def mark_completed(session: Session, person_id: UUID, at: dt.datetime) -> None:
    _update(session, person_id, completed_at=at)


def ids_of(row: Any) -> list[UUID]:
    """The person's id and the other ones."""
    return [row.person_id, *map(UUID, row.other_ids)]


def list_erasures(session: Session, after: UUID | None, limit: int) -> tuple[Sequence[Any], UUID | None]:
    """A page of tombstones by id, and the id of its last row unless it is the last page."""
    query = select(erased_persons).order_by(erased_persons.c.person_id).limit(limit + 1)
    rows = session.execute(query.where(erased_persons.c.person_id > after) if after else query).all()
    return rows[:limit], rows[limit - 1].person_id if len(rows) > limit else None


def _update(session: Session, person_id: UUID, **values: Any) -> None:
    session.execute(update(erased_persons).where(erased_persons.c.person_id == person_id).values(values))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
