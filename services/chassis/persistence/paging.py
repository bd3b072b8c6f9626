"""Lists by keyset: a page costs the same wherever it lies, and a cursor survives inserts."""

import base64
import datetime as dt
import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, Uuid, and_, func, or_, select
from sqlalchemy.orm import Session

from services.chassis.contract import Invalid
from services.chassis.contract.paging import COUNT_LIMIT
from services.chassis.persistence.columns import UtcDateTime


class SortKey:
    """What a list is sorted by: columns that are never null, the last of them unique; `descending` per column."""

    def __init__(self, *columns: tuple[Any, bool]) -> None:
        self.columns = columns

    def order(self, *, backwards: bool) -> list[Any]:
        return [column.desc() if descending != backwards else column.asc() for column, descending in self.columns]

    def beyond(self, values: Sequence[Any], *, backwards: bool) -> ColumnElement[bool]:
        """Rows that come after (or, backwards, before) the one with these values."""
        steps = []
        for i, (column, descending) in enumerate(self.columns):
            equal = [earlier == value for (earlier, _), value in zip(self.columns[:i], values, strict=False)]
            further = column < values[i] if descending != backwards else column > values[i]
            steps.append(and_(*equal, further))
        return or_(*steps)

    def cursor(self, row: Any) -> str:
        values = [_pack(getattr(row, f"key_{i}")) for i in range(len(self.columns))]
        return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")

    def values(self, cursor: str, field: str) -> list[Any]:
        """Raises Invalid for a cursor that is none of ours."""
        try:
            packed = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            values = [_unpack(kind, value) for kind, value in packed]
        except (ValueError, TypeError, KeyError):
            values = []
        kinds = [_kind(column) for column, _ in self.columns]
        if [type(value) for value in values] != kinds:
            raise Invalid(fields=[{"path": [field], "code": "invalid", "params": {}}])
        return values


def page(
    session: Session,
    statement: Select[*tuple[Any, ...]],
    key: SortKey,
    *,
    after: str = "",
    before: str = "",
    limit: int = 25,
    page_filter: ColumnElement[bool] | None = None,
) -> tuple[list[Any], dict[str, Any]]:
    """The rows of one page, and the `page` part of the response. `statement` filters; this sorts, cuts and counts.

    `page_filter` says what holds of all rows of this page, where that finds them sooner; they are counted without it.

    One statement, unless a cursor leads behind the last row.
    """
    backwards = bool(before)
    counted = select(func.count()).select_from(statement.limit(COUNT_LIMIT + 1).subquery())
    cut = statement.add_columns(*(column.label(f"key_{i}") for i, (column, _) in enumerate(key.columns)))
    cut = cut.add_columns(counted.scalar_subquery().label("counted"))
    if page_filter is not None:
        cut = cut.where(page_filter)
    if cursor := before or after:
        values = key.values(cursor, "before" if backwards else "after")
        cut = cut.where(key.beyond(values, backwards=backwards))
    found = session.execute(cut.order_by(*key.order(backwards=backwards)).limit(limit + 1))
    rows: list[Any] = list(found.unique())  # a row's parts may come in the same statement
    more, rows = len(rows) > limit, rows[:limit]
    if backwards:
        rows.reverse()
    count = rows[0].counted if rows else (session.scalar(counted) or 0) if cursor else 0
    has_next, has_previous = (True, more) if backwards else (more, bool(after))
    return rows, {
        "next": key.cursor(rows[-1]) if rows and has_next else None,
        "previous": key.cursor(rows[0]) if rows and has_previous else None,
        "count": min(count, COUNT_LIMIT),
        "count_capped": count > COUNT_LIMIT,
    }


def _kind(column: Any) -> type:
    """Of what type a value of the column is: another one would be the database's fault, and ours."""
    match column.type:
        case UtcDateTime():
            return dt.datetime
        case Uuid():
            return UUID
        case Integer():
            return int
    return str


def _pack(value: Any) -> tuple[str, Any]:
    if isinstance(value, dt.datetime):
        return "t", value.isoformat()
    if isinstance(value, UUID):
        return "u", str(value)
    return "v", value if isinstance(value, int) else str(value)


def _unpack(kind: str, value: Any) -> Any:
    match kind:
        case "t":
            return dt.datetime.fromisoformat(value).astimezone(dt.UTC)
        case "u":
            return UUID(value)
        case "v":
            if isinstance(value, str) and b"\0" in value.encode():  # no text of PostgreSQL; encode refuses what is none
                raise ValueError(kind)
            return value
    raise ValueError(kind)
