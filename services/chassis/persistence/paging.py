"""Keyset pagination: a page costs the same at any position, and a cursor stays valid when rows are inserted."""

import base64
import json
from collections.abc import Collection, Sequence
from typing import Any

from marshmallow import ValidationError
from sqlalchemy import ColumnElement, Integer, ScalarSelect, Select, Uuid, and_, func, or_, select
from sqlalchemy.orm import Session

from services.chassis.contract import Caller, Invalid, fields, validation_error
from services.chassis.contract.characters import is_storable
from services.chassis.contract.paging import COUNT_LIMIT, CURSOR_LENGTH
from services.chassis.contract.serialization import encode_default
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
        values = [getattr(row, f"key_{i}") for i in range(len(self.columns))]
        return base64.urlsafe_b64encode(_to_compact_json(values).encode()).decode().rstrip("=")

    def values(self, cursor: str, field: str) -> list[Any]:
        """The values in a cursor. Raises Invalid for `field` if they do not match the columns."""
        try:
            packed = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            if not isinstance(packed, list):
                raise ValueError(cursor)
            pairs = zip(self.columns, packed, strict=True)
            return [_value_type(column).deserialize(value) for (column, _), value in pairs]
        except (ValueError, RecursionError, ValidationError):
            raise Invalid(fields=[{"path": [field], "code": "invalid", "params": {}}]) from None


def is_queue(caller: Caller, statuses: Collection[str], open_statuses: Collection[str], *, only_open: bool) -> bool:
    """Whether a list is work to be done, sorted as a queue: a list of staff that is limited to open rows, by the
    statuses that were requested or by another filter (`only_open`)."""
    return caller.is_staff and (only_open or (bool(statuses) and set(statuses) <= set(open_statuses)))


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


def capped_count(statement: Select[*tuple[Any, ...]], limit: int = COUNT_LIMIT) -> ScalarSelect[int]:
    """SQL: the number of rows of the statement; the count stops at `limit`."""
    return select(func.count()).select_from(statement.limit(limit).subquery()).scalar_subquery()


class _StoredText(fields.String):
    """Text as it is stored: older rows may hold what a contract refuses today."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or not is_storable(value):
            raise validation_error("invalid")
        return value


_MOMENT, _ID, _NUMBER = fields.AwareDateTime(), fields.UUID(), fields.Integer()
_TEXT = _StoredText(max_length=CURSOR_LENGTH)
_to_compact_json = json.JSONEncoder(default=encode_default, ensure_ascii=False, separators=(",", ":")).encode


def _value_type(column: Any) -> Any:
    """The type that checks a value of the column in a cursor: others would cause a database error."""
    match column.type:
        case UtcDateTime():
            return _MOMENT
        case Uuid():
            return _ID
        case Integer():
            return _NUMBER
    return _TEXT
