"""Keyset pagination: a page costs the same at any position, and a cursor stays valid when rows are inserted."""

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
    """Sort order of a list: pairs of column and `descending`. Columns are never NULL and the last is unique."""

    def __init__(self, *columns: tuple[Any, bool]) -> None:
        self.columns = columns

    def order(self, *, backwards: bool) -> list[Any]:
        return [column.desc() if descending != backwards else column.asc() for column, descending in self.columns]

    def beyond(self, values: Sequence[Any], *, backwards: bool) -> ColumnElement[bool]:
        """The condition for rows after (with `backwards`: before) the row with these values."""
        steps = []
        for i, (column, descending) in enumerate(self.columns):
            equal = [earlier == value for (earlier, _), value in zip(self.columns[:i], values, strict=False)]
            beyond = column < values[i] if descending != backwards else column > values[i]
            steps.append(and_(*equal, beyond))
        return or_(*steps)

    def cursor(self, row: Any) -> str:
        values = [_pack(getattr(row, f"key_{i}")) for i in range(len(self.columns))]
        return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")

    def values(self, cursor: str, field: str) -> list[Any]:
        """The values in a cursor. Raises Invalid for `field` if they do not match the columns."""
        try:
            packed = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            values = [_unpack(kind, value) for kind, value in packed]
        except (ValueError, TypeError, KeyError):
            values = []
        types = [_python_type(column) for column, _ in self.columns]
        if [type(value) for value in values] != types:
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
    """The rows of a page, and the `page` field of the response. `statement` filters; this adds order, limit and count.

    `page_filter` is a condition that holds for all rows of this page and lets an index find them; the count ignores it.

    One statement, or two if a cursor points behind the last row.
    """
    backwards = bool(before)
    counted = select(func.count()).select_from(statement.limit(COUNT_LIMIT + 1).subquery())
    paged = statement.add_columns(*(column.label(f"key_{i}") for i, (column, _) in enumerate(key.columns)))
    paged = paged.add_columns(counted.scalar_subquery().label("counted"))
    if page_filter is not None:
        paged = paged.where(page_filter)
    if cursor := before or after:
        values = key.values(cursor, "before" if backwards else "after")
        paged = paged.where(key.beyond(values, backwards=backwards))
    found = session.execute(paged.order_by(*key.order(backwards=backwards)).limit(limit + 1))
    rows: list[Any] = list(found.unique())  # joined eager loads repeat rows
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


def _python_type(column: Any) -> type:
    """The Python type of the column's values; a cursor with another type would cause a database error."""
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
            # PostgreSQL refuses NUL characters; `encode` raises ValueError for lone surrogates
            if isinstance(value, str) and b"\0" in value.encode():
                raise ValueError(kind)
            return value
    raise ValueError(kind)
