"""Column types that behave alike on SQLite and PostgreSQL, and marks on columns."""

import datetime as dt
import enum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Dialect, MetaData, String, Uuid
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import MappedColumn, mapped_column
from sqlalchemy.types import DateTime, TypeDecorator, TypeEngine
from uuid6 import uuid7

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
Json = JSON().with_variant(JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An aware UTC datetime on both databases; SQLite stores it without a zone. Raises ValueError for a naive value."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(TIMESTAMP(timezone=True) if dialect.name == "postgresql" else DateTime())

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("datetime without a zone")
        value = value.astimezone(dt.UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class EnumText(TypeDecorator[enum.StrEnum]):
    """A `StrEnum` stored as text, so that a new member needs no migration."""

    impl = String(40)
    cache_ok = True

    def __init__(self, choices: type[enum.StrEnum]) -> None:
        self.choices = choices
        super().__init__()

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else str(self.choices(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self.choices(value)


TYPES: dict[Any, Any] = {
    dt.datetime: UtcDateTime,
    UUID: Uuid,
    dict[str, Any]: Json,
    list[str]: Json,
    list[dict[str, Any]]: Json,
}


def new_id() -> UUID:
    """A UUIDv7, which sorts by creation time (RFC 9562)."""
    return UUID(str(uuid7()))


def metadata() -> MetaData:
    """MetaData with a naming convention, so that Alembic can address constraints on both databases."""
    return MetaData(naming_convention=NAMING)


def personal(type_: Any, **options: Any) -> MappedColumn[Any]:
    """A column marked as personal data (docs/architecture.md#data)."""
    return mapped_column(type_, info={"personal": True}, **options)
