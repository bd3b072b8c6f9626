"""A service's database at any revision, with made-up rows."""

import datetime as dt
import importlib
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Uuid,
    column,
    insert,
    inspect,
    table,
)

from services.chassis.persistence.columns import EnumText, UtcDateTime
from services.chassis.persistence.database import Database
from services.chassis.persistence.migrations import migrate

NOW = dt.datetime(2026, 3, 4, 7, 12, tzinfo=dt.UTC)
ID = uuid.UUID("01980000-0000-7000-8000-000000000001")
VALUES: list[tuple[type[Any], Any]] = [
    (UtcDateTime, NOW), (Uuid, ID), (JSON, {"some": ["thing"]}), (Boolean, True), (Integer, 1), (String, "x"),
    (LargeBinary, b"x")
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ServiceDatabase:
    """A service and its database, empty at first. `metadata` is what its models declare."""

    service: str
    database: Database

    @property
    def metadata(self) -> MetaData:
        metadata: MetaData = importlib.import_module(f"services.{self.service}.model").Base.metadata
        return metadata

    def migrate(self, revision: str = "head") -> bool:
        return migrate(self.database, self.service, revision)


def insert_a_row(service_database: ServiceDatabase, model: Any, **values: Any) -> None:
    """Insert a row into the table as it is at the present revision: without the columns that it does not have yet.
    `values` may be of columns that the model has no more, which hold JSON."""
    present = {row["name"] for row in inspect(service_database.database.engine).get_columns(model.__tablename__)}
    row = {name: value for name, value in (row_of(model) | values).items() if name in present}
    types = {name: model.__table__.c[name].type if name in model.__table__.c else JSON() for name in row}
    old = table(model.__tablename__, *(column(name, type_) for name, type_ in types.items()))
    with service_database.database.write("test") as session:
        session.execute(insert(old).values(row))


def row_of(model: Any, without: tuple[str, ...] = ()) -> dict[str, Any]:
    return {column.name: value_of(column) for column in model.__table__.columns if column.name not in without}


def value_of(column: Column[Any]) -> Any:
    type_ = column.type
    if isinstance(type_, EnumText):
        return next(iter(type_.choices))
    return next(value for sql_type, value in VALUES if isinstance(type_, sql_type))
