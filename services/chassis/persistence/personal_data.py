"""Declarations of personal data: which columns of a service's tables are about which person.

They serve the erasure of a person (`messaging/erasure.py`) and the export of what is stored about one. A test requires
a declaration for each column marked `personal`.
"""

import datetime as dt
import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    ColumnElement,
    Label,
    String,
    and_,
    cast,
    delete,
    inspect,
    or_,
    select,
    true,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.chassis.persistence.dialects import changed_rows
from services.chassis.persistence.unit_of_work import UnitOfWork

BATCH = 500
NEWEST = 2000
Column = InstrumentedAttribute[Any]
Exported = Column | Label[Any]
"""A column, or an expression such as the name of what another column refers to."""


@dataclass(frozen=True, slots=True)
class ByEmail:
    """How to find rows of people without an account: the columns with the address, empty in all other rows, and with
    the time at which the row was stored."""

    email: Column
    stored_at: Column


@dataclass(frozen=True, slots=True)
class PersonalRows:
    """Rows of a table about a person.

    `of(ids)` is the SQL condition for them; `ids` are the person's and others by which services know the person, such
    as that of an invitation. An erasure blanks `columns`, or deletes the rows with `deleted`. `with_files`: the
    service's `erase_files` erases these rows together with their files. `exported` are the columns that the person gets
    to read, in the `section` of the export, by default that of the table. With `by_email`, `of` finds rows of people
    without an account by the rows' own ids.
    """

    model: type[Any]
    of: Callable[[Sequence[UUID]], ColumnElement[bool]]
    columns: tuple[Column, ...] = ()
    deleted: bool = False
    with_files: bool = False
    exported: tuple[Exported, ...] = ()
    section: str = ""
    by_email: ByEmail | None = None

    @property
    def section_of_export(self) -> str:
        return self.section or str(self.model.__tablename__)


@dataclass(frozen=True, slots=True)
class OfNoAccount:
    """Personal columns of rows that belong to no account, and why: not exported, and not erased with an account."""

    columns: tuple[Column, ...]
    reason: str


Declaration = PersonalRows | OfNoAccount


def erase_batch(session: Session, declaration: PersonalRows, ids: Sequence[UUID]) -> int:
    """Blank or delete at most BATCH rows; returns their number."""
    condition = declaration.of(ids)
    if not declaration.deleted:
        condition = and_(condition, is_filled(declaration.columns))
    return change_batch(session, declaration.model, condition, () if declaration.deleted else declaration.columns)


def change_batch(session: Session, model: type[Any], condition: ColumnElement[bool], blanked: Sequence[Column]) -> int:
    """Blank these columns, or delete the rows if none is given, of at most BATCH rows; returns their number."""
    table = inspect(model).local_table
    key = list(table.primary_key.columns)
    batch = [tuple(row) for row in session.execute(select(*key).where(condition).limit(BATCH))]
    if not batch:
        return 0
    rows = tuple_(*key).in_(batch)
    if not blanked:
        return changed_rows(session, delete(table).where(rows))
    return changed_rows(session, update(table).where(rows).values({column.key: blank(column) for column in blanked}))


def newest_ids(session: Session, declarations: Sequence[PersonalRows], ids: Sequence[UUID]) -> list[UUID]:
    """The ids of the person's rows, of each table at most NEWEST."""
    found: list[UUID] = []
    for declaration in declarations:
        key = getattr(declaration.model, "id", None)
        if key is not None:
            found += session.scalars(select(key).where(declaration.of(ids)).order_by(key.desc()).limit(NEWEST))
    return found


def ids_by_email(
    session: Session,
    declarations: Sequence[Declaration],
    email: str,
    until: dt.datetime | None,
    after: UUID | None,
    limit: int,
) -> list[UUID]:
    """The ids of the rows of people without an account who gave this address, stored until then, in order."""
    queries = [
        select(one.model.id).where(one.by_email.email == email, one.by_email.stored_at <= until if until else true())
        for one in declarations
        if isinstance(one, PersonalRows) and one.by_email
    ]
    if not queries:
        return []
    rows = union_all(*queries).subquery()
    query = select(rows.c.id).order_by(rows.c.id).limit(limit)
    return list(session.scalars(query.where(rows.c.id > after) if after else query))


def is_filled(columns: Sequence[Column]) -> ColumnElement[bool]:
    """SQL condition: one of the columns is not blank."""
    return or_(*(cast(column, String) != _as_text(blank(column)) for column in columns))


def blank(column: Column) -> Any:
    """The value of a blanked column: an empty text or object."""
    return {} if isinstance(column.type, JSON) else ""


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else "{}"


def read_page(
    uow: UnitOfWork,
    declarations: Sequence[Declaration],
    ids: Sequence[UUID],
    table: int,
    after: UUID | None,
    limit: int,
) -> dict[str, Any]:
    """A page of what is stored about a person: rows of the exported tables, one table after the other, each by id.
    `table` and `after` are those of the page before, or 0 and None."""
    exported = [one for one in declarations if isinstance(one, PersonalRows) and one.exported]
    rows: list[dict[str, Any]] = []
    for i in range(table, len(exported)):
        page = _page_of(uow.session, exported[i], ids, after, limit - len(rows))
        section = exported[i].section_of_export
        rows += [{"section": section, "data": _as_json(row._mapping)} for row in page]
        if len(rows) == limit:
            return {"rows": rows, "next_table": i, "next_after": page[-1].key_of_row}
        after = None
    return {"rows": rows, "next_table": None, "next_after": None}


def _page_of(
    session: Session, declaration: PersonalRows, ids: Sequence[UUID], after: UUID | None, limit: int
) -> Sequence[Any]:
    key = declaration.model.id
    query = select(key.label("key_of_row"), *declaration.exported).where(declaration.of(ids)).order_by(key)
    if after:
        query = query.where(key > after)
    return session.execute(query.limit(limit)).all()


def _as_json(row: Mapping[str, Any]) -> dict[str, Any]:
    return {str(name): _json_value(value) for name, value in row.items() if name != "key_of_row"}


def _json_value(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | enum.StrEnum) else value
