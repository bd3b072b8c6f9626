"""Columns by which lists are sorted by name and searched for a part of it, alike on SQLite and PostgreSQL."""

from typing import Any

from sqlalchemy import ColumnElement, String, Uuid, bindparam, column, select, table, update
from sqlalchemy.orm import Mapped, validates

from services.chassis.contract.plain_text import sort_text, sort_text_pattern


def sort_text_type(length: int) -> String:
    """The type of a column with a `sort_text`, compared by code points on both databases."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def cut_sort_text(text: str, column: Any) -> str:
    """The sort text cut to the column's length: marks and ligatures lengthen it ("ß" becomes "ss")."""
    return sort_text(text)[: column.type.length]


def name_contains(column: Any, part: str) -> ColumnElement[bool]:
    """SQL condition: the name of this column of sort texts contains the part."""
    condition: ColumnElement[bool] = column.like(sort_text_pattern(part), escape="/")
    return condition


class SortedByName:
    """Mixin of a mapped class with `name`: declares that its column `sort_name` follows the name."""

    sort_name: Mapped[str]

    @validates("name")
    def _sort_by(self, _key: str, name: str) -> str:
        self.sort_name = cut_sort_text(name, type(self).sort_name)
        return name


def fill_sort_texts(op: Any, table_name: str, source: str, target: str, length: int) -> None:
    """For migrations: set the column `target` of each row to the sort text of the column `source`."""
    rows = table(table_name, column("id", Uuid()), column(source, String()), column(target, String()))
    values = [
        {"row": id, "text": sort_text(name)[:length]}
        for id, name in op.get_bind().execute(select(rows.c.id, rows.c[source])).all()
    ]
    if values:
        statement = update(rows).where(rows.c.id == bindparam("row")).values({target: bindparam("text")})
        op.get_bind().execute(statement, values)
